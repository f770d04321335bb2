"""Feeds of a workspace's own, which the people who manage it keep in chat.

`keeping` adds, lists and removes them, `wording` says what came of it, `telling` tells whoever added one that it is no longer polled.
"""
