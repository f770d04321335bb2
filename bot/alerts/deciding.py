"""Which alerts become due when articles come in. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.alerts.watching import Fitting, collections
from index.store.queries import Carried
from index.store.subscription_rows import Subscription

#: A subscription and a story: told once.
Pair = tuple[str, str]


class Decision(NamedTuple):
    """What is to be written: stories that become due or wait for outlets, and those that waited and now are due."""

    made: Sequence[tuple[Fitting, bool]]  #: and whether it waits
    woken: Sequence[Pair]


def decide(
    fitting: Iterable[Fitting],
    told: Mapping[Pair, bool],
    carried: Collection[Carried],
    subscription: Callable[[str], Subscription | None],
    now: datetime,
) -> Decision:
    """`told`: what has an alert already, and whether that waits for outlets. `carried`: all articles of the stories, the new ones too.

    A paused or muted subscription is told nothing, not even later.
    """
    made: dict[Pair, tuple[Fitting, bool]] = {}
    for each in fitting:
        pair = each.subscription.id, each.article.story_id
        if pair not in told and pair not in made and _listens(each.subscription, now):
            made[pair] = each, outlets(carried, each.article.story_id, each.subscription) < each.subscription.outlets
    waiting = [(found, pair) for pair, waits in told.items() if waits and (found := subscription(pair[0])) is not None]
    woken = [pair for found, pair in waiting if _listens(found, now) and outlets(carried, pair[1], found) >= found.outlets]
    return Decision(list(made.values()), woken)


def outlets(carried: Iterable[Carried], story: str, subscription: Subscription) -> int:
    """How many outlets carry the story, of the articles that the subscription's place sees. Those without a name count as one."""
    seen = collections(subscription)
    return len({(each.outlet or "").casefold() for each in carried if each.story == story and each.collection in seen})


def _listens(subscription: Subscription, now: datetime) -> bool:
    return not subscription.paused and (subscription.muted is None or subscription.muted <= now)
