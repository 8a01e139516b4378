"""Headings of résumés in Korean and English, and the part of a document that each opens."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from interview_contracts.vocabulary import FactKind


class Part(StrEnum):
    """Part of a résumé. What stands under `PRIVATE` is never read."""

    EDUCATION = "education"
    EXPERIENCE = "experience"
    PROJECT = "project"
    SKILL = "skill"
    CERTIFICATE = "certificate"
    SELF_INTRODUCTION = "self_introduction"
    PRIVATE = "private"

    @property
    def fact_kind(self) -> FactKind:
        """The kind of this part's facts. Raises `ValueError` for the private part."""
        return FactKind(self.value)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as written, the part it opens, and what follows it on the same line."""

    part: Part
    title: str
    rest: str


_NAMES: Final[dict[Part, str]] = {
    Part.EDUCATION: """학력 학력사항 최종학력 교육 교육사항 교육이수 교육이력 교육과정 학력및교육 학교생활 education
    academicbackground
        academichistory educationandtraining educationalbackground training coursework""",
    Part.EXPERIENCE: """경력 경력사항 경력기술서 주요경력 경력상세 근무경력 근무경험 직무경험 인턴 인턴경험 인턴십
    대외활동 활동 활동사항 사회경험 사회활동
        경험 경험사항 경력및경험 주요활동 봉사활동 아르바이트 experience workexperience professionalexperience
        employment
        employmenthistory career careerhistory workhistory internship internships activities extracurricularactivities
        volunteering volunteerexperience leadership relevantexperience""",
    Part.PROJECT: """프로젝트 프로젝트경험 프로젝트이력 주요프로젝트 수행프로젝트 개인프로젝트 팀프로젝트
    프로젝트수행경험 연구 연구경험 연구실적 포트폴리오
        projects project selectedprojects personalprojects keyprojects projectexperience sideprojects research portfolio
        researchexperience academicprojects""",
    Part.SKILL: """기술 기술스택 보유기술 스킬 역량 핵심역량 보유역량 사용기술 활용기술 컴퓨터활용능력 oa능력
    전산능력 주요기술 업무역량 skills technicalskills
        technologies corecompetencies tools techstack keyskills skillset skillsandtools technicalskillset
        skillsummary""",
    Part.CERTIFICATE: """자격증 자격 자격사항 자격및면허 자격증및수상 면허 수상 수상경력 수상내역 수상이력 어학
    어학능력 어학성적 외국어 자격증및어학 자격및어학
        자격면허 자격/면허 certificates certifications certification licenses licensesandcertifications awards honors
        honorsandawards languages certificatesandawards awardsandhonors publications""",
    Part.SELF_INTRODUCTION: """자기소개 자기소개서 소개 간단소개 지원동기 지원동기및포부 지원동기및입사후포부
    성장과정 성격 성격의장단점 장단점 입사후포부 포부
        직무역량 나의강점 강점 직무관련경험 생활신조 경력요약 요약 summary profile about aboutme objective
        personalstatement
        coverletter professionalsummary careerobjective careersummary introduction""",
    Part.PRIVATE: """인적사항 개인정보 기본정보 기본인적사항 신상정보 가족관계 가족사항 가족 병역 병역사항 취미 특기
    취미및특기 신체사항 보훈사항 보훈 장애사항
        연락처 personalinformation personaldetails personaldata family familybackground hobbies interests references
        contact
        contactinformation contactdetails hobbiesandinterests""",
}
_BY_NAME: Final = {name: part for part, names in _NAMES.items() for name in names.split()}

_EDGE: Final = re.compile(
    r"^[\s\[\]【】<>〈〉《》()■□◆◇●○▶►▣※*#=_\-–—|·•:]*(?:(?:\d{1,2}|[IVX]{1,4}|[ⅠⅡⅢⅣⅤⅥ]"
    r"|[가-하])\s?[.)]\s*)?[\[【<〈《(]?"
)
_TAIL: Final = re.compile(r"[\s\[\]【】<>〈〉《》()■□◆◇●○▶►▣※*#=_\-–—|·•:：]*$")
_TASK: Final = re.compile(r"(?:기술|서술|작성|설명|말씀)(?:하시오|하십시오|해\s?주(?:세요|십시오|시기\s?바랍니다))")
_BRACKETED: Final = re.compile(r"\((?:[^()]*)\)\s*$")
_LONGEST: Final = 40


def _key(text: str) -> str:
    return re.sub(r"[\s·.&]+|\band\b", lambda found: "and" if found.group() in {"&", "and"} else "", text).lower()


def _lookup(text: str) -> Part | None:
    bare = _TAIL.sub("", _EDGE.sub("", text))
    for candidate in (bare, _BRACKETED.sub("", bare)):
        key = _key(candidate.replace("&", " and "))
        if key in _BY_NAME:
            return _BY_NAME[key]
    return None


def heading_of(line: str) -> Heading | None:
    """Return the heading that a line is or begins with ("Skills: Python, Go"), or None."""
    if len(line) <= _LONGEST:
        part = _lookup(line)
        if part is not None:
            return Heading(part, _TAIL.sub("", _EDGE.sub("", line)), "")
    before, colon, after = line.replace("：", ":").partition(":")
    if colon and len(before) <= _LONGEST and after.strip():
        part = _lookup(before)
        if part is not None:
            return Heading(part, _TAIL.sub("", _EDGE.sub("", before)), after.strip())
    if _TASK.search(line) and len(line) <= 200:
        return Heading(Part.SELF_INTRODUCTION, _TAIL.sub("", _EDGE.sub("", line)), "")
    return None
