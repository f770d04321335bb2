"""Paragraphs that are no part of an article's text, known by their words."""

import re
from collections.abc import Iterable

from index.cleaning import clean_line

#: Characters from which on a paragraph is kept whatever it begins with.
_SHORT = 300

_WHOLE = re.compile(
    r"(?:advertise?ment|advert|ad|sponsored(?: content)?|(?:story|article) continues? (?:below|after).*|continue reading.{0,60}"
    r"|.{0,20}continue reading below"
    r"|scroll (?:down )?(?:to|for) .{0,40}|loading.{0,20}|share(?: this)?(?: article| story)?.?|copy link|print|save"
    r"|comments?(?: \(\d+\))?|\d+ comments?|leave a (?:reply|comment)"
    r"|read (?:more|next|full story)|see more|show more|view more|more|tags?|topics?|related(?: stories| articles| topics| news"
    r"| content)?|trending(?: now)?|top stories"
    r"|most (?:read|popular)|recommended(?: for you| stories)?|you (?:may|might) also like|skip (?:past|to|advert).{0,60}|reuters"
    r"|ap|afp|image caption|media caption|end of .{0,40}"
    r"|(?:file )?(?:photo|image|picture)|getty images|video|play video|watch|listen|\d+ min(?:ute)?s? read|\d+ (?:minute|hour"
    r"|day)s? ago|just now|x|facebook|twitter|whatsapp|email)",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"(?:(?:also )?read (?:more|also|next)\b|also read\b|see also\b|related (?:stor|article|news|content)\w*\s*[:|]|read\s*[:|]"
    r"|watch\s*[:|]|listen\s*[:|]|more (?:on|from) .{0,40}:"
    r"|sign up (?:for|to|here|now)\b|subscribe (?:to|now|today|here)\b|follow (?:us|.{2,40}) on (?:x|twitter|facebook|instagram"
    r"|google|whatsapp|telegram|youtube|threads|bluesky)\b"
    r"|(?:download|get) (?:the|our) .{0,40}\bapp\b|join (?:our|the|us).{0,40}\b(?:whatsapp|telegram|newsletter|channel|community"
    r"|conversation)\b|click here\b|tap here\b"
    r"|get (?:the|our|more) .{0,60}\b(?:newsletter|inbox|briefing)\b|thank you for (?:reading|subscribing)|support (?:our"
    r"|independent) journalism|want more\b.{0,80}newsletter"
    r"|for more (?:news|stories|updates|information on|coverage)\b.{0,80}\b(?:visit|follow|click|see|subscribe|download)"
    r"|by (?:signing up|subscribing|clicking|continuing)\b"
    r"|(?:photo(?:graph)?|image|picture|pic|illustration|video|graphic)s?(?: credits?)?(?: by)?\s*:|file photo\b|\[?file\s*:|(?:©"
    r"|™ & ©|\(c\)|copyright\s)\s*(?:©|\d{4}|by)|all rights reserved"
    r"|our standards:|a version of this article (?:appears|appeared)|this (?:article|story|post) (?:was|has been) (?:first"
    r"|originally) (?:published|appeared)|originally (?:published|posted)"
    r"|(?:first )?published\s*[:|–-]|(?:last )?(?:updated|modified)\s*(?:[:|–-]|on |at |\w{3,9}\.? \d{1,2}, \d{4})"
    r"|posted (?:on|in|by)\b|filed under"
    r"|tags?\s*:|topics?\s*:|categor(?:y|ies)\s*:|keywords\s*:"
    r"|your email address will not|we use cookies|this (?:website|site) uses cookies|(?:register|log in|sign in) (?:to|for"
    r"|here)\b.{0,60}|the post .{3,200} (?:appeared first|first appeared) on\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"/\s?(?:Getty Images|AP|AFP|Reuters|EPA|Shutterstock)\)?$|\((?:AP|Reuters|AFP|File) ?(?:Photo|Image|Pool)?[^()]{0,40}\)$"
    r"|(?:^|[\s(])(?:Photo|Photograph|Image|Picture|Credit)s?(?: by)?\s*:\s*[^.:]{2,60}$"
)
_CREDIT = re.compile(r"\W*(?:(?:additional )?reporting|writing|editing|compiled|report) by [^.!?]{3,280}\W*$", re.IGNORECASE)
_BYLINE = re.compile(r"by:? (?:[A-Z][\w.’'-]+[ ,]*(?:and |in )?){1,8}(?:[·|,–-].{0,60})?$")
_DAY = re.compile(
    r"(?:\w+day,? )?(?:\d{1,2} \w{3,9},? \d{4}|\w{3,9}\.? \d{1,2}, \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
    r"(?:.{0,25}\d{1,2}[:.]\d\d.{0,25})?$"
)
_BIO = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){2,4}(?:is|covers|reports|writes|has (?:written|reported|covered|worked))\b.*\b(?:reporter|correspondent"
    r"|writer|editor|columnist|journalist|bureau"
    r"|author of|covers|writes|reports|written about)\b"
)

#: Characters from which on a paragraph that is said again is a pull quote, or part of a box.
_SAID_ONCE = 60
#: Lines at the end among which a sentence about the author is looked for.
_LAST = 2
#: Paragraphs up to which pull quotes are looked for, since each is looked for in all: longer texts are no magazine pieces.
_PULLED = 400


def articles_own(paragraphs: Iterable[str], title: str | None) -> list[str]:
    """`paragraphs` without those that are furniture, long ones once each, the title not at all; cleaned, in their order.

    A short line may be said twice: a refrain, an answer in an interview, a cell of a table.
    """
    seen = {_key(title)} if title else set()
    kept = []
    for paragraph in (clean_line(text) for text in paragraphs):
        key = _key(paragraph)
        if key and key not in seen and not is_furniture(paragraph):
            seen |= {key} if len(key) >= _SAID_ONCE else set()
            kept.append(paragraph)
    kept = _without_parts(kept)
    while len(kept) > _LAST and len(kept[-1]) < _SHORT and _BIO.match(kept[-1]):
        kept.pop()
    return kept


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a label, a credit, a caption's source or an appeal, and no statement of the article."""
    if len(paragraph) > _SHORT:
        return False
    bare = paragraph.strip(" *–—-_:|·•>»«[]()")
    return bool(
        not bare
        or _WHOLE.fullmatch(bare)
        or _BEGINS.match(bare)
        or _ENDS.search(paragraph)
        or _CREDIT.match(paragraph)
        or _BYLINE.match(bare)
        or _DAY.match(bare)
    )


def _without_parts(paragraphs: list[str]) -> list[str]:
    """Without pull quotes: long paragraphs that stand word for word in another."""
    if len(paragraphs) > _PULLED:
        return paragraphs
    whole = "\n".join(_key(paragraph) for paragraph in paragraphs)
    return [paragraph for paragraph in paragraphs if len(paragraph) < _SAID_ONCE or whole.count(_key(paragraph)) < 2]


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
