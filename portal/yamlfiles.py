"""YAML files of `content/`: read within limits, every problem with its line.

YAML 1.2 by ruamel.yaml, with libyaml for speed: `no` stays text, duplicate keys are refused. Anchors,
aliases and tags are refused, and so is anything deep or large, because a hostile file must not hold up the
others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.reader import ReaderError

from portal import unseen
from portal.disk import is_leftover, why
from portal.errors import Problem
from portal.faults import fault

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[int | str, ...]  # the keys and list positions that lead to a value

MAX_FILE = 256 * 1024  # bytes
MAX_FRONT_MATTER = 64 * 1024  # bytes
MAX_DEPTH = 20
MAX_NUMBER = 30  # digits; longer ones cost quadratic time and mean nothing

_PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp")
}
_NUMBER_TAGS = {"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"}
_ALIASES = "jangkar dan alias YAML (&, *) tidak boleh dipakai"
_STRANGE = re.compile("[\t\x85\u2028\u2029\ufeff]|(?:^|[\\s,\\[{:-])[&*!](?! )|<<", re.M)
_MISTAKES = {
    "duplicate key": "kunci ganda",
    "undefined alias": _ALIASES,
    "mapping values are not allowed": "ada titik dua di tengah teks; apit teks itu dengan tanda kutip",
    "another document": "satu berkas memuat satu dokumen YAML saja",
    "end of stream": "tanda kutip belum ditutup",
    "expected ',' or": "kurung belum ditutup",
    "cannot start any token": "isi diawali tab atau tanda khusus; apit teks itu dengan tanda kutip",
    "escape": "garis miring terbalik di antara tanda kutip keliru",
    "unhashable": "kunci harus berupa teks",
    "special characters": "ada karakter yang tidak boleh dipakai",
}
"""A part of what the YAML reader says -> what a curator is told."""


class YamlRefused(Exception):
    """The text is not YAML that we read; carries line (from 1, inside the text) and message."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(f"{line}: {message}")


@dataclass
class YamlText:
    """Parsed YAML: plain values, and the tree that knows the lines (made when first asked for)."""

    values: Any
    text: str
    first_line: int = 1

    @cached_property
    def tree(self) -> Node | None:
        """The nodes of the text, with their places."""
        return _compose(self.text)

    def line_of(self, place: Place) -> int:
        """Line in the file of a key or list item; the nearest parent's where it is missing."""
        if "tree" not in vars(self) and len(place) == 1 and (found := self._top_line(str(place[0]))):
            return found
        node, line = self.tree, self.first_line
        for step in place:
            if isinstance(node, MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(step)), None)
                if pair is None:
                    break
                line, node = self.first_line + pair[0].start_mark.line, pair[1]
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = self.first_line + node.start_mark.line
            else:
                break
        return line

    def _top_line(self, key: str) -> int:
        """Line of a key of the outermost mapping, by its letters; 0 where the tree must be asked."""
        found = re.search(rf"^{re.escape(key)} ?:", self.text, re.M)
        return self.first_line + self.text.count("\n", 0, found.start()) if found else 0


@dataclass
class Report:
    """Problems gathered while content is read; paths are relative to the content folder."""

    problems: list[Problem] = field(default_factory=list)
    parsed: dict[str, YamlText] = field(default_factory=dict, repr=False)
    known: Mapping[str, Any] = field(default_factory=dict)  # digest of a YAML text -> its values
    seen: dict[str, Any] = field(default_factory=dict)  # the same, for the texts of this reading

    def add(self, path: str, line: int, message: str, *, is_warning: bool = False) -> None:
        self.problems.append(Problem(path, line, message, is_warning))

    def add_at(self, path: str, parsed: YamlText, place: Place, message: str) -> None:
        """Report a place of a YAML text. Its line is looked up only now: that makes the tree of the text,
        which takes as long as everything else when an edition follows another."""
        self.add(path, parsed.line_of(place), message)

    def line_of(self, path: str, place: Place) -> int:
        """Line of a place in a YAML file that was read for this report."""
        return self.parsed[path].line_of(place) if path in self.parsed else 1

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.is_warning]


