"""Cells that a spreadsheet shows as they are, and never carries out."""

from __future__ import annotations

from typing import Any

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> Any:
    """A cell's value, with an apostrophe before text that a spreadsheet would read as a formula.

    >>> safe_cell("=1+1"), safe_cell("plain"), safe_cell(-3)
    ("'=1+1", 'plain', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
