"""Every kind of reply, on every platform, on one page to be looked at."""
