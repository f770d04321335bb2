"""What was said before in a conversation, as far as the next thing said may lean on it."""

from bot.quotes import Frozen, Quote
from bot.results import Answer, Refusal

#: Questions kept: a follow-up leans on the one before it, and that one may have been a follow-up itself.
KEPT_QUESTIONS = 3


class Conversation(Frozen):
    """One reader's or thread's questions, oldest first, and the last result with how many of its quotations were shown."""

    questions: tuple[str, ...] = ()
    last: Answer | Refusal | None = None
    shown: int = 0

    def after(self, result: Answer | Refusal) -> "Conversation":
        """The conversation once `result` has been shown. What was no question leaves the questions as they are."""
        asked = () if isinstance(result, Refusal) and result.kind != "unanswered" else (result.question,)
        shown = len(result.quotes) if isinstance(result, Answer) else 0
        return Conversation(questions=(*self.questions, *asked)[-KEPT_QUESTIONS:], last=result, shown=shown)

    def after_more(self, count: int) -> "Conversation":
        """The conversation once `count` more quotations of the last answer have been shown."""
        return self.model_copy(update={"shown": self.shown + count})

    def unseen(self) -> tuple[Quote, ...]:
        """The last answer's quotations that were not shown yet."""
        return (*self.last.quotes, *self.last.more)[self.shown :] if isinstance(self.last, Answer) else ()
