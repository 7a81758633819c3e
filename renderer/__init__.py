"""Markdown manuscripts and data in, one typeset and tagged PDF out."""

__version__ = "0.1.0"
