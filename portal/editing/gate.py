"""The gate in front of a draft: the same checks as for files, each problem at the field it belongs to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal import edition
from portal.cases import CASES, Case
from portal.cases.files import CaseFile, read_source
from portal.cases.model import SECTIONS
from portal.config import Settings
from portal.editing import spam
from portal.editing.fields import FIELDS, RESERVED, TABLES, FieldKind, label_of, section_place
from portal.editing.sheet import Sheet
from portal.editing.writing import Written, write
from portal.errors import Problem
from portal.government import GOVERNMENTS, Government
from portal.guides.files import KINDS
from portal.pages import PAGES
from portal.publishing.library import check_case
from portal.regions import REGIONS, Region
from portal.taxonomy import TAXONOMY
from portal.taxonomy.model import Taxonomy
from portal.yamlfiles import MAX_FILE, Report

_TYPE_PROBLEM = re.compile(r"'[a-z_]+(?:\.|'[ :])")
_NEEDED = "Isian ini wajib diisi."
_YEAR = "Tulis tahun dengan empat angka, misalnya 2024, atau kosongkan."
_BY_KIND = {
    FieldKind.YEAR: _YEAR,
    FieldKind.RESULT_YEAR: _YEAR,
    FieldKind.DAY: "Tulis tanggal yang ada, misalnya 2026-11-21.",
    FieldKind.PARTIAL_DAY: "Tulis tanggal sebagai 2019-11-12, 2019-11, atau 2019.",
    FieldKind.CITES: "Tulis tanda sumber, misalnya: s1, s4.",
    FieldKind.OPTIONAL_CITES: "Tulis tanda sumber, misalnya: s1, s4.",
    FieldKind.CHOICE: "Pilih salah satu dari daftar.",
    FieldKind.CHOICES: "Pilih dari daftar.",
    FieldKind.YES_NO: "Pilih salah satu.",
    FieldKind.QUOTES: "Tulis satu kutipan per baris, paling banyak 200 huruf: s1: kata-kata sumbernya.",
    FieldKind.PACKED: "Tulis tanggal lalu keterangannya, misalnya: 2026-11-30 arsip sebagian.",
}
_SENTENCES = (
    (r"status '.*' butuh status_sources", "Isi sumber keadaan: dari mana keadaan ini diketahui?"),
    (r"sumber (\S+) tidak punya alamat \(url\)", r"Sumber \1 belum punya alamat web (https://…)."),
    (r"sumber (\S+) tidak pernah dirujuk", r"Sumber \1 belum dirujuk di mana pun; rujuk atau hapus."),
    (r"sudah waktunya diperiksa.*", "Sudah waktunya sumber kasus ini dibuka lagi."),
    (r"status '.*' butuh ended: .*", "Ceritakan di bawah bagaimana berakhirnya, dengan sumbernya."),
)


@dataclass(frozen=True)
class Finding:
    """One thing to mend, and the place in the form where."""

    place: str
    message: str
    is_warning: bool = False

    @property
    def label(self) -> str:
        """What the curator calls the place."""
        return label_of(self.place)


@dataclass(frozen=True)
class Snapshot:
    """What is published besides the case that is checked."""

    taxonomy: Taxonomy
    regions: Mapping[str, Region]
    governments: Mapping[str, Government]
    cases: Collection[str]
    pages: Collection[str]
    kinds: Collection[str]


@dataclass(frozen=True)
class Checked:
    """A sheet after the gate: the text it makes, the case where it can be read, everything found."""

    written: Written
    file: CaseFile | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the case from being published."""
        return tuple(finding for finding in self.findings if not finding.is_warning)

    def at(self, place: str) -> list[Finding]:
        """What is to be mended at a place of the form."""
        return [finding for finding in self.findings if finding.place == place]

    def blocks(self, place: str) -> bool:
        """Does anything at this place keep the case from being published?"""
        return any(finding.place == place for finding in self.errors)


NOT_CHECKED = Checked(Written(), None, ())  # for a form that nobody asked to check


def path_of(settings: Settings, region: str, slug: str) -> str:
    """Where a case file stands, as problems name it."""
    return f"{settings.content.name}/cases/{region}/{slug}.md"