def read_text(path: Path, name: str, report: Report, *, max_size: int = MAX_FILE) -> str | None:
    """The text of a content file of at most `max_size` bytes, or None with a problem in the report."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        report.add(name, 1, f"berkas tidak dapat dibaca: {why(error)}")
        return None
    if len(raw) > max_size:
        report.add(name, 1, f"berkas lebih dari {max_size // 1024} KB")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        report.add(name, line, "berkas bukan UTF-8 yang sah")
        return None
    text = text.removeprefix("\ufeff")
    if (bad := unseen.place_of(text)) >= 0:
        line = text.count("\n", 0, bad) + 1
        report.add(name, line, "ada karakter kendali atau karakter tidak terlihat yang tidak boleh dipakai")
        return None
    return text.replace("\r\n", "\n")


def parse(text: str, *, first_line: int = 1, max_size: int = MAX_FILE) -> YamlText:
    """Parse YAML 1.2 within the limits; raises YamlRefused.

    `first_line` is the line of the file on which the text starts.
    """
    if len(text.encode("utf-8", "replace")) > max_size:
        raise YamlRefused(first_line, f"YAML lebih dari {max_size // 1024} KB")
    _refuse_deep_text(text, first_line)
    tree: Node | None = None
    try:
        tree = _compose(text)
        _refuse_tricks(tree, first_line)
        values = (
            YAML(typ="safe", pure=True).constructor.construct_document(tree) if tree is not None else None
        )
    except MarkedYAMLError as error:
        raise _refusal(error, first_line) from None
    except ReaderError as error:
        line = first_line + text.count("\n", 0, error.position)
        raise YamlRefused(line, "ada karakter yang tidak boleh dipakai") from None
    except (YAMLError, RecursionError):
        raise YamlRefused(first_line, "susunan YAML keliru") from None
    except (ValueError, OverflowError):
        line = first_line + _line_of_misfit(tree)
        raise YamlRefused(line, "tanggal atau angka di baris ini tidak ada") from None
    return YamlText(values, text, first_line)


def _compose(text: str) -> Node | None:
    """The nodes of a text, by libyaml where it can be trusted to say the same as the parser in Python.

    It takes a seventh of the time. What it refuses the other is asked about, for its words and because it
    knows YAML 1.2. A tab it takes for a blank where the other refuses it, and of anchors and tags it keeps
    less.
    """
    if not _STRANGE.search(text):
        try:
            found: Node | None = YAML(typ="safe").compose(text)
        except (YAMLError, ValueError):
            pass
        else:
            return found
    tree: Node | None = YAML(typ="safe", pure=True).compose(text)
    return tree


def parse_once(text: str, report: Report, *, first_line: int = 1, max_size: int = MAX_FILE) -> YamlText:
    """Parse, or take over the values of a text that an earlier reading has parsed; raises YamlRefused.

    Parsing is nearly all the time that reading content takes: 1.9 s of 2.1 s for 81 cases.
    """
    key = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if key in report.known:
        parsed = YamlText(report.known[key], text, first_line)
    else:
        parsed = parse(text, first_line=first_line, max_size=max_size)
    report.seen[key] = parsed.values
    return parsed


def load(path: Path, name: str, report: Report, *, max_size: int = MAX_FILE) -> YamlText | None:
    """Read and parse one YAML file of at most `max_size` bytes; None with a problem in the report."""
    text = read_text(path, name, report, max_size=max_size)
    if text is None:
        return None
    try:
        report.parsed[name] = parse_once(text, report, max_size=max_size)
    except YamlRefused as refusal:
        report.add(name, refusal.line, refusal.message)
        return None
    return report.parsed[name]


def validate(model: type[Model], parsed: YamlText, name: str, report: Report) -> Model | None:
    """Build the model from parsed YAML; every mismatch becomes a problem with its line."""
    if not isinstance(parsed.values, dict):
        report.add(name, parsed.first_line, "isi berkas harus berupa pasangan kunci dan isi")
        return None
    try:
        return model.model_validate(parsed.values)
    except ValidationError as error:
        faults: dict[Place, list[str]] = {}
        for detail in error.errors(include_url=False):
            place = _place(detail, parsed.values)
            faults.setdefault(place, []).append(fault(detail))
        for place, found in faults.items():
            key = ".".join(str(part) for part in place) or "isi"
            report.add(name, parsed.line_of(place), f"'{key}' {', atau '.join(dict.fromkeys(found))}")
        return None


def load_folder(
    model: type[Model], folder: Path, content: Path, report: Report
) -> Iterator[tuple[Model, YamlText, str]]:
    """Every usable YAML file of a folder of `content/`, with its name; `id` must equal the file name."""
    for path in sorted(path for path in folder.glob("*.yaml") if not is_leftover(path)):
        name = path.relative_to(content.parent).as_posix()
        parsed = load(path, name, report)
        value = validate(model, parsed, name, report) if parsed else None
        if value is None or parsed is None:
            continue
        if (value_id := parsed.values["id"]) != path.stem:
            report.add(name, parsed.line_of(("id",)), f"id '{value_id}' tidak sama dengan nama berkas")
        yield value, parsed, name


def split_front_matter(text: str, name: str, report: Report) -> tuple[str, str, int] | None:
    """(YAML text, body, line on which the body starts) of a Markdown file; None with a problem."""
    end = text.find("\n---\n", 3)
    if not text.startswith("---\n") or end < 0:
        report.add(name, 1, "berkas harus diawali kepala YAML di antara dua baris '---'")
        return None
    head = text[4 : end + 1]
    return head, text[end + 5 :], head.count("\n") + 3


def _place(detail: ErrorDetails, values: Any) -> Place:
    """Where in the file a fault is, without the names of the alternatives that were tried there."""
    place: list[int | str] = []
    for step in detail["loc"]:
        if isinstance(values, dict) and (step in values or detail["type"] == "missing"):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int):
            values = values[step]
        else:
            continue
        place.append(step)
    return tuple(place)


def _refusal(error: MarkedYAMLError, first_line: int) -> YamlRefused:
    """What to tell of a syntax error: an opening mark that is never closed is named where it opens."""
    said = error.problem or ""
    known = next((part for part in _MISTAKES if part in said), None)
    is_unclosed = known in ("end of stream", "expected ',' or")
    mark = (error.context_mark if is_unclosed else error.problem_mark) or error.context_mark
    message = _MISTAKES[known] if known else "susunan YAML keliru"
    if known == "duplicate key" and (key := re.search(r'key "(.*?)"', said)):
        message += f" '{key[1]}'"
    return YamlRefused(first_line + (mark.line if mark else 0), message)


def _line_of_misfit(tree: Node | None) -> int:
    """The line (from 0) of the scalar that looks like a date or number and is none."""
    construct = YAML(typ="safe", pure=True).constructor.construct_object
    waiting = [tree] if tree is not None else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            waiting += [child for pair in node.value for child in pair]
        elif isinstance(node, SequenceNode):
            waiting += node.value
        else:
            try:
                construct(node)
            except (ValueError, OverflowError):
                return int(node.start_mark.line)
    return 0


def _refuse_deep_text(text: str, first_line: int) -> None:
    """Refuse deep nesting before the parser, whose cost grows with the square of the depth."""
    for number, line in enumerate(text.split("\n"), first_line):
        if line.startswith("%"):
            raise YamlRefused(number, "petunjuk YAML (%) tidak boleh dipakai")
        if (
            line.count("[") + line.count("{") > MAX_DEPTH * 20
            or line.count("- - ") + line.count("? ? ") > MAX_DEPTH
        ):
            raise YamlRefused(number, "kurung atau daftar terlalu banyak pada satu baris")
        if len(line) - len(line.lstrip(" ")) > MAX_DEPTH * 8:
            raise YamlRefused(number, f"bersarang lebih dari {MAX_DEPTH} tingkat")
        if re.search(rf"\d{{{MAX_NUMBER + 1},}}", line):
            raise YamlRefused(number, f"bilangan lebih dari {MAX_NUMBER} angka")
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match.group() in "[{" else -1
        if depth > MAX_DEPTH * 4:
            number = first_line + text.count("\n", 0, match.start())
            raise YamlRefused(number, f"bersarang lebih dari {MAX_DEPTH} tingkat")
        depth = max(depth, 0)


def _refuse_tricks(tree: Node | None, first_line: int) -> None:
    """Refuse anchors, aliases, explicit tags and depth beyond the limit."""
    waiting: list[tuple[Node, int]] = [(tree, 1)] if tree is not None else []
    while waiting:
        node, depth = waiting.pop()
        line = first_line + node.start_mark.line
        if node.anchor:
            raise YamlRefused(line, _ALIASES)
        if depth > MAX_DEPTH:
            raise YamlRefused(line, f"bersarang lebih dari {MAX_DEPTH} tingkat")
        tag = node.tag  # a property that is worked out each time
        if node.ctag.handle is not None or tag not in _PLAIN_TAGS:
            raise YamlRefused(line, "tanda tipe YAML (!) dan gabungan (<<) tidak boleh dipakai")
        if tag in _NUMBER_TAGS and len(node.value) > MAX_NUMBER:
            raise YamlRefused(line, f"bilangan lebih dari {MAX_NUMBER} angka")
        if isinstance(node.value, str) and unseen.place_of(node.value) >= 0:
            raise YamlRefused(line, "ada karakter tidak terlihat yang tidak boleh dipakai")
        if isinstance(node, MappingNode):
            for key, value in node.value:
                waiting += [(key, depth + 1), (value, depth + 1)]
        elif isinstance(node, SequenceNode):
            waiting += [(item, depth + 1) for item in node.value]
