"""Discord: events in, replies out. The one folder that imports discord.py."""
