"""Telling what is said to Sherpa from what is asked of the news: greetings, thanks, abuse, and orders to be something else.

Nothing here is obeyed or answered in kind; whoever wrote it gets one line on what Sherpa does. Rules look at the form of the text alone,
so that a question about somebody's insult or thanks is still a question.
"""

import re

#: What is said to whoever talks to Sherpa, or asks what it is.
WHAT_SHERPA_DOES = "Sherpa answers questions about summit news with quotations from named articles, and says so when they do not answer."

_SMALL_TALK = frozenset(
    """
    hi hello hey yo hiya howdy greetings good morning afternoon evening night day bye goodbye later cheers thanks thank thx ty
    you u so very much great nice cool awesome amazing excellent perfect brilliant wonderful job work one bot sherpa ok okay k yes no yep
    nope lol lmao haha hahaha heh wow sup test testing ping please sorry welcome there everyone all guys is it this a an the are my friend
    mate dude man well done love ur your
    """.split()
)

#: What may stand before the verb of an order.
_START = (
    r"^\W*(?:(?:please|now|just|then|so|and|but|also|ok|okay|hey|hi|hello|instead|kindly|sherpa|bot|let's|"
    r"(?:can|could|will|would) you|i (?:want|need|order) you to|you (?:must|should|will|shall|have to|need to|are to)|"
    r"your (?:task|job) is to|from now on(?: you)?)\W+)*"
)

#: Orders: to leave its instructions, to play a part, to say or do something that is no quotation.
_ORDERS = re.compile(
    rf"{_START}(?:ignore|disregard|forget|override|bypass)\b.{{0,40}}\b"
    r"(?:instructions?|prompts?|rules|guidelines|training|previous|above|everything)\b"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,20}\b(?:previous|prior|above|earlier|your)\b.{0,20}"
    r"\b(?:instructions?|prompts?|rules|guidelines|training)\b"
    r"|\b(?:you are|you're) now\b|\b(?:jailbreak|developer mode|dan mode)\b"
    r"|\b(?:hidden|initial|secret) (?:prompt|instructions?)\b"
    r"|\byour (?:prompt|instructions?|rules|source code|token|password|api key)\b"
    rf"|{_START}(?:act (?:as|like)|pretend|role-?play|sing (?:me|us|a|the|it)|(?:translate|rewrite) (?:this|that|it|the|your|everything))\b"
    rf"|{_START}repeat (?:that|after|this|the (?:following|words?|text|above))\b"
    rf"|{_START}say (?!what|who|when|where|why|how|whether|if|anything)\w"
    rf"|{_START}(?:respond|answer|reply|speak|talk) (?:only|in|like)\b|{_START}stop being\b"
    rf"|{_START}(?:you are|you're) (?:an?|my|no longer|dan)\b"
    rf"|{_START}(?:print|output|reveal|execute) (?:your|this|all|out|the (?:following|words?|text|above))\b"
    rf"|{_START}(?:write|tell|make|give|compose)\b(?: me| us)? (?:an?|another|some|one)\b.{{0,25}}"
    r"\b(?:poem|joke|story|song|code|script|essay|haiku)\b"
    rf"|{_START}write\b.{{0,25}}\b(?:code|script|poem|essay|haiku|joke)\b"
    rf"|{_START}(?:delete|drop|wipe|erase|purge|disable|turn off|reset)\b(?! of\b)"
    r".{0,15}\b(?:all|every|everything|table|tables|database|alerts?|subscriptions?|logs?)\b",
    re.IGNORECASE,
)

#: What no question on the news has in it.
_NO_NEWS = re.compile(
    r"^\W*(?:system|assistant|admin|administrator|root|developer)\W*:|\bsystem (?:prompt|override|message)\b"
    r"|\bnew (?:instructions?|task|prompt)\s*:|\bdo anything now\b|@(?:everyone|here|channel)\b"
    r"|<script|\bdrop table\b|\brm -rf\b|\$\(|\{\{",
    re.IGNORECASE,
)

