"""What stands before every page: headers, a limit for each address, and no way out to somewhere else."""

from pathlib import Path

import pytest
from web_world import Web, web, words

from adapters.web.guarding import ADDRESSES, ASKED_BURST, ASKED_REFILL, Allowance, Limits, _from

PATHS = (
    "/ /?q=Was+a+ceasefire+agreed%3F /sources /timeline /summary/seed-0.1 /a/seed-0.1/1 /a/seed-0.1/1/cite?s=0 /a/seed-0.1/1/cite.json "
    "/a/none/1 /static/sherpa.css /static/sherpa.js /static/none /none /robots.txt"
).split()


async def test_browsers_are_told_to_be_strict_on_every_page(seeds: Web) -> None:
    for path in PATHS:
        headers = (await seeds.client.get(path)).headers
        rules = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))

        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
        assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "noindex" in headers["x-robots-tag"]


async def test_no_page_has_a_script_or_a_style_in_it(seeds: Web) -> None:
    for path in PATHS:
        answer = await seeds.client.get(path)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = await seeds.get(path, answer.status_code)

        assert [script.get("src") for script in page.iter("script")] == ["/static/sherpa.js"]
        assert not page.xpath("//script/text() | //style | //@style")
        assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


async def test_no_address_leads_away_or_out_of_the_folder(seeds: Web) -> None:
    for path in (
        "//evil.example //evil.example/ /\\evil.example /%2F%2Fevil.example/ /a//evil.example/1 /healthz/ /sources/ /static /static/ "
        "/static//evil.example /static/../../settings.py /static/%2e%2e/templating.py /?next=https://evil.example"
    ).split():
        answer = await seeds.client.get(str(seeds.client.base_url) + path, headers={"Host": "evil.example"})

        assert answer.status_code in (200, 404)
        assert "location" not in answer.headers
        assert "evil.example" not in answer.text
        assert "import" not in answer.text


async def test_six_hundred_quick_pages_from_one_address_are_read_and_answered(seeds: Web) -> None:
    seeds.client.headers["X-Forwarded-For"] = "192.0.2.1"
    for _ in range(600):
        assert (await seeds.client.get("/a/seed-0.1/1")).status_code == 200


async def test_more_than_the_limit_is_refused_with_when_to_come_again(tmp_path: Path) -> None:
    now = [100.0]
    async with web(tmp_path, [], Limits(Allowance(burst=5, refill=0.5, clock=lambda: now[0]))) as site:
        site.client.headers["X-Forwarded-For"] = "192.0.2.1"
        for _ in range(5):
            await site.get("/sources")
        answer = await site.client.get("/sources")

        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "2"
        assert "try again in 2 seconds" in answer.text
        assert answer.headers["x-frame-options"] == "DENY"
        assert (await site.client.get("/healthz")).status_code == 200
        now[0] += 2
        await site.get("/sources")
        assert "Too many pages" in words(await site.get("/sources", 429))


async def test_this_machine_reads_without_a_limit_and_asks_with_one(tmp_path: Path) -> None:
    async with web(tmp_path, None, Limits(Allowance(burst=1, refill=0.001), Allowance(burst=1, refill=0.001))) as site:
        for _ in range(3):
            await site.get("/sources")
        await site.get("/?q=Was+a+ceasefire+agreed%3F")
        await site.get("/?q=Was+a+ceasefire+agreed%3F", 429)


async def test_addresses_that_a_proxy_passes_on_have_a_limit_each(tmp_path: Path) -> None:
    async with web(tmp_path, [], Limits(Allowance(burst=1, refill=0.001))) as site:
        for address in ("192.0.2.1", "192.0.2.2", "2001:db8:1:1::1", "2001:db8:1:2::1"):
            assert (await site.client.get("/sources", headers={"X-Forwarded-For": address})).status_code == 200
        for address in ("192.0.2.1", "2001:db8:1:1::ffff", "198.51.100.9, 192.0.2.2"):
            assert (await site.client.get("/sources", headers={"X-Forwarded-For": address})).status_code == 429


def test_what_is_used_comes_back_and_asking_has_a_limit_of_its_own() -> None:
    now = [0.0]
    limits = Limits(Allowance(clock=lambda: now[0]), Allowance(ASKED_BURST, ASKED_REFILL, lambda: now[0]))

    assert [limits.asking.wait("a") for _ in range(ASKED_BURST)] == [0] * ASKED_BURST
    assert limits.asking.wait("a") == pytest.approx(1 / ASKED_REFILL)
    assert limits.asking.wait("b") == limits.reading.wait("a") == 0
    now[0] += 1 / ASKED_REFILL
    assert limits.asking.wait("a") == 0


async def test_who_asks_too_much_may_still_read(tmp_path: Path) -> None:
    async with web(tmp_path, None, Limits(asking=Allowance(burst=1, refill=0.001))) as site:
        site.client.headers["X-Forwarded-For"] = "192.0.2.1"
        await site.get("/?q=Was+a+ceasefire+agreed%3F")
        await site.get("/?q=Was+a+ceasefire+agreed%3F", 429)
        await site.get("/a/seed-0.1/1")


def test_of_many_addresses_only_the_latest_are_kept_in_mind() -> None:
    allowance = Allowance(burst=1, refill=1, clock=lambda: 0.0)
    for number in range(ADDRESSES + 1):
        allowance.wait(str(number))

    assert len(allowance._left) == ADDRESSES


def _scope(host: str) -> dict[str, object]:
    return {"type": "http", "client": (host, 1)}


def test_an_address_is_the_same_however_it_is_written_and_what_is_none_has_one_limit() -> None:
    assert _from(_scope("::ffff:192.0.2.7")) == _from(_scope("192.0.2.7")) == "192.0.2.7"
    assert _from(_scope("2001:db8::1")) == _from(_scope("2001:db8:0:0:ffff::")) != _from(_scope("2001:db8:0:1::1"))
    assert _from(_scope("x" * 9_000)) == _from(_scope("unix:")) == _from({"type": "http", "client": None}) == ""


async def test_what_would_change_something_is_refused_saying_what_a_page_takes(seeds: Web) -> None:
    for path in ("/", "/sources", "/a/seed-0.1/1"):
        answer = await seeds.client.post(path)
        assert answer.status_code == 405
        assert "GET" in answer.headers["allow"]
        assert "can only be read" in answer.text
        assert (await seeds.client.head(path)).status_code == 200


async def test_summaries_and_narrowed_lists_count_as_asking(tmp_path: Path) -> None:
    async with web(tmp_path, None, Limits(asking=Allowance(burst=2, refill=0.001))) as site:
        await site.get("/summary/seed-0.1")
        await site.get("/sources?words=putin")
        for path in ("/summary/seed-0.1", "/sources?words=putin", "/?q=Was+a+ceasefire+agreed%3F"):
            await site.get(path, 429)
        await site.get("/sources")
