"""What becomes of articles that are taken in or taken out. Called within a transaction: first all is decided, then all is written."""

import asyncio
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from index.analysis import fold
from index.store.alert_rows import merge_stories
from index.store.copies import Copies, forget
from index.store.portions import portions
from index.store.prepared import Prepared
from index.store.rows import facts, moment, write_sentences
from index.store.schema import CURRENT, articles, counters, revisions

#: The fingerprint of an article that left with its collection.
LEFT = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has under an article's id: the columns of `articles` that are decided here."""

    arrival: int
    sequence: int
    revision: int
    removed: bool
    fingerprint: str
    story_id: str
    passages: int

    @property
    def is_taken_down(self) -> bool:
        """Somebody removed it, and it is not to come back by itself; unlike one that only left with its collection."""
        return self.removed and self.fingerprint != LEFT


@dataclass(frozen=True, slots=True)
class Outcome:
    """An article given, and what the store has of it then. `new`: its text was not there before; `changed`: that, or what else is known."""

    given: Prepared
    state: Known
    new: bool
    changed: bool


async def known(connection: AsyncConnection, ids: Iterable[str]) -> dict[str, Known]:
    """What the store has under these ids, removed articles included."""
    query = select(articles.c.id, *(articles.c[name] for name in Known.__slots__))
    found: dict[str, Known] = {}
    for some in portions(dict.fromkeys(ids)):
        found |= {id_: Known(*values) for id_, *values in await connection.execute(query.where(articles.c.id.in_(some)))}
    return found


async def take_in(connection: AsyncConnection, given: Sequence[Prepared], now: datetime) -> list[Outcome]:
    """Stores the articles; one outcome each, in order.

    A changed title or body is a new revision, in the story that the article is in already. Other changes replace what was known and keep
    the revision, with the title that it has where only capitals changed. Both take a new sequence. A removed article comes back as its next
    revision. An article that shows two stories to be one has all of them take the older one's name.
    """
    sequence = await _lock_sequence(connection)
    states = await known(connection, (each.article.id for each in given))
    before = frozenset(state.arrival for state in states.values())
    changed = [each for each in given if not _same(each, states.get(each.article.id))]
    old_texts = await _texts(connection, [states[each.article.id].arrival for each in changed if each.article.id in states])
    texts = dict(old_texts)
    copies = Copies(connection)
    await copies.load(changed)
    outcomes = await asyncio.to_thread(_decided, given, states, texts, copies, sequence)
    sequence = max([sequence, *(outcome.state.sequence for outcome in outcomes)])
    if copies.merged:
        outcomes = [replace(each, state=replace(each.state, story_id=copies.current(each.state.story_id))) for each in outcomes]
        decided = {outcome.state.arrival for outcome in outcomes if outcome.changed}
        sequence = await _merge(connection, {id_: copies.current(id_) for id_ in copies.merged}, decided, sequence)
    await _write(connection, [outcome for outcome in outcomes if outcome.changed], before, now)
    for arrival in {outcome.state.arrival for outcome in outcomes if outcome.new} & old_texts.keys():
        await forget(connection, arrival, [old_texts[arrival][1], texts[arrival][1]])
    await copies.write()
    await _give_out(connection, sequence)
    return outcomes


async def take_out(connection: AsyncConnection, ids: Iterable[str], *, for_good: bool = True) -> int:
    """Removes the articles' texts, of all revisions; how many there were. Unknown and removed ids are left out.

    `for_good`: no feed is to bring them back.
    """
    sequence = await _lock_sequence(connection)
    present = [state for state in (await known(connection, ids)).values() if not state.removed]
    texts = await _texts(connection, [state.arrival for state in present])
    for state in present:
        sequence += 1
        await forget(connection, state.arrival, [texts[state.arrival][1]])
        await connection.execute(delete(revisions).where(revisions.c.arrival == state.arrival))
        values = {"removed": True, "sequence": sequence, "passages": 0, **({} if for_good else {"fingerprint": LEFT})}
        await connection.execute(update(articles).where(articles.c.arrival == state.arrival).values(values))
    await _give_out(connection, sequence)
    return len(present)


def _same(given: Prepared, state: Known | None) -> bool:
    return state is not None and not state.removed and state.fingerprint == given.fingerprint


