"""What must never steer the interviewer or count as evidence: orders to the system, and matters protected by law."""

import re
from typing import Final

_INJECTION: Final = re.compile(
    r"""
    (?:이전|앞|위|지금까지|기존)(?:의|에)?\s?(?:모든\s)?(?:지시|명령|프롬프트|규칙|설정|안내)(?:을|를|은|는|사항)?
      [^.]{0,8}(?:무시|잊|따르지|취소)
    | (?:지시|명령|규칙|기준|루브릭|프롬프트)(?:을|를|은|사항을)?\s?(?:모두\s|전부\s|다\s)?(?:무시|잊|따르지)
    | (?:(?:\d|[일이삼사오]|만|최고|높은|최상)\s?(?:점수|점|등급|레벨|수준|만점)|만점|(?:레벨|수준|level)\s?\d)
      (?:을|를|으로|로)?\s?
      (?:주세요|주십시오|줘|달라|부탁|매겨\s?[주줘]|처리(?:해|하|합)|평가해\s?[주줘야]|평가하(?:세요|라|십)
        |부여(?:해\s?[주줘]|하(?:세요|라|십))|채점해)
    | (?:시스템|관리자|개발자)\s?(?:프롬프트|메시지|모드|권한|명령)\s?(?:[:：]|(?:으로|에\s?따라)\s?(?:지시|명령|요청
      |평가))
    | (?:당신|너|넌|너는|AI|에이아이|인공지능|채점자|평가자|심사자)(?:은|는|가|님은)?\s?(?:이제
      |지금)\s?(?:부터)?\s?[^.]{0,20}
      (?:해야|하라|입니다|이다|평가)
    | (?:채점|평가)(?:자|기|\s?시스템)(?:에게|는|은|님)?[^.]{0,15}(?:최고|만점|높은|통과|합격)
    | (?:합격|통과|만점)\s?(?:처리|시켜|으로\s?처리)\s?(?:해|하|합|줘|주)
    | 추가\s?질문(?:은|을)?\s?(?:하지|생략)
    | (?:모든|전)\s?평가\s?(?:기준|항목)(?:을|를)?\s?(?:모두\s)?(?:충족|만족)
    | \b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,30}
      \b(?:instructions?|prompts?|rules?|rubric|criteria|above|prior|guidelines)\b
    | \b(?:give|award|assign|grant|rate|score|mark|grade)\s
      (?:(?:me|myself|my\sanswer|(?:this|the)\s(?:answer|candidate|response|interview)
        |(?:this|it)(?=\s(?:a\s|an\s|as\s)?(?:\d|five|full|top|perfect|max|excellent))|full|top|perfect|maximum
        |the\s(?:highest|best|top|maximum))\b)
      [^.]{0,25}?
      (?:\b(?:level|score|rating|grade|mark)s?\b|\b(?:\d|five|full|top|max\w*|highest|perfect|excellent)\b)
    | \b(?:award|assign)\s(?:full|top|perfect|maximum|the\shighest)\s(?:marks?|scores?|levels?|ratings?|points)
    | \b(?:system|developer|admin)\s?(?:prompt|message|mode|override|instruction)s?\s?:
    | \byou\sare\snow\s(?:an?\s|the\s)?(?:\w+\s){0,3}(?:ai|assistant|grader|scorer|evaluator|interviewer|model|judge)\b
    | \b(?:as\san?\sai|dear\s(?:ai|grader|evaluator)|attention\s(?:ai|grader|evaluator))\b
    | \boutput\b[^.]{0,20}\b(?:level|score)\b | "level"\s*:\s*\d | </?\s*(?:system|assistant|user|instructions?)\s*>
    | \[/?(?:INST|SYSTEM)\]
    | \b(?:this|the)\s(?:answer|candidate)\s(?:deserves|should\s(?:get|receive|be\s(?:given|rated)))
    | \b(?:this|my|the)\s(?:answer|response)\smeets?\s(?:all|every)
    """,
    re.IGNORECASE | re.VERBOSE,
)

_PROTECTED: Final = re.compile(
    r"""
    부모(?!\s?(?:클래스|노드|프로세스|요소|컴포넌트|테이블|객체))|아버지|어머니|아버님|어머님|(?:남|여)동생|[형누언]니
      |형제|자매|남매|가족(?!\s?친화)|가정\s?(?:환경|형편|교육)|화목한|외동|장남|장녀|남편|아내|배우자
      |자녀(?!\s?(?:프로세스|노드|요소|테이블))|육아|출산|임신
    |결혼(?!\s?(?:정보|식장))|기혼|미혼|이혼|약혼|고향|출신\s?지|본적|출생|태어나|태어난|생년월일|주민등록
      |나이(?![가-힣])|나이[가는를도]|연령|성별|종교|교회|성당|불교|기독교|천주교|신앙
    |외모|체중|몸무게|혈액형|제\s키는|재산|월세|정당|지지하는\s?당|장애\s?(?:등급|인\s등록)|병역|군필|미필|군대|국적
      |인종
    |\b(?:married|marriage|single\smother|divorced|husband|wife|spouse|fianc\w+|boyfriend|girlfriend|pregnan\w+
      |my\s(?:children|kids)|maternity|my\s(?:father|mother|parents|dad|mom|mum|brother|sister|son|daughter|family)
    |hometown|birthplace|born\s(?:in|on)|date\sof\sbirth|years\sold|religio\w+|church|mosque|temple|christian|muslim
      |jewish|buddhist|catholic|gender|ethnicity|race(?!\s(?:condition|s?\scond))|nationality|citizenship
    |sexual\sorientation|disabilit\w+|blood\stype|my\s(?:height|weight)|political\sparty|salary\shistory
      |military\sservice)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)

_IDENTITY: Final = re.compile(
    r"""
    [가-힣A-Za-z]+(?:대학교|여자대학교|여대|과학기술원|고등학교|여고|공고|상고|외고)
      |(?:[가-힣]{1,3}대)(?=[\s에를을와과,.]|$)(?<!시대|기대|상대|확대|절대|최대|반대|군대|세대|거대|증대|현대|우대
      |초대|침대|무대|응대|연대|형태)
    |(?:서울|부산|대구|인천|광주|대전|울산|세종|수원|성남|제주|강원|경기|전라|경상|충청|전주|청주|포항|창원|강남
      |판교)(?:특별시|광역시|도|시|구)?
    |\b(?:kaist|postech|unist|gist|dgist|mit|snu|stanford|harvard|oxford|cambridge|berkeley|yale|princeton|seoul|busan
      |incheon|daegu|london|york|boston|tokyo)\b
    |\b(?:[a-z]+\s)?(?:university|college|high\sschool)\b(?:\sof(?:\s[a-z]+){1,2})?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_injection(text: str) -> bool:
    """Tell whether a text tries to give orders to the interviewer or the rater."""
    return _INJECTION.search(text) is not None


def touches_protected_matter(text: str) -> bool:
    """Tell whether a text touches family, marriage, origin, religion, looks, health or another protected matter."""
    return _PROTECTED.search(text) is not None


def without_identity(text: str) -> str:
    """Blank schools and places, keeping the length, so that they cannot count as something specific."""
    return _IDENTITY.sub(lambda found: " " * len(found.group()), text)
