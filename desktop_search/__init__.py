"""Finds a person's own files by meaning, privately and offline."""

__version__ = "0.1.0"