def _decided(
    given: Sequence[Prepared], states: dict[str, Known], texts: dict[int, tuple[str, str]], copies: Copies, sequence: int
) -> list[Outcome]:
    """What becomes of each, in order; `states`, `texts` (by arrival) and `copies` are as they are before, and then as they are after it."""
    outcomes = []
    for each in given:
        id_ = each.article.id
        state = states.get(id_) or Known(sequence + 1, 0, 0, False, "", copies.story_of(each), 0)
        outcome = _decide(each, state, texts.get(state.arrival), sequence + 1)
        if outcome.changed:
            sequence += 1
            states[id_], texts[state.arrival] = outcome.state, (each.article.title, each.article.body)
        if outcome.new:
            copies.note(each, state.arrival, state.story_id)
        outcomes.append(outcome)
    return outcomes


def _decide(given: Prepared, state: Known, text: tuple[str, str] | None, sequence: int) -> Outcome:
    """`text` is the title and body that the store has; `sequence` is the article's if anything changes."""
    if _same(given, state):
        return Outcome(given, state, new=False, changed=False)
    state = replace(state, sequence=sequence, fingerprint=given.fingerprint)
    if text is not None and fold(text[0]) == fold(given.article.title) and text[1] == given.article.body:
        return Outcome(given, state, new=False, changed=True)
    return Outcome(given, replace(state, revision=state.revision + 1, removed=False, passages=given.passages), new=True, changed=True)


async def _lock_sequence(connection: AsyncConnection) -> int:
    """The highest sequence given out. Until the transaction ends nobody else changes articles: so whoever follows the sequence misses none,
    and two copies that arrive at once know of each other.
    """
    query = select(counters.c.value).where(counters.c.name == "articles").with_for_update()
    return int((await connection.execute(query)).scalar_one())


async def _give_out(connection: AsyncConnection, sequence: int) -> None:
    await connection.execute(update(counters).where(counters.c.name == "articles").values(value=sequence))


async def _merge(connection: AsyncConnection, merged: Mapping[str, str], decided: Container[int], sequence: int) -> int:
    """Renames stored articles' stories, but not of the arrivals `decided`. Each takes a new sequence after this one, as with any change;
    the last is returned.
    """
    rows: list[dict[str, Any]] = []
    for some in portions(merged):
        query = select(articles.c.arrival, articles.c.story_id).where(articles.c.story_id.in_(some)).order_by(articles.c.arrival)
        for arrival, story_id in await connection.execute(query):
            if arrival not in decided:
                sequence += 1
                rows.append({"which": arrival, "story_id": merged[story_id], "sequence": sequence})
    if rows:
        await connection.execute(update(articles).where(articles.c.arrival == bindparam("which")), rows)
    await merge_stories(connection, merged)
    return sequence


async def _texts(connection: AsyncConnection, arrivals: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Title and body of current revisions, by arrival."""
    query = select(revisions.c.arrival, revisions.c.title, revisions.c.body).join(articles, CURRENT)
    found: dict[int, tuple[str, str]] = {}
    for some in portions(arrivals):
        rows = await connection.execute(query.where(revisions.c.arrival.in_(some)))
        found |= {arrival: (title, body) for arrival, title, body in rows}
    return found


async def _write(connection: AsyncConnection, changed: Sequence[Outcome], before: frozenset[int], now: datetime) -> None:
    """`before`: the arrivals that have a row already."""
    last = {outcome.state.arrival: _row(outcome) for outcome in changed}  # of an article given twice, what it is in the end
    if rows := [row for arrival, row in last.items() if arrival not in before]:
        await connection.execute(insert(articles), rows)
    if rows := [{"which": arrival, **row} for arrival, row in last.items() if arrival in before]:
        await connection.execute(update(articles).where(articles.c.arrival == bindparam("which")), rows)
    if rows := [_text(outcome, now) for outcome in changed if outcome.new]:
        await connection.execute(insert(revisions), rows)


def _row(outcome: Outcome) -> dict[str, Any]:
    return facts(outcome.given.article) | {name: getattr(outcome.state, name) for name in Known.__slots__}


def _text(outcome: Outcome, now: datetime) -> dict[str, Any]:
    article = outcome.given.article
    return {
        "arrival": outcome.state.arrival,
        "revision": outcome.state.revision,
        "title": article.title,
        "body": article.body,
        "sentences": write_sentences(outcome.given.sentences),
        "taken_in": moment(now),
    }
