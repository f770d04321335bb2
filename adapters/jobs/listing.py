"""`sherpa sources` and `sherpa preview`: articles in a list."""

from adapters import published
from adapters.jobs.output import Output
from adapters.jobs.running import running
from bot import replies
from bot.places import PUBLIC
from index.retrieval import OPEN


def sources(*, as_json: bool) -> int:
    """The articles, numbered in one list; as JSON every one, those of workspaces too, each with its collection."""
    out = Output(as_json=as_json)
    with running() as (sherpa, runner, *_):
        found = runner.run(sherpa.sources(OPEN if as_json else PUBLIC))
    if not as_json:
        out.reply(replies.sources(found))
        return 0
    for source in found:
        out.json(published.source_object(source))
    return 0


def preview(topic: str, *, as_json: bool) -> int:
    """Which stored articles the topic would have fired an alert on; raises BadTopic."""
    out = Output(as_json=as_json)
    with running() as (sherpa, runner, *_):
        result = runner.run(sherpa.preview(topic))
    if as_json:
        out.json(published.preview_object(result))
    else:
        out.reply(replies.preview(result))
    return 0
