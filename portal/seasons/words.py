"""What this room's changes are called in the trail."""

from __future__ import annotations

from flask import Flask

from portal import audit

ACTIONS = {"step": "Menandai langkah musim"}
FIELDS = {"step": "Langkah", "done": "Selesai", "due": "Tenggat"}


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    audit.describe(app, "seasons", "Musim", actions=ACTIONS, fields=FIELDS, subjects={})