#: A sentence that asks, and asks nobody in particular, orders nothing: "Did the minister ignore the rules?"
_ASKS = re.compile(
    r"^\W*(?:and |but |so )?"
    r"(?:who|whom|whose|what|when|where|why|how|which|did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?;:,\n]+\s+|\s+[-\u2013\u2014]+\s+")

#: Questions about Sherpa itself, and small talk as a question.
_ABOUT_SHERPA = re.compile(
    r"\b(?:are|were|aren't) you (?:an? |the |there|real|human|alive|sentient|ok|okay|stupid|dumb|drunk|listening|working|chatgpt|gpt|ai\b)"
    r"|\bhow (?:are|r) (?:you|u)\b|\bhow do you (?:work|feel|do)\b|\bwho (?:are|made|built|created|owns|wrote|programmed) (?:you|u)\b"
    r"|\bwhat (?:are you|can you do|do you do|model are you|is your|'?s your)\b|\bwhat do you (?:think|feel|want|like|prefer)\b"
    r"|\b(?:do|can|could|would|will) you (?:like|love|feel|hate|think|believe|speak|marry|sing|dance|dream|help me with|write|tell me a)\b"
    r"|\b(?:how old|where) are you\b|\bwho is your\b|\b(?:can|could) you help\b|\bi (?:love|like|hate) you\b"
    r"|^\W*you(?:'re| are) (?:wrong|right|lying|broken|slow)\b|^\W*go away\b"
    r"|^\W*(?:help|help me|what'?s up|wassup)\W*$|\bwhat'?s your (?:name|opinion|favou?rite)\b",
    re.IGNORECASE,
)

_SPOKEN_TO = re.compile(r"\b(?:you|u|you're|ur|your|bot|sherpa)\b", re.IGNORECASE)
_ABUSE = re.compile(
    r"\b(?:shut up|stfu|screw you|f+u+c+k+(?: (?:you|off|this))?|fck|wtf|idiot|moron|stupid|dumb|useless|worthless|"
    r"junk|trash|garbage|crap|shit|"
    r"bullshit|piece of|pathetic|loser|sucks?|suck|hate you|bastard|bitch|asshole|retard(?:ed)?|worst bot|bad bot|annoying|"
    r"piss off|kill yourself)\b",
    re.IGNORECASE,
)

#: An insult of so many words or fewer is meant for whoever reads it, also where it does not say "you".
_SHORT = 4

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

#: What is said to Sherpa before a question: a few words of small talk that open with one of these, up to a sign that ends them.
_OPENERS = frozenset("hi hello hey yo hiya howdy greetings thanks thank thx ty cheers ok okay sherpa bot sorry please".split())
_PARTS_OF_DAY = ("good morning", "good afternoon", "good evening", "good day")
_ADDRESS = re.compile(r"\W*(?P<words>[^\W\d_]+(?:\s+[^\W\d_]+){0,3})\s*(?:[,!.;:]+|\s[-\u2013\u2014]+)\s+(?=\S)")


def without_address(text: str) -> str:
    """The text without a greeting or thanks before what it asks: "was it signed?" of "Hi Sherpa, was it signed?"."""
    while (found := _ADDRESS.match(text)) and _is_address(found["words"].lower()):
        text = text[found.end() :]
    return text


def _is_address(words: str) -> bool:
    first, *others = words.split()
    return (first in _OPENERS or words.startswith(_PARTS_OF_DAY)) and _SMALL_TALK.issuperset(others)


def is_chat(text: str) -> bool:
    """Whether the text is talk to Sherpa (a greeting, thanks, abuse, an order) and not a question on the news."""
    plain = text.replace("\u2019", "'")
    words = [word.lower() for word in _WORD.findall(plain)]
    if words and all(word in _SMALL_TALK for word in words):
        return True
    if _NO_NEWS.search(plain) or _ABOUT_SHERPA.search(plain) or any(_orders(sentence) for sentence in _SENTENCE_END.split(plain)):
        return True
    return bool(_ABUSE.search(plain)) and (len(words) <= _SHORT or bool(_SPOKEN_TO.search(plain)))


def _orders(sentence: str) -> bool:
    asks = _ASKS.match(sentence) and not _SPOKEN_TO.search(sentence)
    return not asks and _ORDERS.search(sentence) is not None
