"""`sherpa ask` and `sherpa summarize`: of the argument, or of each line of standard input."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from adapters import published
from adapters.jobs.output import Output, complain
from adapters.jobs.running import input_lines, running
from bot.places import PUBLIC
from bot.results import Answer, Refusal
from bot.summaries import Length
from index.articles import Stance
from index.errors import BadInput

if TYPE_CHECKING:
    from bot.blocks import Reply

#: Instead of a question or a source: read one a line from standard input.
FROM_INPUT = "-"


def ask(question: str, *, limit: int, when: Stance | None, source: str | None, as_json: bool) -> int:
    """Answers the question; raises BadInput for what is none. With `-`, each line is answered, also one that is no question."""
    out = Output(as_json=as_json)
    with running() as (sherpa, runner, *_):
        where = runner.run(sherpa.narrowed(PUBLIC, side=when, source=source))
        for text in _given(question):
            result: Answer | Refusal | BadInput
            try:
                result = runner.run(sherpa.ask(text, limit=limit, where=where))
            except BadInput as error:
                if question != FROM_INPUT:
                    raise
                result = error
            if as_json:
                out.json(_object(text, result))
            else:
                out.reply(_reply(result))
    return 0


def _given(argument: str) -> Iterable[str]:
    return input_lines() if argument == FROM_INPUT else (argument,)


def _object(text: str, result: Answer | Refusal | BadInput) -> dict[str, Any]:
    if isinstance(result, BadInput):
        return published.no_question_object(text, str(result))
    return published.answer_object(text, result)


def _reply(result: Answer | Refusal | BadInput) -> "Reply":
    from bot import replies

    match result:
        case Answer():
            return replies.answer(result)
        case Refusal():
            return replies.refusal(result)
        case BadInput():
            return replies.error(str(result))


def summarize(source: str, *, length: Length, as_json: bool) -> int:
    """Summarizes the article. With `-`, one for each line, going on after one that names none; then the status is 1."""
    out = Output(as_json=as_json)
    status = 0
    with running() as (sherpa, runner, *_):
        for text in _given(source):
            try:
                result = runner.run(sherpa.summarize(text, length=length))
            except BadInput as error:
                status = 1
                complain(error)
                if as_json and source == FROM_INPUT:
                    out.json(published.no_summary_object())
                continue
            if as_json:
                out.json(published.summary_object(result))
            else:
                from bot import replies

                out.reply(replies.summary(result))
    return status
