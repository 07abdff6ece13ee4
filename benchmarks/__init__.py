"""Benchmarks: each is a module to run, such as `python -m benchmarks.model --json`."""
