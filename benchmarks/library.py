"""A library of any size that passes the portal's own check: the shipped cases, again and again, each unlike.

The first cases are the shipped ones. Every further one is a shipped case with another slug, title and
region and with words of its own in its sentences (drawn like those of `corpus`).
A region has 38 cases on average.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.corpus import CONTENT, language
from portal.cases.statements import NEGATIVE

PER_REGION = 38
LONGEST_TITLE = 120
_KEY = r"(?m)^{}:.*$"
_ID = re.compile(r"(?m)^id: .*$")
_NAMES = re.compile(r"(?m)^(name|short_name|aliases|former_ids):.*\n(?:[ -].*\n)*")
_PARAGRAPH = re.compile(r"(?<=[a-z])(\.?)(?= \[[a-z]{1,3}\d)")


@dataclass(frozen=True, slots=True)
class Place:
    """A region as cases name it."""

    slug: str
    province: str


def make(folder: Path, count: int) -> Path:
    """Write a content folder with so many cases below `folder`; a case depends on its number alone."""
    content = folder / "content"
    shutil.copytree(CONTENT, content, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    shipped = sorted((CONTENT / "cases").rglob("*.md"))
    for path in sorted((content / "cases").rglob("*.md"))[count:]:
        path.unlink()
    places = _regions(content, count)
    for number in range(len(shipped), count):
        source, place = shipped[number % len(shipped)], places[number % len(places)]
        slug = f"{place.slug}-{number}"
        target = content / "cases" / place.slug / f"{slug}.md"
        target.parent.mkdir(exist_ok=True)
        target.write_text(variant(source.read_text("utf-8"), slug, place, number), "utf-8")
    return content


def variant(text: str, slug: str, place: Place, number: int) -> str:
    """The text of a shipped case as another one."""
    chance = np.random.default_rng(number)
    spoken = language()
    drawn = np.searchsorted(spoken.cumulative, chance.random(48))
    drawn_words = (spoken.words[at] for at in drawn.tolist())
    words = [word for word in drawn_words if not NEGATIVE.search(f"tidak {word}")]  # they would need a search
    _, head, body = text.split("---\n", 2)
    title = f"{' '.join(words[:6]).capitalize()} ({number})"[:LONGEST_TITLE]
    for key, value in (
        ("slug", slug),
        ("title", f'"{title}"'),
        ("aliases", f'["{words[6]} {words[7]}{number}"]'),
        ("region", place.slug),
        ("province", place.province),
    ):
        head = re.sub(_KEY.format(key), f"{key}: {value}", head, count=1)
    head = re.sub(_KEY.format("former_slugs"), "former_slugs: []", head, count=1)
    waiting = iter(words[8:])
    body = _PARAGRAPH.sub(lambda match: f" {next(waiting, 'dan')}{match[1]}", body)
    return f"---\n{head}---\n{body}"


def _regions(content: Path, count: int) -> list[Place]:
    """Regions for the further cases: the shipped ones, and as many like them as are lacking."""
    shipped = [path for path in sorted((CONTENT / "regions").glob("*.yaml")) if _province(path)]
    places = [Place(path.stem, _province(path)) for path in shipped]
    for number in range(count // PER_REGION - len(shipped)):
        source = shipped[number % len(shipped)]
        slug = f"daerah-{number}"
        name = f"Kabupaten Daerah {number}"
        text = _NAMES.sub("", source.read_text("utf-8"))
        text = _ID.sub(f"id: {slug}\nname: {name}\nshort_name: Daerah {number}\naliases: []", text, count=1)
        text = re.sub(_KEY.format("kind"), "kind: kabupaten", text, count=1)
        (content / "regions" / f"{slug}.yaml").write_text(text, "utf-8")
        places.append(Place(slug, _province(source)))
    return places


def _province(path: Path) -> str:
    found = re.search(r"(?m)^province: (.+)$", path.read_text("utf-8"))
    name = found[1].strip() if found else ""
    return "" if name in ("''", '""', "null") else name
