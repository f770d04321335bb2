"""`sherpa chat`: with a person at a terminal, else line by line from standard input."""

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from adapters.jobs.output import Output
from adapters.jobs.running import Running, input_lines, running
from adapters.terminal.messenger import PLATFORM, TerminalMessenger
from adapters.terminal.session import respond
from bot import replies
from bot.blocks import Reply
from bot.conversation import Conversation


def chat() -> int:
    """Talks until the input ends, or /quit, Ctrl-D or Ctrl-C."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        with running() as session:
            _read(session)
        return 0
    try:
        with typed_ahead(sys.stdin), running() as session:
            session.runner.run(_talk(session))
    except KeyboardInterrupt:
        sys.stdout.write("\n")
    return 0


@contextmanager
def typed_ahead(keyboard: TextIO) -> Iterator[None]:
    """Keeps what is typed while no prompt is open for the next one, key by key: not shown twice, and with a Ctrl-D that a terminal which
    waits for whole lines would swallow. Ctrl-C still interrupts."""
    try:
        import termios
        import tty
    except ImportError:  # Windows has neither, and its console keeps keys as they are
        yield
        return
    before = termios.tcgetattr(keyboard)
    tty.setcbreak(keyboard, termios.TCSANOW)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSANOW, before)


def _read(session: Running) -> None:
    """Each line of standard input is a turn; no greeting, no prompt."""
    out = Output(as_json=False)
    conversation: Conversation | None = Conversation()
    alerts = session.alerts
    for line in input_lines():
        if conversation is None:
            break
        reply, conversation = session.runner.run(respond(line, conversation, session.service, alerts))
        if reply is not None:
            out.reply(reply)


async def _talk(session: Running) -> None:
    """A greeting, then turns with a person who sees the prompt, and alerts as they come."""
    from prompt_toolkit.application import run_in_terminal

    from adapters.terminal.prompt import prompt_session
    from adapters.terminal.render import console, show, shows_links

    screen, links = console(sys.stdout), shows_links(os.environ)
    show(replies.greeting(await session.service.searched()), screen, links=links)
    prompt = prompt_session(session.settings.home, session.service)
    conversation: Conversation | None = Conversation()
    alerts = session.alerts

    def print_reply(reply: Reply) -> None:
        screen.print()
        show(reply, screen, links=links)

    async def tell(reply: Reply) -> None:
        await run_in_terminal(lambda: print_reply(reply))  # above the prompt, where one waits

    ended = asyncio.Event()
    telling = asyncio.create_task(alerts.sender(PLATFORM, TerminalMessenger(tell)).run(ended))
    try:
        while conversation is not None:
            screen.print()
            try:
                line = await prompt.prompt_async()
            except (EOFError, KeyboardInterrupt):
                return
            reply, conversation = await respond(line, conversation, session.service, alerts)
            if reply is not None:
                screen.print()
                show(reply, screen, links=links, hints=True)
    finally:
        ended.set()
        await telling
