"""Every setting, command and room is named in the documentation."""

from __future__ import annotations

import re

import click
import pytest

from portal.command import COMMANDS, portal
from portal.config import PREFIX, Settings
from tests.conftest import ROOT

OPERATIONS = (ROOT / "docs/operations.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
EVERYTHING = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def rooms() -> list[str]:
    folders = (path for path in (ROOT / "portal").iterdir() if (path / "__init__.py").exists())
    return sorted(path.name for path in folders)


@pytest.mark.parametrize("key", Settings.model_fields)
def test_every_setting_is_explained(key: str) -> None:
    assert f"`{key}`" in EVERYTHING or f"`{PREFIX}{key.upper()}`" in EVERYTHING


def commands() -> list[str]:
    found = []
    context = click.Context(portal)
    for name in COMMANDS:
        command = portal.get_command(context, name)
        if isinstance(command, click.Group):
            found += [f"portal {name} {below}" for below in command.list_commands(context)]
        else:
            found.append(f"portal {name}")
    return found


@pytest.mark.parametrize("name", commands())
def test_every_command_is_explained(name: str) -> None:
    assert re.search(rf"`{re.escape(name)}[ `]", EVERYTHING), name


@pytest.mark.parametrize("room", rooms())
def test_every_room_is_in_the_picture_of_the_house(room: str) -> None:
    assert re.search(rf"\b{room}\b", ARCHITECTURE)


def test_every_facet_filter_of_the_search_box_is_explained_to_readers() -> None:
    page = (ROOT / "content/pages/cara-mencari.md").read_text("utf-8")

    for sign in ('"mal pelayanan publik"', "-plastik", "wilayah:banyuwangi"):
        assert sign in page


def test_what_the_documents_point_to_is_there() -> None:
    for path in (ROOT / "docs").rglob("*.md"):
        for target in re.findall(r"\]\((?!https?://|#|/)([^)#\s]+)", path.read_text("utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
    for name in set(re.findall(r"`((?:portal|bin|docs|content|tests)/[\w/.-]+\.\w+)`", EVERYTHING)):
        assert (ROOT / name).exists(), name


ADDING = re.findall(
    r"^\| (\w+) \| (.+) \|$", ARCHITECTURE.partition("## To add X")[2].partition("\n## ")[0], re.M
)[1:]


def test_what_can_be_added_is_told_once_each() -> None:
    told = [what for what, _ in ADDING]

    assert told == [
        "field",
        "part",
        "stage",
        "unit",
        "index",
        "heading",
        "record",
        "facet",
        "letter",
        "family",
        "outline",
        "role",
        "contest",
        "season",
        "job",
        "notice",
    ]


@pytest.mark.parametrize(("what", "files"), ADDING)
def test_the_files_to_touch_hold_what_they_are_said_to_hold(what: str, files: str) -> None:
    named = re.findall(r"`([\w/.]+)` \(`([\w.]+)`\)", files)

    assert named, what
    for path, name in named:
        assert name in (ROOT / path).read_text("utf-8"), f"{what}: {name} does not stand in {path}"


def test_a_field_costs_at_most_four_files() -> None:
    files = dict(ADDING)["field"]

    assert len(re.findall(r"`([\w/.]+)` \(", files)) + files.count("a migration") <= 4
