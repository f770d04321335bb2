"""`sherpa export` and `sherpa import`: everything but secrets, to safety or to another database. See `index.store.travelling`."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from adapters.jobs.export_files import STANDARD, Lines, written
from adapters.jobs.output import Output, say
from adapters.jobs.progress import Watched, size
from adapters.jobs.running import each, entered, storing
from adapters.wiring import open_searchable
from index.seeds import SEEDS, load
from index.store.exporting import exporting
from index.store.importing import Seed, importing
from index.store.prepared import Prepared

#: Facts that platforms keep, and that travel: which commands and servers Discord has, to know afterwards which have gone.
FACTS = ("discord commands ", "discord servers ")

#: What platforms keep and an export does not have, since it is tokens or nothing without them; and the tables.
LEFT_OUT = {"slack installations": frozenset({"slack_bots", "slack_members", "slack_oauth_states"})}

#: What whoever takes the export elsewhere should know.
_SAID = "It has no tokens: Slack workspaces that installed Sherpa install it again. Stop this Sherpa before another goes on from there."


def export(path: str, *, as_json: bool) -> int:
    """Writes everything but secrets, as one moment has it; others go on meanwhile. Slack installations, which are tokens, are left out.

    Raises BadFile, and StoreUnavailable where there is no database yet, and then writes nothing: what was exported before is not replaced
    by nothing.
    """
    out = Output(as_json=as_json)
    with storing(make=False) as (store, runner, _), entered(runner, exporting(store, FACTS)) as found, ExitStack() as opened:
        articles = runner.run(found.articles())
        file = opened.enter_context(written(path))
        watched = opened.enter_context(Watched(runner.run(found.rows()), "rows", single=True))
        rows = 0
        for portion in each(runner, found.portions()):
            file.write(portion.data)
            rows += portion.rows
            watched.done(rows, rows)
    if path != STANDARD:
        _tell(out, path, articles, rows, done="Exported", left_out=[*LEFT_OUT])
    if not as_json:
        say(_SAID)
    return 0


def import_(path: str, *, as_json: bool) -> int:
    """Takes an export into a new database, all or nothing; when it returns, all can be searched.

    Raises BadFile and BadLine for what is none or not whole, BadInput where the database holds something, and then stores nothing.
    """
    out = Output(as_json=as_json)
    lines = Lines(path)
    name = "standard input" if path == STANDARD else path
    with storing(make=True) as (store, runner, settings):
        seeds = [seed for folder in {SEEDS, settings.seed_folder or SEEDS} for seed in _seeds(folder)]
        whole = None if path == STANDARD else size([path])
        with Watched(whole, "rows", single=True) as watched, entered(runner, importing(store, name, seeds, FACTS)) as taking:
            for some in lines:
                runner.run(taking.take(some))
                watched.done(taking.rows, lines.position)
        library = runner.run(open_searchable(settings))
        try:
            articles = runner.run(library.statistics()).articles
        finally:
            runner.run(library.close())
    _tell(out, path, articles, taking.rows, done="Imported")
    return 0


def _seeds(folder: Path) -> list[Seed]:
    return [Seed(article.id, Prepared(article).fingerprint) for article in load(folder)]


def _tell(out: Output, path: str, articles: int, rows: int, *, done: str, **more: Any) -> None:
    if out.as_json:
        out.json({"path": path, "articles": articles, "rows": rows, **more})
    else:
        out.line(f"{done}: {articles:,} articles and what belongs to them, {rows:,} rows in all")
