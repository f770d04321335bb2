"""The command `sherpa`: reads what is wanted, does it, and ends with 0 (done), 1 (could not) or 2 (wrong usage).

Typer only reads the command line. What is to be done comes back as a job and runs afterwards, so that errors, closed pipes and Ctrl-C
are met in one place. Each command imports its job when it is called: `sherpa ask` should not wait for what `sherpa chat` needs.
"""

import gc
import os
import sys
from functools import partial
from typing import Annotated, Literal

import typer

from adapters import cli_moving
from adapters.cli_feeds import feeds
from adapters.cli_options import Job, Json
from adapters.starting import INTERRUPTED
from adapters.streams import end_output, forget_output, hold_closed
from bot.commands import command

app = typer.Typer(
    name="sherpa",
    help="Answers questions about summit news with verbatim, cited quotations.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"sherpa {version('summit-sherpa')}")
        raise typer.Exit


@app.callback()
def sherpa(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False) -> None:
    """Everything is done by the commands."""


@app.command(help=f"{command('ask').summary}.")
def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION|-", help="The question; - reads one a line from standard input.")],
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many quotations.")] = 3,
    when: Annotated[Literal["before", "after"] | None, typer.Option("--when", help=command("ask").options[1].summary + ".")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SOURCE", help=command("ask").options[2].summary + ".")] = None,
    as_json: Json = False,
) -> Job:
    """Answers one question, or each line of standard input by itself."""
    from adapters.jobs.asking import ask as job

    return partial(job, " ".join(question), limit=limit, when=when, source=source, as_json=as_json)


@app.command(help=f"{command('summarize').summary}.")
def summarize(
    source: Annotated[list[str], typer.Argument(metavar="SOURCE|-", help="Its number, id, title or outlet; - reads one a line.")],
    length: Annotated[Literal["short", "medium", "long"], typer.Option("--length", help="How much of it.")] = "medium",
    as_json: Json = False,
) -> Job:
    """Summarizes one article, or one for each line of standard input."""
    from adapters.jobs.asking import summarize as job

    return partial(job, " ".join(source), length=length, as_json=as_json)


@app.command(help=f"{command('sources').summary}.")
def sources(as_json: Json = False) -> Job:
    """Lists the articles."""
    from adapters.jobs.listing import sources as job

    return partial(job, as_json=as_json)


@app.command(
    help=f"{command('preview').summary}.",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},  # "-hamas" is a word to leave out
)
def preview(
    topic: Annotated[list[str], typer.Argument(metavar="TOPIC", help=command("preview").options[0].summary)], as_json: Json = False
) -> Job:
    """Tries a topic on the articles that are stored."""
    _refuse_options(topic)
    from adapters.jobs.listing import preview as job

    return partial(job, " ".join(topic), as_json=as_json)


@app.command(
    help=f"{command('subscribe').summary}.",
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},  # as for `preview`
)
def subscribe(
    topic: Annotated[list[str], typer.Argument(metavar="TOPIC", help=command("subscribe").options[0].summary)],
    rhythm: Annotated[
        Literal["now", "daily", "weekly"], typer.Option("--rhythm", help=command("subscribe").options[1].summary + ".")
    ] = "now",
    outlets: Annotated[int, typer.Option("--outlets", min=1, metavar="N", help=command("subscribe").options[2].summary + ".")] = 1,
    as_json: Json = False,
) -> Job:
    """Subscribes to a topic, here in the terminal."""
    _refuse_options(topic)
    from adapters.jobs.subscribing import subscribe as job

    return partial(job, " ".join(topic), rhythm=rhythm, outlets=outlets, as_json=as_json)


