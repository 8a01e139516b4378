"""Named technologies and methods in a text: from a lexicon in both languages, and from how a Latin word is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LEXICON: Final = """
python|파이썬;java|자바;javascript|자바스크립트;typescript|타입스크립트;kotlin|코틀린;spring|스프링;
spring boot|스프링 부트;django|장고;
fastapi|패스트에이피아이;flask|플라스크;react|리액트;vue|뷰제이에스;node|노드제이에스;kafka|카프카;rabbitmq|래빗엠큐;
redis|레디스;
mysql|마이에스큐엘;postgresql|postgres|포스트그레;mongodb|몽고디비;elasticsearch|엘라스틱서치|엘라스틱;docker|도커;
kubernetes|k8s|쿠버네티스;
aws|에이더블유에스;terraform|테라폼;jenkins|젠킨스;github actions|깃허브 액션;git|깃허브;grafana|그라파나;
prometheus|프로메테우스;
airflow|에어플로우;spark|스파크;hadoop|하둡;pandas|판다스;pytorch|파이토치;tensorflow|텐서플로;graphql|그래프큐엘;
grpc;rest api|레스트 api;
celery|셀러리;nginx|엔진엑스;jmeter|제이미터;k6;linux|리눅스;excel|엑셀;power bi|파워 비아이;tableau|태블로;
google analytics|구글 애널리틱스;
figma|피그마;notion|노션;jira|지라;confluence|컨플루언스;slack|슬랙;zendesk|젠데스크;salesforce|세일즈포스;
hubspot|허브스팟;intercom|인터콤;
cache|caching|캐시|캐싱;index|indexes|indexing|인덱스|인덱싱;query plan|execution plan|explain analyze|실행 계획;
partitioning|파티셔닝|파티션;
sharding|샤딩;replication|레플리케이션|리플리카;load test|load testing|부하 테스트|부하테스트;
unit test|unit tests|단위 테스트|유닛 테스트;
integration test|통합 테스트;code review|code reviews|코드 리뷰|코드리뷰;refactoring|refactored|리팩토링|리팩터링;
pair programming|페어 프로그래밍;
microservices|microservice|마이크로서비스|msa;message queue|메시지 큐|메세지 큐;circuit breaker|서킷 브레이커;
rate limiting|rate limiter|레이트 리밋;
idempotency|idempotency key|idempotent|멱등성|멱등 키|멱등;transaction|transactions|트랜잭션;
optimistic lock|optimistic locking|낙관적 락;
pessimistic lock|비관적 락;distributed lock|분산 락;batch job|배치 작업|배치;asynchronous|async|비동기;
outbox|아웃박스;saga|사가 패턴;
ci/cd|배포 자동화|자동 배포;rollback|롤백;canary|카나리;blue-green|블루그린;feature flag|피처 플래그;
monitoring|모니터링;dashboard|대시보드;
slow query|슬로우 쿼리|슬로 쿼리;profiler|profiling|profiled|프로파일링|프로파일러;connection pool|커넥션 풀;
n+1|엔플러스원;normalization|정규화;
a/b test|a/b testing|ab test|에이비 테스트|a/b 테스트;survey|설문|설문조사;
user interviews|user interview|사용자 인터뷰|고객 인터뷰;
root cause analysis|원인 분석|five whys;retrospective|회고;scrum|스크럼;sprint|스프린트;kanban|칸반;agile|애자일;okr;
kpi;nps;csat|고객만족도;
voc|고객의 소리;sla;crm;onboarding|온보딩;playbook|플레이북;checklist|체크리스트;runbook|런북;manual|매뉴얼;faq;
wiki|위키;churn|이탈률|해지율;
cohort|코호트;funnel|퍼널;segmentation|세분화;regression|회귀 분석|회귀분석;clustering|군집 분석;macro|매크로;
template|템플릿;health score|헬스 스코어;
escalation|에스컬레이션;postmortem|post-mortem|포스트모템;gantt chart|간트 차트;wbs;risk register|우선순위 표;
user story|유저 스토리;prototype|프로토타입;
persona|페르소나;wireframe|와이어프레임;journey map|고객 여정;seo;sql;erp;sap;plc;cad|캐드;solidworks|솔리드웍스;
matlab|매트랩;six sigma|식스 시그마;
"""

_ALIASES: Final = {
    alias.strip().lower(): row.split("|")[0].strip().lower()
    for row in _LEXICON.replace("\n", "").split(";")
    if row.strip()
    for alias in row.split("|")
}
_LATIN_ALIASES: Final = "|".join(re.escape(name) for name in sorted(_ALIASES, key=len, reverse=True) if name.isascii())
_KOREAN_ALIASES: Final = "|".join(
    re.escape(name) for name in sorted(_ALIASES, key=len, reverse=True) if not name.isascii()
)
_KNOWN: Final = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_LATIN_ALIASES})(?![A-Za-z0-9])|(?<![가-힣])(?:{_KOREAN_ALIASES})", re.IGNORECASE
)
_SHAPED: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{2,}[A-Za-z0-9+#/]*|[A-Z][a-z]+[A-Z][A-Za-z0-9]*|[A-Za-z]+\d+[A-Za-z0-9]*)(?![A-Za-z])"
)
_LATIN_IN_KOREAN: Final = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+#./-]+(?![A-Za-z])")
_NO_TERMS: Final = frozenset(
    [
        "i",
        "ok",
        "tv",
        "pc",
        "it",
        "ceo",
        "cto",
        "pm",
        "hr",
        "ai",
        "usa",
        "uk",
        "us",
        "eu",
        "am",
        "team",
        "jd",
        "mr",
        "ms",
        "dr",
        "id",
        "no",
        "yes",
        "kaist",
        "postech",
        "unist",
        "mit",
        "snu",
        "gpa",
        "toeic",
        "toefl",
        "opic",
        "star",
        "pr",
        "ms",
        "gb",
        "mb",
        "tps",
        "rps",
        "qps",
        "vs",
        "etc",
        "level",
        "system",
        "json",
        "the",
        "and",
        "or",
        "a",
        "an",
        "to",
        "of",
        "in",
        "is",
        "my",
    ]
)
_HANGUL: Final = re.compile("[가-힣]")


@dataclass(frozen=True, slots=True)
class Term:
    """A named technology or method as written, its `name` in the lexicon (or lower-case form), and its place."""

    text: str
    name: str
    start: int
    end: int


def terms(text: str) -> Iterator[Term]:
    """Yield the named technologies and methods of a text in order, each place once."""
    found: dict[int, Term] = {}
    for match in _KNOWN.finditer(text):
        found[match.start()] = Term(match.group(), _ALIASES[match.group().lower()], match.start(), match.end())
    shaped = _LATIN_IN_KOREAN if _HANGUL.search(text) else _SHAPED
    taken = [(term.start, term.end) for term in found.values()]
    for match in shaped.finditer(text):
        word = match.group().rstrip("./-")
        if (
            word.lower() in _NO_TERMS
            or len(word) < 2
            or any(start < match.end() and match.start() < end for start, end in taken)
        ):
            continue
        found[match.start()] = Term(word, word.lower(), match.start(), match.start() + len(word))
    yield from (found[start] for start in sorted(found))
