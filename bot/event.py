"""The event that this news is about, and which side of it an article stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.analysis import Analyzer
from index.articles import Stance, StoredArticle, published_day

#: Words of the event that an article has to have to count as being about it.
WORDS_NEEDED = 2

#: How much of an article is looked at: news says in its first lines what it is about.
LEAD = 1_000

_analyzer = Analyzer()


@dataclass(frozen=True, slots=True)
class Event:
    """A summit: its day (UTC) and words by which articles on it are known. Without a day nothing is before or after it."""

    day: date | None
    words: Sequence[str] = ()

    def stance(self, article: StoredArticle) -> Stance | None:
        """Whether the article appeared before or after the event: as its front matter says, else by its date if it is about the event.

        An article of the very day is neither, since its date does not tell.
        """
        if article.stance is not None:
            return article.stance
        day = published_day(article.published)
        if self.day is None or day is None or day == self.day:
            return None
        return ("before" if day < self.day else "after") if self.is_told_by(article) else None

    def is_told_by(self, article: StoredArticle) -> bool:
        """Whether the article is about the event: whether its title and lead have enough of the event's words."""
        lead = f"{article.title}\n{article.body[:LEAD]}"
        folded = lead.casefold()
        needed = min(WORDS_NEEDED, len(self.words) or 1)
        if sum(word.casefold() in folded for word in self.words) < needed:  # quick, and nearly always enough to say no
            return False
        return len(set(_analyzer.terms(" ".join(self.words))) & set(_analyzer.terms(lead))) >= needed
