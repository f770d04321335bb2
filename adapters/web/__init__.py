"""The web: pages and addresses that others call, all in one server."""
