"""Figures inside the text of a region's file: one entry changed or added, every other line as it was.

The YAML reader tells on which lines an entry stands; only those lines are replaced, so comments, order and
line breaks of a file that people keep by hand stay theirs. New entries are written by the YAML writer.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from portal.errors import RuleViolation
from portal.regions import IndicatorValue
from portal.sources import Source

WIDTH = 110  # characters of a line, as our files have it
CANNOT = "Berkas wilayah ini ditulis dengan gaya yang tidak dapat disunting di sini. Ubah di berkasnya."


@dataclass(frozen=True)
class Edit:
    """Lines from `start` up to `end` (from 0, end not included) become `lines`."""

    start: int
    end: int
    lines: tuple[str, ...]


def with_figures(
    text: str,
    *,
    changed: Mapping[int, IndicatorValue] = MappingProxyType({}),
    added: Sequence[IndicatorValue] = (),
    sources: Sequence[Source] = (),
    removed: Collection[int] = (),
    removed_sources: Collection[str] = (),
) -> str:
    """The text of a region's file with figures changed or removed (by their place in the list) and added."""
    root = YAML(typ="rt").compose(text)
    if not isinstance(root, MappingNode):
        raise RuleViolation(CANNOT)
    edits = [_replace(root, place, value) for place, value in changed.items()]
    if added:
        edits.append(_append(root, "indicators", [_figure(value) for value in added], text))
    if sources:
        edits.append(_append(root, "sources", [_source(source) for source in sources], text))
    edits += _remove(root, "indicators", removed)
    if removed_sources:
        edits += _remove(root, "sources", _places(root, removed_sources))
    lines = text.splitlines()
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        lines[edit.start : edit.end] = edit.lines
    return "\n".join(lines) + "\n"


def _replace(root: MappingNode, place: int, value: IndicatorValue) -> Edit:
    found = _block(root, "indicators")
    if found is None or place >= len(found.value):
        raise RuleViolation(CANNOT)
    node = found.value[place]
    start = node.start_mark.line
    return Edit(start, _last_line(node) + 1, _written(_figure(value), node.start_mark.column - 2))


def _places(root: MappingNode, ids: Collection[str]) -> list[int]:
    """Where the sources with these ids stand in their list."""
    found = _block(root, "sources")
    nodes = found.value if found is not None else []
    return [
        place
        for place, node in enumerate(nodes)
        if any((key.value, value.value) == ("id", sign) for key, value in node.value for sign in ids)
    ]


def _remove(root: MappingNode, key: str, places: Collection[int]) -> list[Edit]:
    """Entries of a list out; a list that loses all of them is written as an empty one."""
    found = _block(root, key)
    if not places:
        return []
    if found is None or max(places) >= len(found.value):
        raise RuleViolation(CANNOT)
    if len(places) == len(found.value):
        name = next(name for name, node in root.value if node is found)
        return [Edit(name.start_mark.line, _last_line(found) + 1, (f"{key}: []",))]
    nodes = [found.value[place] for place in places]
    return [Edit(node.start_mark.line, _last_line(node) + 1, ()) for node in nodes]


def _append(root: MappingNode, key: str, entries: Sequence[CommentedMap], text: str) -> Edit:
    found = _block(root, key)
    if found is not None and found.value:
        last = found.value[-1]
        indent, at = last.start_mark.column - 2, _last_line(last) + 1
        return Edit(at, at, tuple(line for entry in entries for line in _written(entry, indent)))
    lines = (f"{key}:", *(line for entry in entries for line in _written(entry, 2)))
    for name, node in root.value:
        if name.value == key:
            return Edit(name.start_mark.line, _last_line(node) + 1, lines)
    end = len(text.splitlines())
    return Edit(end, end, lines)


def _block(root: MappingNode, key: str) -> SequenceNode | None:
    """The list under a key; None where it is missing or empty."""
    node = next((value for name, value in root.value if name.value == key), None)
    if not isinstance(node, SequenceNode) or not node.value:
        return None
    if node.flow_style:
        raise RuleViolation(CANNOT)
    return node


def _last_line(node: Node) -> int:
    """The last line that a value stands on; the end of a block is where the next thing begins."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    end = node.end_mark
    line: int = end.line
    return line - 1 if end.column == 0 and line > node.start_mark.line else line


def _figure(value: IndicatorValue) -> CommentedMap:
    entry = CommentedMap(indicator=value.indicator, value=value.value, year=value.year)
    if value.unit:
        entry["unit"] = value.unit
    if value.note:
        entry["note"] = value.note
    entry["sources"] = _in_brackets(value.sources)
    return entry


def _source(source: Source) -> CommentedMap:
    return CommentedMap(
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        date=None if source.date is None else DoubleQuotedScalarString(source.date),
        url=source.url,
    )


def _in_brackets(values: Sequence[str]) -> CommentedSeq:
    found = CommentedSeq(values)
    found.fa.set_flow_style()
    return found


def _written(entry: CommentedMap, indent: int) -> tuple[str, ...]:
    writer: Any = YAML(typ="rt")
    writer.width = WIDTH - indent
    writer.indent(mapping=2, sequence=4, offset=2)
    writer.representer.add_representer(type(None), _null)
    buffer = io.StringIO()
    writer.dump(entry, buffer)
    lines = buffer.getvalue().rstrip("\n").split("\n")
    space = " " * max(indent, 0)
    return tuple(
        f"{space}- {line}".rstrip() if number == 0 else f"{space}  {line}".rstrip()
        for number, line in enumerate(lines)
    )


def _null(representer: Any, _value: None) -> Any:
    return representer.represent_scalar("tag:yaml.org,2002:null", "null")
