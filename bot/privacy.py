"""What is known of people, said to whoever asks, and forgotten for whoever wants that."""

from datetime import timedelta

from bot.blocks import Item, Line, Listing, Reply
from bot.wording import count, series
from index.store.exchanges import Exchanges
from index.store.subscriptions import Subscriptions

FORGET_HINT = "/forget me deletes your questions and subscriptions at once."


def stored(kept: timedelta) -> Reply:
    """What Sherpa stores, and for how long."""
    days = count(kept.days, "day", "days")
    items = (
        Item(text="Questions", detail=f"with who asked and where, for {days}, so that buttons and follow-ups work"),
        Item(text="Subscriptions", detail="with who made them, until they are ended"),
        Item(text="What was told", detail=f"which story was told to which channel, for {days}, so that none is told twice"),
        Item(text="Whether answers were helpful", detail=f"without who said so after {days}"),
        Item(text="Feeds of this workspace", detail="with who added them, until they are removed"),
    )
    nothing = "Nothing else that people write is stored, and no log holds any of it. Nobody outside gets any of this."
    left = "All of a server's or workspace's goes when Sherpa is removed from it."
    return Reply(
        heading="What Sherpa stores",
        blocks=(Listing(items=items), Line(text=nothing), Line(text=f"{left} {FORGET_HINT}", tone="quiet")),
        private=True,
    )


async def forget(platform: str, person: str, exchanges: Exchanges, subscriptions: Subscriptions, *, workspace: str | None = None) -> Reply:
    """Deletes what somebody asked and had told to themself, anywhere on the platform or in one workspace; what channels are told stays,
    without who wanted it."""
    asked = await exchanges.remove_asker(platform, person, workspace)
    theirs = await subscriptions.of_owner(platform, person, workspace)
    ended = await subscriptions.remove([each.id for each in theirs if each.kind == "direct"])
    for each in theirs:
        if each.kind != "direct":
            await subscriptions.change(each.id, owner="")
    counts = ((asked, "question", "questions"), (ended, "subscription", "subscriptions"))
    deleted = tuple(count(*each) for each in counts if each[0])
    said = f"Deleted: {series(deleted)} of yours." if deleted else "There was nothing of yours to delete."
    stays = "What you had channels told stays, without your name." if len(theirs) > ended else ""
    return Reply(blocks=tuple(Line(text=text) for text in (said, stays) if text), private=True)
