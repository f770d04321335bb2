"""Platforms, and news sites, on this machine, over real sockets, for tests and load: as much of each as Sherpa uses."""