def check(sheet: Sheet, today: date) -> Checked:
    """Put a sheet through the gate. Runs inside the app: it looks at what is published."""
    settings, published = edition.settings(), CASES.get()
    written, report = write(sheet), Report()
    path = path_of(settings, sheet.get("region") or "_", sheet.get("slug") or "_")
    file = read_source(written.text, path, report)
    slug = sheet.get("slug")
    if file is not None:
        snapshot = Snapshot(
            TAXONOMY.get(),
            REGIONS.get(),
            GOVERNMENTS.get(),
            {*published, slug},
            PAGES.get(),
            KINDS.get(),
        )
        check_case(file, snapshot, settings.government, today, report)
    found = _explained(report.problems, written) + _own_checks(sheet, written, published)
    first = {place: line for line, place in reversed(list(enumerate(written.places)))}
    found.sort(key=lambda finding: (first.get(finding.place, -1), finding.is_warning))
    return Checked(written, file, tuple(dict.fromkeys(found)))


def _explained(problems: Iterable[Problem], written: Written) -> list[Finding]:
    """What the gate says, at its places; an empty field is only told to be filled in."""
    found = []
    for problem in problems:
        place = written.place_of(problem.line)
        found.append(Finding(place, _explain(problem.message, place), problem.is_warning))
    empty = {finding.place for finding in found if finding.message == _NEEDED}
    return [finding for finding in found if finding.place not in empty or finding.message == _NEEDED]


def _own_checks(sheet: Sheet, written: Written, published: Mapping[str, Case]) -> list[Finding]:
    """What only the browser must check, because a file cannot be wrong in this way."""
    found = []
    slug = sheet.get("slug")
    other = published.get(slug)
    if slug in RESERVED or (other is not None and other.region != sheet.get("region")):
        found.append(Finding("slug", f"Alamat '{slug}' sudah dipakai; pilih yang lain."))
    if len(written.text.encode("utf-8", "replace")) > MAX_FILE:
        found.append(Finding("", f"Naskah lebih dari {MAX_FILE // 1024} KB; pendekkan."))
    for heading in SECTIONS:
        text, place = sheet.sections.get(heading, ""), section_place(heading)
        if not text.strip():
            found.append(
                Finding(
                    place, "Masih kosong. Bila tidak ada sumber, tulis itu dan apa yang perlu ditanyakan."
                )
            )
        if match := re.search(r"^## +(.+?) *$", text, re.M):
            found.append(Finding(place, f"Untuk subjudul pakai '### {match[1][:60]}', bukan '##'."))
    return found + _spam_findings(written)


def _spam_findings(written: Written) -> list[Finding]:
    """Gambling phrases, each at the places where it stands."""
    if not spam.find(written.text):
        return []
    by_place: dict[str, list[str]] = {}
    for line, place in zip(written.lines, written.places, strict=True):
        by_place.setdefault(place, []).append(line)
    found = {place: spam.find("\n".join(lines)) for place, lines in by_place.items()}
    listed = [(place, phrase) for place, phrases in found.items() for phrase in phrases]
    return [
        Finding(place, f"Ada kata yang dipakai penyusup situs judi: “{phrase}”. Hapus sebelum terbit.")
        for place, phrase in listed or [("", spam.find(written.text)[0])]
    ]


def _explain(message: str, place: str) -> str:
    """The gate's words as a curator understands them, who never sees the file's keys."""
    for pattern, sentence in _SENTENCES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, sentence, message)
    if not _TYPE_PROBLEM.match(message):
        return f"{message[:1].upper()}{message[1:]}" + ("" if message.endswith((".", "?", '"')) else ".")
    if "tidak boleh kosong" in message:
        return "Isi setidaknya satu." if place in TABLES or _kind(place) is FieldKind.CHOICES else _NEEDED
    if "terlalu panjang" in message:
        return "Terlalu panjang" + message.partition("terlalu panjang")[2] + "."
    kind = _kind(place)
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if place == "slug":
        return "Pakai huruf kecil, angka, dan tanda hubung, misalnya smart-kampung."
    if place.startswith("sources-") and place.endswith("-id"):
        return "Tanda sumber berupa huruf dan angka, misalnya s3."
    return "Isian ini belum benar."


def _kind(place: str) -> FieldKind:
    name, _, rest = place.partition("-")
    if name in TABLES and rest.count("-") == 1:
        column = rest.partition("-")[2]
        return next((field.kind for field in TABLES[name].fields if field.name == column), FieldKind.LINE)
    return FIELDS[name].kind if name in FIELDS else FieldKind.LINE
