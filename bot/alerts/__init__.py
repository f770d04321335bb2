"""Alerts: places are told once when something new is published that fits a topic of theirs.

`news` says what counts as new, `watching` knows all subscriptions and which of them an article fits, `deciding` which alerts become due,
`noting` writes them in the transaction that stores the article, `telling` makes messages of them, `sending` sends those, `digests` when the
daily and weekly ones are due, `subscribing` is what people do about theirs.
"""
