"""The commands `sherpa feeds …`."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli_options import Job, Json
from bot.commands import command

feeds = typer.Typer(help=f"{command('feeds').summary}.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)

FeedAddress = Annotated[str, typer.Argument(metavar="ADDRESS", help="The feed's address.")]


@feeds.command(name="list", help="List the feeds that are polled.")
def feeds_list(as_json: Json = False) -> Job:
    """Lists feeds."""
    from adapters.jobs.feeds import list_feeds as job

    return partial(job, as_json=as_json)


@feeds.command(name="add", help="Poll a feed from now on; a page's address will do where the page names its feed.")
def feeds_add(address: FeedAddress, as_json: Json = False) -> Job:
    """Adds a feed."""
    from adapters.jobs.feeds import add as job

    return partial(job, address, as_json=as_json)


@feeds.command(name="remove", help="Poll a feed no more; its articles stay.")
def feeds_remove(
    address: FeedAddress,
    collection: Annotated[str | None, typer.Option("--collection", help="Whose it is, as `feeds list` says; else everyone's.")] = None,
    as_json: Json = False,
) -> Job:
    """Removes a feed."""
    from adapters.jobs.feeds import remove as job

    return partial(job, address, collection, as_json=as_json)


@feeds.command(name="check", help="Poll every feed now, due or not.")
def feeds_check(as_json: Json = False) -> Job:
    """Polls all feeds."""
    from adapters.jobs.feeds import check as job

    return partial(job, as_json=as_json)


@feeds.command(name="import", help="Add the feeds of an OPML file.")
def feeds_import(path: Annotated[Path, typer.Argument(metavar="PATH", help="The OPML file.")], as_json: Json = False) -> Job:
    """Imports feeds."""
    from adapters.jobs.feeds import import_opml as job

    return partial(job, path, as_json=as_json)


@feeds.command(name="export", help="Write the feeds as OPML.")
def feeds_export(path: Annotated[Path | None, typer.Argument(metavar="[PATH]", help="Where to; else to standard output.")] = None) -> Job:
    """Exports feeds."""
    from adapters.jobs.feeds import export_opml as job

    return partial(job, path)
