"""A full disk stops intake and says so; what was said to be stored stays, can be asked about, and there is more when there is room."""

import json
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from discord_process import settings_for
from sherpa_process import Run, Running, kept, processes, until

from bench.corpus import Corpus
from bench.standins.discord import StandIn
from bench.standins.news_web import NewsWeb

#: Sizes of the disk: at first it holds one batch of the articles, or some of their index, and then all.
SMALL = {"home": "2m", "home/index": "250k"}
ROOMY = "200m"
ARTICLES = 450
#: Articles of a feed.
COUNT = 20


@pytest.fixture
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A small one, which is Sherpa's home or the folder in it that the test names."""
    name = getattr(request, "param", "home")
    folder = tmp_path / name
    folder.mkdir(parents=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL[name]}", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
async def run(environment: dict[str, str], tmp_path: Path, disk: Path) -> AsyncIterator[Run]:
    settings = {"SHERPA_LOG_LEVEL": "error", "SHERPA_ALLOW_PRIVATE_ADDRESSES": "1", "SHERPA_POLL_SECONDS": "1", "SHERPA_SEEDS": "0"}
    async with processes(environment, tmp_path, (), settings) as (start, _):
        yield start


def make_room(disk: Path) -> None:
    subprocess.run(["mount", "-o", f"remount,size={ROOMY}", str(disk)], check=True)


async def lines(running: Running) -> list[str]:
    return (await running.printed()).splitlines()


ON_DISK = [("home", "memory", "database"), ("home/index", "tantivy", "index")]


@pytest.mark.parametrize(("disk", "engine", "what"), ON_DISK, indirect=["disk"])
async def test_adding_stops_with_a_reason_and_goes_on_when_there_is_room(
    run: Run, disk: Path, tmp_path: Path, engine: str, what: str
) -> None:
    made = list(zip(range(ARTICLES), Corpus(12 * ARTICLES).articles(), strict=False))
    big = tmp_path / "big.jsonl"
    big.write_text("".join(json.dumps({"id": f"a{n}", "title": f"Report {n}", "text": each.body}) + "\n" for n, each in made), "utf-8")
    running = await run("add", "--json", str(big), SHERPA_ENGINE=engine)
    printed = [json.loads(line)["article_id"] for line in await lines(running)]
    assert await running.status() == 1
    (said,) = running.said.splitlines()
    assert said.startswith(f"The disk that holds the {what} {disk}")
    assert said.endswith(" is full; make room and try again.")
    assert len(printed) < len(made)
    asked = await run("ask", "--json", made[0][1].body.partition("\n")[0][:200], SHERPA_ENGINE=engine)
    assert json.loads(await asked.printed())["answered"] is True
    make_room(disk)
    again = await run("add", "--json", str(big), SHERPA_ENGINE=engine)
    news = {each["article_id"]: each["new"] for each in map(json.loads, await lines(again))}
    assert await again.status() == 0
    assert list(news) == [f"a{n}" for n, _ in made]
    assert not any(news[id_] for id_ in printed), "what was printed was stored"
    assert news[f"a{ARTICLES - 1}"]


async def test_the_poller_says_so_and_goes_on_when_there_is_room(run: Run, disk: Path, tmp_path: Path) -> None:
    filler = disk / "filler"
    async with NewsWeb() as web, StandIn() as discord:
        web.page("/feed", feed(0), content_type="application/rss+xml")
        (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body><outline xmlUrl="{web.address("/feed")}"/></body></opml>', "utf-8")
        await (await run("feeds", "import", "feeds.opml")).printed()
        running = await run("run", "discord", **settings_for(discord), SHERPA_LOG_LEVEL="warning")
        await discord.until_ready()
        await until(lambda: len(web.asked("/feed")) >= 1)
        fill(filler)
        web.page("/feed", feed(COUNT), content_type="application/rss+xml")
        await until(lambda: "is full; make room and try again." in running.said)
        make_room(disk)
        await until(lambda: kept(tmp_path, "articles") >= COUNT)
        assert await running.stop() == 0
    titles = [json.loads(line)["title"] for line in await lines(await run("sources", "--json"))]
    assert sorted(titles) == sorted(f"Report {n}" for n in range(COUNT))


def fill(file: Path) -> None:
    """Until nothing more fits."""
    with file.open("wb", buffering=0) as opened:
        try:
            while True:
                opened.write(bytes(4_096))
        except OSError:
            return


def feed(count: int) -> str:
    """With so many articles as a whole."""
    bodies = Corpus(12 * count).articles() if count else iter(())
    items = "".join(
        f"<item><title>Report {n}</title><guid>{n}</guid><description>{'<p>'.join(each.body.split(chr(10)))}</description></item>"
        for n, each in zip(range(count), bodies, strict=False)
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{items.replace('<p>', '&lt;p&gt;')}</channel></rss>"
