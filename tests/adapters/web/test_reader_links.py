"""Links into the reader: for everyone's articles as they are, for a workspace's own signed, and with one secret for all processes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pydantic import SecretStr

from adapters.settings import Settings
from adapters.web.reader_links import ReaderLinks
from adapters.web.signing import Signer
from adapters.wiring import LINK_SECRET, House, open_house
from bot.places import collection
from index.articles import EVERYONE, Article, StoredArticle

NOW = datetime(2031, 4, 1, tzinfo=UTC)
SIGNER = Signer("a secret of this test", timedelta(days=30))
PAGES = ReaderLinks("https://sherpa.test/base", SIGNER, lambda: NOW)
OWN = collection("slack", "T1")


def article(id_: str, collection: str = EVERYONE) -> StoredArticle:
    facts = {"title": "News", "body": "They met.", "sequence": 1, "story_id": id_, "sentences": (), "taken_in": NOW, "revision": 3}
    return StoredArticle(id=id_, collection=collection, **facts)


@pytest.mark.parametrize("id_", ["seed-0.1", "https://example.org/a?b=c#d", "a/../b", "ü(1)", 'x"><i>', "50%"])
def test_any_id_stands_in_an_address_as_one_part(id_: str) -> None:
    address = urlsplit(PAGES.page(article(id_)) or "")
    parts = address.path.split("/")
    assert (address.scheme, address.netloc, parts[:3], parts[4:]) == ("https", "sherpa.test", ["", "base", "a"], ["3"])
    assert unquote(parts[3]) == id_
    assert not address.query and not address.fragment


@pytest.mark.parametrize("id_", [".", ".."])
def test_what_browsers_take_for_a_step_has_no_page(id_: str) -> None:
    assert PAGES.page(article(id_)) is None


def test_a_workspaces_own_article_opens_for_as_long_as_is_set_and_no_other_with_it() -> None:
    (token,) = parse_qs(urlsplit(PAGES.page(article("a", OWN)) or "").query)["k"]
    assert SIGNER.allows("a", 3, token, NOW + timedelta(days=29))
    assert not SIGNER.allows("a", 3, token, NOW + timedelta(days=31))
    assert not SIGNER.allows("b", 3, token, NOW)


async def house(home: Path, **given: object) -> House:
    return await open_house(Settings(home=home, seeds="0", engine="memory", _env_file=None, **given))  # type: ignore[arg-type,call-arg]  # pydantic's


async def test_processes_take_each_others_links_and_a_set_secret_is_nowhere_stored(tmp_path: Path) -> None:
    first, second = await house(tmp_path), await house(tmp_path)
    assert second.signer.allows("a", 1, first.signer.token("a", 1, NOW), NOW)
    assert len(await first.store.fact(LINK_SECRET) or "") > 40
    await first.service.close()
    await second.service.close()
    chosen = await house(tmp_path / "other", link_secret=SecretStr("chosen by somebody"), link_days=1)
    assert await chosen.store.fact(LINK_SECRET) is None
    assert not chosen.signer.allows("a", 1, chosen.signer.token("a", 1, NOW), NOW + timedelta(days=2))
    await chosen.service.close()


@pytest.mark.parametrize(("public_url", "linked"), [("https://sherpa.test", True), (None, False)])
async def test_the_house_links_to_its_reader_where_browsers_reach_it(tmp_path: Path, public_url: str | None, linked: bool) -> None:
    opened = await house(tmp_path, public_url=public_url)
    assert opened.public_url == public_url
    await opened.service.add([Article(id="a", title="News", body="They met at noon.", collection=OWN, published=date(2031, 3, 31))])
    (got,) = (await opened.service.get(["a"])).values()
    reader = opened.service.cite(got).reader
    assert (reader or "").startswith("https://sherpa.test/a/a/1?k=") == linked
    assert (reader is not None) == linked
    await opened.service.close()
