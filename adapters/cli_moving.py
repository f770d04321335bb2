"""The commands `sherpa export` and `sherpa import`."""

from functools import partial
from typing import Annotated

import typer

from adapters.cli_options import Job, Json


def export(
    path: Annotated[
        str, typer.Argument(metavar="PATH|-", help="The file; packed where its name ends in .gz. - writes to standard output.")
    ],
    as_json: Json = False,
) -> Job:
    """Exports everything."""
    from adapters.jobs.export_files import STANDARD
    from adapters.jobs.moving import export as job

    if path == STANDARD and as_json:
        raise typer.BadParameter("--json says what was written; give a file, since standard output is for the export itself")
    return partial(job, path, as_json=as_json)


def import_(
    path: Annotated[str, typer.Argument(metavar="PATH|-", help="The file that was exported. - reads standard input.")],
    as_json: Json = False,
) -> Job:
    """Imports everything."""
    from adapters.jobs.moving import import_ as job

    return partial(job, path, as_json=as_json)
