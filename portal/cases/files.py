"""Case files: front matter and body, read and checked one file at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from portal.cases.limits import BLOCK, check_markdown
from portal.cases.model import SECTIONS, Case, FrontMatter
from portal.cases.pictures import check_pictures
from portal.cases.statements import check_statements, quoted_places
from portal.yamlfiles import (
    MAX_FRONT_MATTER,
    Report,
    YamlRefused,
    YamlText,
    parse,
    read_text,
    split_front_matter,
    validate,
)

CITATION = re.compile(r"\[([a-z]{1,3}\d{1,3}(?:\s*,\s*[a-z]{1,3}\d{1,3})*)\](?![(\[:])")
INTERPRETATION = "Tafsir penyusun:"
QUESTIONS = "**Yang perlu ditanyakan.**"
MAX_SUMMARY_WORDS = 60
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\([^)\n]*\)")
_TARGET = re.compile(r"\]\([^\S\n]*<?([^)\s>]*)|^ {0,3}\[[^\]\n]+\]:[^\S\n]*<?([^\s>]*)", re.M)
_HEADING = re.compile(r"^## (.*)$", re.M)


@dataclass(frozen=True)
class CaseFile:
    """A case as it stands in its file: the whole text, the parsed front matter and the Markdown body."""

    case: Case
    text: str
    body: str
    body_line: int
    parsed: YamlText


def read_file(path: Path, content: Path, report: Report) -> CaseFile | None:
    """Read one case file and check all that can be seen in it alone; None where it cannot be used."""
    name = path.relative_to(content.parent).as_posix()
    text = read_text(path, name, report)
    if text is None:
        return None
    file = read_source(text, name, report)
    if file is not None:
        check_pictures(file.case, file.parsed, content, report)
    return file


def read_source(text: str, name: str, report: Report) -> CaseFile | None:
    """Check the text of a case file that stands (or is to stand) at `name`."""
    split = split_front_matter(text, name, report)
    if split is None:
        return None
    head, body, body_line = split
    before = len(report.errors)
    check_markdown(body, body_line, name, report)
    if len(report.errors) == before:
        _check_body(body, body_line, name, report)
    try:
        parsed = parse(head, first_line=2, max_size=MAX_FRONT_MATTER)
    except YamlRefused as refusal:
        report.add(name, refusal.line, refusal.message)
        return None
    front = validate(FrontMatter, parsed, name, report)
    if front is None:
        return None
    case = Case(**dict(front), path=name)
    _check_head(case, parsed, name, report)
    _check_citations(case, parsed, body, body_line, name, report)
    check_statements(case, parsed, body, body_line, name, report)
    return CaseFile(case, text, body, body_line, parsed)


def cited(text: str) -> list[tuple[int, str]]:
    """Every citation in a text: (offset, source id), in order."""
    return [
        (match.start(), part.strip()) for match in CITATION.finditer(text) for part in match[1].split(",")
    ]


def links(body: str) -> list[tuple[int, str]]:
    """Every Markdown link and link definition: (offset, target)."""
    return [(match.start(), match[1] or match[2] or "") for match in _TARGET.finditer(body)]


def _check_head(case: Case, parsed: YamlText, name: str, report: Report) -> None:
    path = Path(name)
    if case.slug != path.stem:
        report.add(
            name, parsed.line_of(("slug",)), f"slug '{case.slug}' tidak sama dengan nama berkas '{path.stem}'"
        )
    if case.region != path.parent.name:
        report.add(
            name, parsed.line_of(("region",)), f"wilayah '{case.region}' tidak sama dengan folder berkas"
        )
    words = len(case.summary.split())
    if words > MAX_SUMMARY_WORDS:
        line = parsed.line_of(("summary",))
        report.add(name, line, f"ringkasan {words} kata; paling banyak {MAX_SUMMARY_WORDS}")
    if case.status != "unknown" and not case.status_sources:
        report.add(name, parsed.line_of(("status",)), f"status '{case.status}' butuh status_sources")
    for index, source in enumerate(case.sources):
        if not re.match(r"https?://[^\s/]+\.[^\s/]+", source.url):
            line = parsed.line_of(("sources", index, "id"))
            report.add(name, line, f"sumber {source.id} tidak punya alamat (url)")


def _check_body(body: str, body_line: int, name: str, report: Report) -> None:
    headings = [(m.start(), m[1].strip()) for m in _HEADING.finditer(body)]
    present = [heading for _, heading in headings]
    for wanted in SECTIONS:
        if wanted not in present:
            report.add(name, body_line, f"judul bagian '## {wanted}' tidak ada")
    for place, (offset, heading) in enumerate(headings):
        if heading not in SECTIONS:
            report.add(name, _line(body, offset, body_line), f"judul bagian '## {heading}' tidak dikenal")
        elif heading in present[:place]:
            report.add(name, _line(body, offset, body_line), f"judul bagian '## {heading}' ditulis dua kali")
    known = tuple(dict.fromkeys(heading for heading in present if heading in SECTIONS))
    if len(known) == len(SECTIONS) and known != SECTIONS:
        report.add(name, body_line, "urutan bagian tidak seperti yang diminta (lihat docs/content-format.md)")
    if body[: headings[0][0] if headings else 0].strip():
        report.add(name, body_line, "teks sebelum judul bagian pertama tidak akan terbaca; pindahkan")
    _check_figures(body, body_line, name, report)


def _check_figures(body: str, body_line: int, name: str, report: Report) -> None:
    """Report each paragraph or list item that has a figure and no source.

    Free of it are marked interpretation, questions for the host, and the line that introduces a list.
    """
    for block in BLOCK.finditer(body):
        offset = block.start()
        for item in re.split(r"(?<=\n)(?=\s*(?:[-*]|\d{1,2}\.) )", block.group()):
            prose = re.sub(r"^\s*(?:[-*]|\d+\.) |^#.*$", "", CITATION.sub("", item), flags=re.M)
            is_free = INTERPRETATION in item or QUESTIONS in item or prose.rstrip().endswith(":")
            if not is_free and not CITATION.search(item) and re.search(r"\d", _LINK.sub("", prose)):
                line = _line(body, offset, body_line)
                report.add(name, line, f'angka tanpa sumber: "{" ".join(prose.split())[:60]}"')
            offset += len(item)


def _check_citations(
    case: Case, parsed: YamlText, body: str, body_line: int, name: str, report: Report
) -> None:
    known = {source.id for source in case.sources}
    if len(known) != len(case.sources):
        report.add(name, parsed.line_of(("sources",)), "ada id sumber yang dipakai dua kali")
    used: set[str] = set()
    for offset, source_id in cited(body):
        used.add(source_id)
        if source_id not in known:
            line = _line(body, offset, body_line)
            report.add(name, line, f"rujukan [{source_id}] tidak ada di daftar sumber")
    for place, source_ids, _ in quoted_places(case):
        used.update(source_ids)
        for source_id in source_ids:
            if source_id not in known:
                report.add(name, parsed.line_of(place), f"rujukan {source_id} tidak ada di daftar sumber")
    for index, source in enumerate(case.sources):
        if source.id not in used:
            report.add(name, parsed.line_of(("sources", index)), f"sumber {source.id} tidak pernah dirujuk")


def _line(text: str, offset: int, first_line: int) -> int:
    return first_line + text.count("\n", 0, max(offset, 0))
