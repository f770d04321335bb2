"""`sherpa run` is told to stop while all that it does is under way."""

import asyncio
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from sherpa_process import Run, kept, processes, until
from slack_process import address, http_settings, post
from slack_world import ALICE, QUESTION

from bench.standins import slack_payloads as payloads
from bench.standins.news_web import Asked, NewsWeb
from bench.standins.slack import StandIn

ROOT = Path(__file__).parents[2]

#: Seconds after which who supervises a process mostly kills it.
MOST_SECONDS = 10.0


@pytest_asyncio.fixture
async def run(environment: dict[str, str], tmp_path: Path) -> AsyncIterator[Run]:
    """Starts `sherpa run`; no process leaves anything that it did not foresee in its log."""
    async with processes(environment, tmp_path, ("run", "slack"), {"SHERPA_ALLOW_PRIVATE_ADDRESSES": "1"}) as (start, started):
        yield start
        for each in started:
            assert "Traceback" not in each.said
            assert "never retrieved" not in each.said


async def drip(_asked: Asked, writer: asyncio.StreamWriter) -> None:
    """A feed that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n<rss><channel>")
    while True:
        writer.write(b"<!-- -->")
        await writer.drain()
        await asyncio.sleep(0.05)


async def hanging(where: str, sent: bytes) -> asyncio.StreamWriter:
    """A connection on which so much was sent, and no more comes."""
    parts = urlsplit(where)
    _, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(sent)
    await writer.drain()
    return writer


async def test_it_ends_in_time_whatever_is_under_way_and_loses_nothing(run: Run, tmp_path: Path) -> None:
    async with NewsWeb() as web, StandIn() as slack, httpx.AsyncClient() as browser:
        web.behave("/feed", drip)
        feeds = tmp_path / "feeds.opml"
        feeds.write_text(f'<opml version="2.0"><body><outline xmlUrl="{web.address("/feed")}"/></body></opml>', encoding="utf-8")
        assert await (await run("feeds", "import", str(feeds))).status() == 0
        running = await run(**http_settings(slack))
        where = await address(running)
        await until(lambda: bool(web.asked("/feed")))
        assert (await browser.get(f"{where}/healthz")).text == "ok\n"  # and the connection is kept
        slow = [
            await hanging(where, b"GET /healthz HTTP/1.1\r\nHost: sherpa.test\r\nX-Slow: "),
            await hanging(where, b"POST /slack/events HTTP/1.1\r\nHost: sherpa.test\r\nContent-Length: 1000\r\n\r\npayload"),
        ]
        with slack.hold("chat.postMessage") as held:
            for n in range(5):
                assert (await post(where, payloads.event(payloads.mention(ALICE, QUESTION, channel=f"C0STOP{n}"))))[0] == 200
            await slack.until(lambda: len(held.requests) == 5)
            began = time.monotonic()
            running.process.terminate()
            await until(lambda: "stopping" in running.said)
            assert (await browser.get(f"{where}/readyz")).status_code == 503
            assert (await post(where, payloads.event(payloads.mention(ALICE, QUESTION))))[0] == 503, "Slack sends it again"
            held.release()
        assert await running.status() == 0
        assert time.monotonic() - began < MOST_SECONDS
        assert len(slack.answers()) == 5
        assert kept(tmp_path, "inbox") == 0
        assert kept(tmp_path, "feeds WHERE until != ''") == 0, "the next process may poll it at once"
        for each in slow:
            each.close()


async def test_a_second_signal_ends_it_at_once(run: Run) -> None:
    async with StandIn() as slack:
        running = await run(**http_settings(slack))
        where = await address(running)
        with slack.hold("chat.postMessage") as held:
            await post(where, payloads.event(payloads.mention(ALICE, QUESTION)))
            await slack.until(lambda: held.requests)
            running.process.send_signal(signal.SIGTERM)
            await until(lambda: "stopping" in running.said)
            began = time.monotonic()
            assert await running.stop() == -signal.SIGTERM
            assert time.monotonic() - began < 1
            held.drop()


_HANGING = """
import asyncio, logging, sys, time
from adapters.jobs.ending import Ending
logging.basicConfig(level="INFO")
async def main(after):
    ending = Ending(last=0.3, afterwards=0.2)
    ending.listen()
    asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)
    print("there", flush=True)
    await ending.told.wait()
    if after:
        ending.finished(0)
    else:
        await asyncio.sleep(60)
asyncio.run(main(sys.argv[1] == "after"))
"""


@pytest.mark.parametrize(("when", "status"), [("after", 0), ("before", 1)])
def test_nothing_that_hangs_holds_the_end_up(when: str, status: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HANGING, when],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "there\n"
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert process.returncode == status
    assert re.search("ended at once", said)


async def test_it_ends_at_once_while_it_starts(run: Run) -> None:
    running = await run("run", "web", SHERPA_WEB_PORT="0")
    await until(lambda: "Started server process" in running.said)
    assert await running.stop() == 0
    assert "on the web at" not in running.said
