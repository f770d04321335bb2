"""`sherpa subscribe`, `unsubscribe` and `subscriptions`: alerts in the terminal."""

from adapters import published
from adapters.jobs.output import Output
from adapters.jobs.running import running
from adapters.terminal.messenger import PLATFORM, TERMINAL, TerminalMessenger
from bot.alerts.subscribing import Wish, means
from bot.blocks import Reply
from index.store.subscription_rows import Rhythm


def subscribe(topic: str, *, rhythm: Rhythm, outlets: int, as_json: bool) -> int:
    """Has `sherpa chat` and `sherpa subscriptions --due` tell of a topic. Raises BadTopic, NotAllowed."""
    out = Output(as_json=as_json)
    with running() as session:
        wish = Wish(topic, TERMINAL, "", manages=True, rhythm=rhythm, outlets=outlets)
        reply = session.runner.run(session.alerts.subscribing.subscribe(wish))
        if as_json:
            (made,) = [each for each in session.runner.run(session.alerts.subscribing.of(TERMINAL)) if means(topic, each)]
            out.json(published.subscription_object(made))
        else:
            out.reply(reply)
    return 0


def unsubscribe(topic: str, *, as_json: bool) -> int:
    """Ends it. Raises NotThere."""
    out = Output(as_json=as_json)
    with running() as session:
        reply = session.runner.run(session.alerts.subscribing.unsubscribe(topic, TERMINAL, manages=True))
    if as_json:
        out.json({"topic": topic, "removed": True})
    else:
        out.reply(reply)
    return 0


def subscriptions(*, due: bool, as_json: bool) -> int:
    """The terminal's subscriptions; with `due` the alerts that were not shown yet, each once."""
    out = Output(as_json=as_json)

    async def show(reply: Reply) -> None:
        if not as_json:
            out.reply(reply)
            return
        for story in published.alert_objects(reply):
            out.json(story)

    with running() as session:
        if due:
            session.runner.run(session.alerts.sender(PLATFORM, TerminalMessenger(show)).drain())
        elif as_json:
            for each in session.runner.run(session.alerts.subscribing.of(TERMINAL)):
                out.json(published.subscription_object(each))
        else:
            out.reply(session.runner.run(session.alerts.subscribing.listed(TERMINAL)))
    return 0
