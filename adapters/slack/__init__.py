"""Slack: events in, replies out. The one folder that imports slack-bolt."""
