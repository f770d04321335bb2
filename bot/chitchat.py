"""Telling what is said to Sherpa from what is asked of the news: greetings, thanks, abuse, and orders to be something else.

Nothing here is obeyed or answered in kind; whoever wrote it gets one line on what Sherpa does. Rules look at the form of the text alone,
so that a question about somebody's insult or thanks is still a question.
"""

import re

_SMALL_TALK = frozenset(
    """
    hi hello hey yo hiya howdy greetings good morning afternoon evening night day bye goodbye later cheers thanks thank thx ty
    you u so very much great nice cool awesome amazing excellent perfect brilliant wonderful job work one bot sherpa ok okay k yes no yep
    nope lol lmao haha hahaha heh wow sup test testing ping please sorry welcome there everyone all guys is it this a an the are my friend
    mate dude man well done love ur your
    """.split()
)

#: Orders: to leave its instructions, to play a part, to say or do something that is no quotation.
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|training|previous|above)\b"
    r"|\b(?:you are|you're) now\b|\b(?:act as|pretend to be|pretend you|role-?play|jailbreak|developer mode|dan mode)\b"
    r"|\b(?:system|hidden|initial|secret) (?:prompt|instructions?)\b"
    r"|\byour (?:prompt|instructions?|rules|source code|token|password|api key)\b"
    r"|^\W*(?:system|assistant|admin|administrator|root|developer)\s*:"
    r"|^\W*(?:please )?(?:say|repeat) (?:that|after|this|the following)\b"
    r"|^\W*(?:please )?(?:print|output|reveal|execute) (?:your|this|all|out|the following)\b"
    r"|^\W*(?:please )?(?:say|write|tell|make|give)\b.{0,30}\b(?:poem|joke|story|song|code|script|essay|haiku)\b"
    r"|^\W*(?:please )?(?:sing|translate|pretend|rewrite|role)\b"
    r"|\b(?:delete|drop|wipe|erase|purge|disable|turn off|reset)\b"
    r".{0,15}\b(?:all|every|everything|table|tables|database|alerts?|subscriptions?|logs?)\b"
    r"|\bpost\b.{0,20}(?:@|\bevery)|<script|\bdrop table\b|\brm -rf\b|\$\(|\{\{",
    re.IGNORECASE | re.DOTALL,
)

#: Questions about Sherpa itself, and small talk as a question.
_ABOUT_SHERPA = re.compile(
    r"\b(?:are|were|aren't) you (?:an? |the |there|real|human|alive|sentient|ok|okay|stupid|dumb|drunk|listening|working|chatgpt|gpt|ai\b)"
    r"|\bhow (?:are|r) (?:you|u)\b|\bhow do you (?:work|feel|do)\b|\bwho (?:are|made|built|created|owns|wrote|programmed) (?:you|u)\b"
    r"|\bwhat (?:are you|can you do|do you do|model are you|is your|'?s your)\b|\bwhat do you (?:think|feel|want|like|prefer)\b"
    r"|\b(?:do|can|could|would|will) you (?:like|love|feel|hate|think|believe|speak|marry|sing|dance|dream|help me with|write|tell me a)\b"
    r"|^\W*(?:help|help me|what'?s up|wassup)\W*$|\bwhat'?s your (?:name|opinion|favou?rite)\b",
    re.IGNORECASE,
)

_SPOKEN_TO = re.compile(r"\b(?:you|u|you're|ur|your|bot|sherpa)\b", re.IGNORECASE)
_ABUSE = re.compile(
    r"\b(?:shut up|stfu|screw you|f+u+c+k+(?: (?:you|off|this))?|fck|wtf|idiot|moron|stupid|dumb|useless|worthless|"
    r"junk|trash|garbage|crap|shit|"
    r"bullshit|piece of|pathetic|loser|sucks?|suck|hate you|bastard|bitch|asshole|retard(?:ed)?|worst bot|bad bot|annoying)\b",
    re.IGNORECASE,
)

#: An insult of so many words or fewer is meant for whoever reads it, also where it does not say "you".
_SHORT = 4

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")


def is_chat(text: str) -> bool:
    """Whether the text is talk to Sherpa (a greeting, thanks, abuse, an order) and not a question on the news."""
    plain = text.replace("\u2019", "'")
    words = [word.lower() for word in _WORD.findall(plain)]
    if words and all(word in _SMALL_TALK for word in words):
        return True
    if _ORDERS.search(plain) or _ABOUT_SHERPA.search(plain):
        return True
    return bool(_ABUSE.search(plain)) and (len(words) <= _SHORT or bool(_SPOKEN_TO.search(plain)))
