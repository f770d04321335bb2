"""What is carried on as articles come is what counting anew gives."""

import random
from datetime import date
from pathlib import Path

from index.articles import EVERYONE, Article
from index.library import open_library
from index.retrieval import OPEN, Filter

FILTERS = (
    OPEN,
    Filter(collections=frozenset({EVERYONE})),
    Filter(collections=frozenset({EVERYONE, "mine"})),
    Filter(collections=frozenset({"mine"})),
    Filter(outlets=frozenset({"Post"})),
    Filter(since=date(2025, 8, 10)),
)
WIRE = " ".join(f"Envoy {number} met minister {number} of state and spoke for an hour." for number in range(12))


def drawn(chance: random.Random, number: int) -> Article:
    return Article(
        id=f"a{chance.choice([number, max(0, number - 3)])}",
        title="Talks",
        body=chance.choice([WIRE, f"{WIRE} They left.", f"Nobody spoke of day {number}."]),
        outlet=chance.choice(["Post", "Times"]),
        published=chance.choice([date(2025, 8, chance.randint(1, 28)), None]),
        language=chance.choice(["en", "en", "de"]),
        collection=chance.choice([EVERYONE, EVERYONE, "mine"]),
    )


async def test_statistics_that_are_carried_on_are_those_that_are_counted(tmp_path: Path) -> None:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path)
    chance = random.Random(3)
    for number in range(60):
        if chance.random() < 0.1:
            await library.remove(f"a{chance.randrange(number + 1)}")
        await library.add([drawn(chance, number) for _ in range(chance.choice([1, 1, 3]))])
        for where in FILTERS:
            assert await library.statistics(where) == await library.database.statistics(where), where
    await library.close()


async def test_new_articles_are_not_counted_from_the_start(tmp_path: Path) -> None:
    library = await open_library(f"sqlite:///{tmp_path / 'sherpa.db'}", tmp_path)
    counted: list[Filter] = []
    count = library.database.statistics

    async def noting(where: Filter = OPEN):
        counted.append(where)
        return await count(where)

    library.database.statistics = noting  # type: ignore[method-assign]
    for number in range(3):
        await library.add([Article(id=f"a{number}", title="Talks", body="They met.")])
        assert (await library.statistics()).articles == number + 1
    assert counted == [OPEN]
    await library.close()
