"""Benchmarks: what the reconciler reaches and what it costs, on made-up records whose truth is known."""
