"""English cues. Recognised speech comes in lower case and without punctuation."""

from typing import Final

from ai_worker.engines.llm.rules.analysis.cues import Cue, compiled

_IRREGULAR: Final = (
    "built|wrote|led|made|ran|took|set|found|chose|drew|broke|cut|spoke|met|taught|sent|held|kept|gave|brought|drove|put|"
    "split|rewrote|rebuilt|redid|began|told|dug|fought|sat|won|shrank|grew|read|went|came|got"
)
_NOT_ACTION: Final = (
    r"was|had|felt|thought|believed|wanted|worked|tried|loved|liked|hoped|learned|learnt|realized|realised|enjoyed|used\sto|"
    "need|needed|noticed|wished|graduated|studied|lived|loved|cared|seemed|happened"
)
_ADVERBS: Final = (
    r"(?:(?:also|then|first|personally|just|finally|quickly|actually|immediately|eventually|therefore|so|\w+ly)\s+)*"
)
_STARTED: Final = r"(?:(?:decided|started|began|managed|volunteered|helped)\s+(?:to|by)?\s*)?"

ENGLISH: Final = compiled(
    {
        Cue.SITUATION: r"""
            \b(?: when\s(?:i|we|our|the|my) | at\sthe\stime | back\s(?:in|then|when) | last\s(?:year|month|week|summer
              |quarter|spring|fall)
            | in\s(?:my|our)\s(?:previous|last|first|current|former|team|second|third|final)
              | at\s(?:my|our)\s(?:previous|last|first|former|old)
            | (?:our|the|my)\s\w+(?:\s\w+){0,3}\s(?:was|were|had|kept|started|took)\s | there\swas | there\swere
              | we\shad | during\s(?:my|the|our|a)
            | in\s(?:19|20)\d\d | (?:one|a)\s(?:customer|client|project|colleague|teammate|user|day|time)
              | while\s(?:i|we)\b | internship )""",
        Cue.TASK: r"""
            \b(?: my\s(?:role|job|task|responsibility|part|goal) | responsible\sfor | in\scharge\sof | (?:our|the
              |my)\s(?:goal|objective|target|deadline|aim|problem|challenge|issue)
            | (?:had|needed|asked|assigned|supposed|tasked)\s(?:me\s|us\s)?(?:to|with) | problem | issue | bottleneck
              | complaint | outage | incident | deadline
            | (?:too|very|so)\sslow | timed?\sout | failing | failed )""",
        Cue.OWN: r"\b(?:i|i'd|i've|me|my|myself|mine)\b",
        Cue.TEAM: r"\b(?:we|we've|our|us|the\steam|my\steam|everyone|together)\b",
        Cue.ACTION: rf"""
            \b(?:i|we|i've|we've)\s(?:have\s|had\s)?{_ADVERBS}{_STARTED}(?!(?:{_NOT_ACTION})\b)(?:\w{{2,}}ed
              |{_IRREGULAR})\b
            | \b(?:i|we)\s(?:decided|started|began|managed|volunteered)\sto\s\w+
            | \b(?:and|then|,)\s{_ADVERBS}(?!(?:{_NOT_ACTION})\b)(?:\w{{3,}}ed|{_IRREGULAR})\s(?:the|a|an|it|them|each
              |our|my|all|every|with|to|into|up|out)\b""",
        Cue.INTENT: r"""\b(?: (?:i|we)(?:'d|'ll|\swould|\swill|\sshould|\scould) | would\s(?:first|then|also) )\b""",
        Cue.RESULT: r"""
            \b(?: as\sa\sresult | result(?:ed|s)?\b | reduc(?:ed|ing) | decreas(?:ed|ing) | dropp?(?:ed|ing)
              | fell\s(?:to|from|by) | (?:cut|cutting)\b.{0,40}?(?:by|from|to|in\shalf)
            | increas(?:ed|ing) | grew\s | rose\s | improv(?:ed|ing) | saved | faster | achieved | delivered
              | launched | shipped | ended\sup
            | led\sto | in\sthe\send | met\s(?:all|the|our|every|both|each|my) | went\s(?:down|up|from) | won\s
              | solved | fixed | resolved | no\slonger | (?:was|were)\sable\sto | never\s(?:came|happened) | doubled
              | tripled
            | halved | on\stime | came\sdown | renewed | passed | stopped\s(?:happening|failing) | satisfaction )""",
        Cue.VAGUE_RESULT: r"""
            \b(?: (?:improved|increased|reduced|grew|dropped|got\sbetter|went\sup|went\sdown|faster
              |better)\s(?:\w+\s){0,3}?(?:a\slot|significantly|greatly|dramatically|massively|quite\sa\sbit|so\smuch
              |considerably)
            | (?:significantly|greatly|dramatically|massively|hugely|much|way|a\slot)\s(?:improved|increased|reduced
              |better|faster|smoother|happier|easier)
            | (?:great|good|positive|amazing|fantastic)\s(?:results?|feedback|outcome|success|response)
              | very\ssuccessful | went\s(?:really\s|very\s)?well )""",
        Cue.BASELINE: r"""
            \bfrom\s(?:about\s|around\s|roughly\s)?[\w.,%$]+(?:\s\w+){0,3}?\s(?:down\s|up\s)?to\s
              | \b(?: before\sthat | previously | compared\s(?:to|with) | baseline
            | originally | used\sto\s(?:be|take) | than\s(?:before|the\sprevious) | versus | initially | prior\sto
              | the\syear\sbefore )\b""",
        Cue.DECISION: r"""
            \b(?: decided | chose | chosen | choose | opted | went\s(?:with|for) | picked | selected
            | settled\son | switched\sto | moved\sto | my\sdecision )\b""",
        Cue.REASON: r"""
            \b(?: based\son | priorit\w+ | because | since(?!\s(?:\d|then|last|19|20)) | so\sthat | in\sorder\sto | due\sto | reasons?\b
              | that's\swhy | which\sis\swhy | to\savoid | rather\sthan | instead\sof
            | trade-?\s?offs? | considered | weighed | given\sthat | root\scause | found\s(?:out\s)?that | the\scause
              | turned\sout | otherwise | the\sadvantage )""",
        Cue.COMPARISON: r"""
            \b(?: whereas | on\sthe\sother\shand | depends\son | trade-?\s?offs? | alternatives? | downsides?
            | drawbacks? | compared\s(?:to|with) | pros\sand\scons | unlike | at\sthe\scost\sof )\b""",
        Cue.REFLECTION: r"""
            \b(?: i\s(?:\w+\s)?(?:learned|learnt|realized|realised) | in\shindsight | next\stime | (?:would
              |i'd)\s(?:do|have\sdone).{0,25}?differently | looking\sback | takeaway
            | lessons? | since\sthen | taught\sme | ever\ssince | i\snow\s(?:always|make) | retrospective
              | postmortem | if\si\scould\sdo )""",
        Cue.PLAN: r"""
            \b(?: (?:i\s)?(?:want|hope|plan|aim|intend|would\slike|i'd\slike)\s(?:to|on) | my\s(?:goal|plan|aim)
            | contribute | looking\sforward | in\sthe\sfuture | long[\s-]term )\b""",
        Cue.WORK: r"""
            \b(?: project | compan(?:y|ies) | teams? | teammates? | customers? | clients? | users? | develop\w*
              | school | class | university | course | internship | service
            | systems? | server | data | schedule | colleagues? | manager | deploy\w* | product | release | code
              | sales | marketing | design\w* | support | tickets?
            | research | thesis | meeting | report | orders? | payment | stakeholders? | engineer\w* | role | applied
              | position )\b""",
        Cue.NO_ANSWER: r"""
            \b(?: (?:i\s)?(?:don't|dont|do\snot)\s(?:really\s)?know | no\sidea | not\s(?:really\s)?sure(?:\show|\swhat
              |\sabout|$|[.,]) | can(?:'t|not|t)\s(?:really\s)?(?:think\sof|remember|recall|answer)
            | (?:don't|dont|do\snot)\s(?:really\s)?(?:remember|recall|have\s(?:any|an|a|much)\s(?:\w+\s)?(?:experience
              |example|answer)) | (?:have|had)\sno\s(?:\w+\s)?(?:experience|example)
            | never\s(?:done|had|experienced) | nothing\scomes\sto\smind | (?:pass|skip)\s(?:on\s)?(?:this|that|it)
              | ^\s*pass\b )""",
        Cue.REPEAT: r"""
            \b(?: (?:repeat|rephrase|say)\s(?:the\s|that\s|your\s)?(?:question|again|that) | (?:say|ask)\sthat\sagain
              | what\sdo\syou\smean | (?:didn't|didnt|don't|dont)\s(?:\w+\s)?(?:understand|get|hear|catch)\s(?:the
              |your|that)
            | one\smore\stime\splease )\b""",
    }
)
