"""Benchmarks of speed and quality, run by hand and, small, by the tests."""
