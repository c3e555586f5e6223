"""What a publication takes over: from the edition in use, and from a publication that was stopped on its way.

kept.json in an edition remembers each case in short, with the digest of its search document. What is read and
rendered anew goes into the workshop first, a folder beside the editions, by the digest of its file: so a
publication that dies or is killed is gone on with by the next one, and none needs all cases in memory.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from portal.cases.files import CaseFile
from portal.cases.model import Article, Case
from portal.cases.shelf import lines
from portal.publishing.briefs import Brief
from portal.search.similarity import counts_of
from portal.yamlfiles import Report, YamlText, split_front_matter

KEPT = "kept.json"
ROOT = Path(__file__).parent.parent
WORKSHOP = ".work"  # beside the editions; its name keeps it from being taken for one


def _rules() -> str:
    """Names the program that reads, checks and renders a case: another one reads everything anew."""
    digest = sha256()
    for room in ("cases", "taxonomy", "sources.py", "yamlfiles.py", "unseen.py"):
        place = ROOT / room
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Indexed:
    """How a case stands in the search index: what it was made from, and the digest of what was made."""

    source: str
    digest: str


@dataclass
class Memory:
    """What an edition remembers of its cases, by slug."""

    briefs: dict[str, Brief] = field(default_factory=dict)
    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)  # bytes of article and source
    indexed: dict[str, Indexed] = field(default_factory=dict)

    def store(self, folder: Path) -> None:
        """Write it into a new edition."""
        rows = {
            slug: [brief.row(), self.sizes[slug], self.indexed[slug].source, self.indexed[slug].digest]
            for slug, brief in self.briefs.items()
        }
        kept = {"rules": RULES, "cases": rows}
        (folder / KEPT).write_text(json.dumps(kept, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Memory:
        """What an edition remembers; raises OSError or ValueError where it is not whole."""
        found = cls()
        try:
            kept = json.loads((folder / KEPT).read_bytes())
            if kept["rules"] != RULES:
                raise ValueError("checked by other rules")
            rows: dict[str, list[Any]] = kept["cases"]
            for slug, (brief, sizes, source, digest) in rows.items():
                found.briefs[slug] = Brief.from_row(brief)
                found.sizes[slug] = (sizes[0], sizes[1])
                found.indexed[slug] = Indexed(source, digest)
        except (TypeError, LookupError, AttributeError) as error:
            raise ValueError(f"{KEPT}: {error}") from None
        return found

    def is_sound(self, folder: Path) -> bool:
        """Whether the articles and sources of the edition are there, as long as they were written."""
        try:
            return all(
                (folder / "articles" / f"{slug}.json").stat().st_size == article
                and (folder / "sources" / f"{slug}.md").stat().st_size == source
                for slug, (article, source) in self.sizes.items()
            )
        except OSError:
            return False


class Previous:
    """The edition in use, as the next one takes over from it; raises OSError or ValueError."""

    def __init__(self, folder: Path, memory: Memory) -> None:
        self.folder, self.memory = folder, memory
        self.line: Callable[[str], bytes] = lines(folder)
        self.counts = counts_of(folder)

    def has(self, brief: Brief) -> bool:
        """Whether the case is the same, to the last byte of its file."""
        known = self.memory.briefs.get(brief.entry.slug)
        return known is not None and known.sha == brief.sha and known.entry.path == brief.entry.path


class Workshop:
    """Briefs that are known, and a place for cases on their way into an edition."""

    def __init__(self, root: Path, briefs: Mapping[str, Brief], *, is_open: bool = True) -> None:
        self._folder = root / WORKSHOP
        self._is_open = is_open  # for what is new
        self._briefs = {brief.entry.path: brief for brief in briefs.values()}

    def find(self, path: str, sha: str) -> Brief | None:
        """The brief of a file with these bytes, from the edition in use or from a publication that died."""
        brief = self._briefs.get(path)
        if brief is not None and brief.sha == sha:
            return brief
        with suppress(OSError, ValueError, LookupError, TypeError):
            found = Brief.from_row(json.loads(self._place(path, sha, "brief").read_bytes()))
            if found.sha == sha and found.entry.path == path:
                return found
        return None

    def keep(self, brief: Brief, file: CaseFile) -> None:
        """Put a file that was read and found sound where its edition takes it from."""
        if not self._is_open:
            return
        self._folder.mkdir(exist_ok=True)
        made = {
            "text": file.text,
            "case": file.case.model_dump_json(by_alias=True),
        }
        self._write(brief, "case", json.dumps(made))
        self._write(brief, "brief", json.dumps(brief.row()))  # the last: what has a brief is whole

    def case(self, brief: Brief) -> tuple[CaseFile, bytes]:
        """The file of a brief, and the case as one line of JSON."""
        made = json.loads(self._place(brief.entry.path, brief.sha, "case").read_bytes())
        split = split_front_matter(made["text"], brief.entry.path, Report())
        if split is None:
            raise ValueError(brief.entry.path)
        _, body, line = split
        case = Case.model_validate_json(made["case"])
        return CaseFile(case, made["text"], body, line, YamlText(None, "")), made["case"].encode()

    def article(self, brief: Brief, make: Callable[[], Article]) -> Path:
        """The rendered article of a case, made unless a publication that died has made it."""
        place = self._place(brief.entry.path, brief.sha, "article")
        if not place.is_file():
            self._write(brief, "article", make().model_dump_json())
        return place

    def clear(self) -> None:
        """Remove everything; what was on its way has arrived."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _place(self, path: str, sha: str, kind: str) -> Path:
        name = sha256(f"{RULES}\0{path}\0{sha}".encode()).hexdigest()[:32]
        return self._folder / f"{name}.{kind}"

    def _write(self, brief: Brief, kind: str, text: str) -> None:
        place = self._place(brief.entry.path, brief.sha, kind)
        new = place.with_suffix(".new")
        new.write_text(text, "utf-8")
        os.replace(new, place)


RULES = _rules()
