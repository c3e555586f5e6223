"""The bank of questions by theme: themes.toml. Pure."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Theme:
    """A theme of the question list, with questions to begin from."""

    id: str
    label: str
    questions: tuple[str, ...]


def _read() -> tuple[Theme, ...]:
    listed = tomllib.loads(Path(__file__).with_name("themes.toml").read_text("utf-8"))["themes"]
    return tuple(Theme(entry["id"], entry["label"], tuple(entry["questions"])) for entry in listed)


THEMES = _read()


def theme_name(theme_id: str) -> str:
    """The label of a theme; an id that has left the bank stays readable."""
    return next((theme.label for theme in THEMES if theme.id == theme_id), theme_id)


def first_question(theme_id: str) -> str:
    """The question to begin a theme with."""
    return next(theme.questions[0] for theme in THEMES if theme.id == theme_id)