@app.command(help=f"{command('unsubscribe').summary}.", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
def unsubscribe(
    topic: Annotated[list[str], typer.Argument(metavar="TOPIC", help=command("unsubscribe").options[0].summary)], as_json: Json = False
) -> Job:
    """Ends a subscription."""
    _refuse_options(topic)
    from adapters.jobs.subscribing import unsubscribe as job

    return partial(job, " ".join(topic), as_json=as_json)


@app.command(help=f"{command('subscriptions').summary}.")
def subscriptions(
    due: Annotated[bool, typer.Option("--due", help="Show the alerts that were not shown yet, each once.")] = False, as_json: Json = False
) -> Job:
    """Lists subscriptions, or what is due."""
    from adapters.jobs.subscribing import subscriptions as job

    return partial(job, due=due, as_json=as_json)


def _refuse_options(topic: list[str]) -> None:
    """Of a topic, "-hamas" is a word to leave out, and "--hamas" a mistake."""
    if option := next((word for word in topic if word.startswith("--")), None):
        raise typer.BadParameter(f"no such option: {option}")


@app.command(help=f"{command('add').summary}.")
def add(
    what: Annotated[list[str], typer.Argument(metavar="WHAT", help="Files, or folders of them.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken in, and store nothing.")] = False,
    as_json: Json = False,
) -> Job:
    """Takes articles in."""
    from adapters.jobs.intake import add as job

    return partial(job, what, dry_run=dry_run, as_json=as_json)


@app.command(help=f"{command('remove').summary}.")
def remove(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id; `sherpa sources` shows it.")], as_json: Json = False
) -> Job:
    """Takes an article down."""
    from adapters.jobs.intake import remove as job

    return partial(job, article, as_json=as_json)


app.command(name="export", help=f"{command('export').summary}.")(cli_moving.export)
app.command(name="import", help=f"{command('import').summary}.")(cli_moving.import_)
app.add_typer(feeds, name="feeds")


@app.command(help=f"{command('status').summary}.")
def status(as_json: Json = False) -> Job:
    """Shows how it stands."""
    from adapters.jobs.status import status as job

    return partial(job, as_json=as_json)


@app.command(help=f"{command('chat').summary}.")
def chat() -> Job:
    """A conversation."""
    from adapters.terminal.chat import chat as job

    return job


@app.command(help=f"{command('run').summary}.")
def run(
    platforms: Annotated[
        list[str] | None, typer.Argument(metavar="[discord] [slack] [web]", help=f"{command('run').options[0].summary}.")
    ] = None,
) -> Job:
    """Serves until it is told to stop."""
    from adapters.jobs.platforms import PARTS
    from adapters.jobs.serving import serve as job

    if unknown := next((name for name in platforms or () if name not in PARTS), None):
        raise typer.BadParameter(f"there is no platform {unknown}, only {', '.join(PARTS[:-1])} and {PARTS[-1]}")
    return partial(job, [name for name in PARTS if name in (platforms or ())])


@app.command(help=f"{command('doctor').summary}.")
def doctor(as_json: Json = False) -> Job:
    """Looks whether Sherpa could run."""
    from adapters.jobs.checking import doctor as job

    return partial(job, as_json=as_json)


@app.command(name="discord-invite", help="Show the address that adds Sherpa to a Discord server, with the fewest permissions.")
def discord_invite(
    application: Annotated[
        str | None, typer.Argument(metavar="APPLICATION", help="The application's id; without one DISCORD_TOKEN tells.")
    ] = None,
) -> Job:
    """Prints one address."""
    from adapters.jobs.inviting import discord_invite as job

    return partial(job, application)


@app.command(name="slack-manifest", help="Print the manifest that a Slack app is made from, as YAML.")
def slack_manifest(
    socket: Annotated[bool, typer.Option("--socket", help="For Socket Mode, in one workspace; so too where neither is given.")] = False,
    http: Annotated[str | None, typer.Option("--http", metavar="URL", help="For HTTP, at this public https address.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead.")] = False,
) -> Job:
    """Prints one manifest."""
    from adapters.jobs.inviting import slack_manifest as job

    if socket and http is not None:
        raise typer.BadParameter("--socket and --http are two ways to reach Slack; give one")
    return partial(job, http, as_json=as_json)


def perform(arguments: list[str]) -> int:
    """Does what the arguments say; the exit status. Whatever goes wrong is one sentence on standard error."""
    from index.errors import SherpaError

    try:
        job = app(args=arguments, prog_name="sherpa", standalone_mode=False)
        status: int = job() if callable(job) else int(job or 0)
        sys.stdout.flush()
    except typer.TyperException as error:
        return _usage(error)
    except BrokenPipeError:  # whoever read the output has seen enough
        forget_output()
        return 0
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except SherpaError as error:
        from adapters.jobs.output import complain

        complain(error)
        return 1
    except Exception as error:  # noqa: BLE001 - a person at a prompt gets a sentence, the log the rest
        return _unexpected(error)
    return status


def _usage(error: typer.TyperException) -> int:
    """A sentence; where nothing at all was asked for, the help."""
    text = error.format_message()
    if "\n" in text:
        sys.stderr.write(f"{text}\n")
    else:
        _say(f"{text.rstrip('.')}; `sherpa --help` shows the usage.")
    return error.exit_code


def _unexpected(error: Exception) -> int:
    from secrets import token_hex

    from adapters.logs import log_unexpected

    reference = token_hex(4)
    log_unexpected(error, reference)
    _say(f"Something went wrong that Sherpa did not foresee; the log has it under {reference}.")
    return 1


def _say(sentence: str) -> None:
    from adapters.jobs.output import say_error

    say_error(sentence)


def main() -> None:
    """What the console script does, once all this is loaded."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # what numpy is given here is small: starting and feeding more threads only costs
    hold_closed()
    status = perform(sys.argv[1:])
    end_output()
    gc.freeze()  # else the interpreter looks for garbage in all that is loaded before it ends, a fifth of the time that one question takes
    sys.exit(status)
