"""The whole product on one machine without anything to install: what `make run` starts.

Nothing in this package imports Django: it stays resident beside the processes that it watches.
"""
