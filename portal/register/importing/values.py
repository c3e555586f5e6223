"""A row of a file as the values of a profile, with what could not be read and what was left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from portal.documents.grids import Cell
from portal.records.privacy import holds_nip, without_persons
from portal.register.importing import cells
from portal.register.importing.tables import Line
from portal.register.ownership import Owner, Owners
from portal.same import folded
from portal.taxonomy.profile import ProfileRules
from portal.values import ERRORS, Unreadable

MAX_TITLE, MAX_TEXT = 200, 20_000
DESIGN_WORDS = 300
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "stage": {
        "inisiatif": ("inisiatif", "inisiasi", "tahap inisiatif"),
        "uji-coba": ("uji coba", "ujicoba", "tahap uji coba"),
        "penerapan": ("penerapan", "implementasi", "diterapkan", "tahap penerapan"),
    },
    "initiator": {
        "kepala-daerah": ("kepala daerah", "bupati", "wali kota", "walikota"),
        "dprd": ("anggota dprd", "dprd"),
        "asn": ("asn", "aparatur sipil negara", "pns", "pegawai"),
        "opd": ("opd", "perangkat daerah", "skpd", "pd", "organisasi perangkat daerah"),
        "masyarakat": ("masyarakat", "anggota masyarakat", "warga"),
    },
    "classification": {
        "opd": ("perangkat daerah", "opd", "inovasi perangkat daerah"),
        "desa": ("desa", "inovasi desa", "desa kelurahan"),
        "masyarakat": ("masyarakat", "inovasi masyarakat"),
    },
    "technology": {
        "digital": ("digital", "inovasi digital"),
        "non-digital": ("non digital", "nondigital", "inovasi non digital", "konvensional", "manual"),
    },
    "form": {
        "tata-kelola": (
            "tata kelola",
            "tata kelola pemerintahan daerah",
            "tata kelola pemerintahan",
            "inovasi tata kelola",
            "inovasi tata kelola pemerintahan daerah",
        ),
        "pelayanan-publik": ("pelayanan publik", "inovasi pelayanan publik", "layanan publik"),
        "lainnya": (
            "bentuk lainnya",
            "bentuk lain",
            "lainnya",
            "inovasi daerah lainnya",
            "inovasi bentuk lainnya",
            "inovasi daerah bentuk lainnya",
        ),
    },
}
WHAT = {
    "stage": "tahapan",
    "initiator": "inisiator",
    "classification": "klasifikasi",
    "technology": "jenis",
    "form": "bentuk",
    "trial_on": "uji coba",
    "applied_on": "penerapan",
    "developed_on": "pengembangan",
    "begun_on": "awal gagasan",
    "budget": "anggaran",
    "claimed_score": "skor",
}
PARTS = {
    "legal_basis": "Dasar hukum",
    "problem": "Masalah",
    "strategic_issue": "Isu strategis",
    "new_method": "Metode baru",
    "advantage": "Keunggulan",
    "specification": "Spesifikasi",
}
TEXTS = ("purpose", "benefit", "result", "awards", "development_note")
LINES = {"pkpn": 200, "business_profile": 300, "ip": 200}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}


@dataclass
class Draft:
    """A row as it would be stored; `refused` says why it cannot be."""

    row: int
    title: str
    owner: Owner
    values: dict[str, object] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)  # what was left out because it is about persons
    refused: str = ""
    claims: list[dict[str, object]] = field(default_factory=list)

    def take(self, name: str, read: Callable[[], object]) -> None:
        """Read a field; where that fails it stays empty and the row says why."""
        try:
            value = read()
        except Unreadable as error:
            what, said = WHAT.get(name, ""), str(error).rstrip(".")
            self.problems.append(f"{what}: {said}" if what else said)
            return
        if value not in (None, ""):
            self.values[name] = value


def draft(line: Line, owners: Owners, profile: ProfileRules, ours: tuple[str, ...]) -> Draft:
    """Read a row; `ours` are the folded names of our own government."""
    given = line.cells
    title = cells.line(given.get("title"))
    owner = owners.find(cells.line(given.get("owner")), cells.line(given.get("unit")))
    found = Draft(line.number, title[:MAX_TITLE], owner, problems=list(line.problems))
    found.claims = [dict(one) for one in line.claims]
    found.refused = _refusal(title, line, ours)
    if found.refused:
        return found
    if line.carried:
        found.problems.append("pemilik diambil dari baris di atasnya")
    if not owner.opd:
        near = owners.nearest(owner.text)
        said = f"pemilik “{owner.text}” belum dikenali" if owner.text else "pemilik tidak disebut"
        found.problems.append(f"{said}; mungkin {near}" if near else said)
    found.values["title"] = title
    _lists(found, given, profile)
    _days(found, given)
    _point(found, given)
    _texts(found, given)
    _others(found, given, owners)
    return found


def _refusal(title: str, line: Line, ours: tuple[str, ...]) -> str:
    if line.is_hidden:
        return "Baris ini tersembunyi di buku kerja. Tampilkan dahulu bila memang harus ikut."
    if cells.is_nothing(title):
        return "Nama inovasinya kosong."
    if ERRORS.fullmatch(title):
        return f"Kolom nama berisi galat Excel ({title})."
    if len(title) > MAX_TITLE:
        return f"Nama inovasi lebih dari {MAX_TITLE} huruf; mungkin kolomnya tertukar."
    if not re.search(r"[^\W\d_]", title):
        return "Nama inovasinya tidak berisi huruf."
    if holds_nip(title):
        return "Kolom nama berisi NIP."
    government = folded(cells.line(line.cells.get("government")))
    if government and ours and not any(name in government for name in ours):
        said = cells.line(line.cells.get("government"))[:80]
        return f"Milik daerah lain ({said}). Register ini hanya untuk inovasi milik kita."
    return ""


def _lists(found: Draft, given: Mapping[str, Cell], profile: ProfileRules) -> None:
    for name, words in WORDS.items():
        found.take(name, lambda name=name, words=words: cells.choice(given.get(name), words, WHAT[name]))  # type: ignore[misc]
    found.problems[:] = [_without_twice(one) for one in found.problems]
    found.take("asta_cita", lambda: _asta_cita(given.get("asta_cita"), found))
    found.take("affair", lambda: _affair(given.get("affair"), profile, found))
    found.take("other_affairs", lambda: _affairs(given.get("other_affairs"), profile, found))
    found.take("claimed_score", lambda: cells.score(given.get("claimed_score")))


def _without_twice(problem: str) -> str:
    """“tahapan: tahapan … tidak ada di daftar” says its name once."""
    first, _, rest = problem.partition(": ")
    return rest if rest.startswith(f"{first} ") else problem


def _days(found: Draft, given: Mapping[str, Cell]) -> None:
    for name in ("begun_on", "trial_on", "applied_on", "developed_on"):
        found.take(name, lambda name=name: cells.day(given.get(name)))  # type: ignore[misc]
    trial, applied, developed = (
        found.values.get(name) for name in ("trial_on", "applied_on", "developed_on")
    )
    if isinstance(trial, date) and isinstance(applied, date) and applied < trial:
        found.problems.append("waktu penerapan sebelum uji coba")
    if isinstance(applied, date) and isinstance(developed, date) and developed < applied:
        found.problems.append("waktu pengembangan sebelum penerapan")


def _point(found: Draft, given: Mapping[str, Cell]) -> None:
    where: Cell = given.get("coordinates")
    if (
        where in (None, "")
        and given.get("latitude") not in (None, "")
        and given.get("longitude") not in (None, "")
    ):
        where = f"{cells.line(given['latitude'])}; {cells.line(given['longitude'])}"

    def read() -> str:
        point, strange = cells.point(where)
        if strange:
            found.problems.append(strange)
        return point

    found.take("coordinates", read)


def _texts(found: Draft, given: Mapping[str, Cell]) -> None:
    for name in TEXTS:
        found.take(name, lambda name=name: _clean(given.get(name), found))  # type: ignore[misc]
    for name, most in LINES.items():
        found.take(name, lambda name=name, most=most: _short(given.get(name), found, most))  # type: ignore[misc]
    design = _clean(given.get("design"), found)
    parts = [
        f"{heading}: {said}" for name, heading in PARTS.items() if (said := _clean(given.get(name), found))
    ]
    design = "\n\n".join(part for part in (design, *parts) if part)[:MAX_TEXT]
    if design:
        found.values["design"] = design
        count = len(design.split())
        if count < DESIGN_WORDS:
            found.problems.append(f"rancang bangun {count} kata; paling sedikit {DESIGN_WORDS}")


def _short(cell: Cell, found: Draft, most: int) -> str:
    return " ".join(_clean(cell, found).split())[:most]


def _clean(cell: Cell, found: Draft) -> str:
    """A text without numbers of persons, and nothing for "-"."""
    if cells.is_nothing(cell):
        return ""
    said = cells.text(cell)[:MAX_TEXT]
    bare = without_persons(said)
    if bare != said:
        found.dropped.append("nomor atau alamat orang di dalam teks")
    return bare


def _others(found: Draft, given: Mapping[str, Cell], owners: Owners) -> None:
    found.take("budget", lambda: cells.rupiah(given.get("budget")))
    found.take("video", lambda: _video(given.get("video"), found))
    who = without_persons(cells.line(given.get("initiator_name")))
    if cells.is_nothing(who):
        return
    if cells.is_office(who) or owners.find(who).opd or folded(who) in found.owner.words():
        found.values["initiator_name"] = who[:200]
    else:
        found.dropped.append("nama inisiator (mungkin nama orang)")


def _video(cell: Cell, found: Draft) -> str:
    said = cells.line(cell)
    if cells.is_nothing(said) or folded(said) in ("ya", "ada", "sudah"):
        return ""
    if formula := re.match(r'=\s*HYPERLINK\(\s*"([^"]+)"', said, re.IGNORECASE):
        said = formula[1]
        found.problems.append("rumus pada tautan video dibaca sebagai teks")
    if not re.match(r"[a-z][a-z0-9+.-]*:", said, re.IGNORECASE):
        if not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", said):
            raise Unreadable(f"tautan video “{said[:60]}” bukan alamat")
        found.problems.append("tautan video tanpa skema; ditambah https://")
        said = f"https://{said}"
    try:
        parts = urlsplit(said)
    except ValueError:
        raise Unreadable(f"tautan video “{said[:60]}” bukan alamat") from None
    if parts.scheme not in ("http", "https") or not parts.netloc or len(said) > 300 or " " in said:
        raise Unreadable(f"tautan video “{said[:60]}” bukan alamat web")
    return said


def _asta_cita(cell: Cell, found: Draft) -> int | None:
    if cells.is_nothing(cell):
        return None
    words = folded(cells.text(cell))
    numbers = [int(one) for one in re.findall(r"(?:asta ci(?:t|pt)a |^|; ?)(?:ke )?(\d)\b", words)]
    numbers += [
        _ROMAN[one] for one in re.findall(r"asta ci(?:t|pt)a (?:ke )?([iv]{1,4})\b", words) if one in _ROMAN
    ]
    if not numbers or not 1 <= numbers[0] <= 8:
        raise Unreadable(f"Asta Cita “{cells.line(cell)[:40]}” bukan 1 sampai 8")
    if len(set(numbers)) > 1:
        found.problems.append("lebih dari satu Asta Cita; disimpan yang pertama")
    return numbers[0]


def _affair(cell: Cell, profile: ProfileRules, found: Draft) -> str:
    if cells.is_nothing(cell):
        return ""
    said = cells.line(cell)
    plain = folded(re.sub(r"^[\d. ]+", "", said))
    plain = re.sub(r"^(?:urusan )?(?:pemerintahan )?(?:wajib |pilihan )?(?:bidang )?", "", plain) or plain
    for affair in profile.affairs:
        names = {folded(name) for name in (affair.name, *affair.names, affair.code)}
        if plain in names or folded(said) in names:
            return affair.code
    near = [
        (SequenceMatcher(None, plain, folded(name)).ratio(), affair)
        for affair in profile.affairs
        for name in (affair.name, *affair.names)
        if len(name) > 8
    ]
    best = max(near, key=lambda one: one[0], default=None)
    if best is None or best[0] < 0.9:
        raise Unreadable(f"urusan “{said[:60]}” tidak ada di daftar")
    found.problems.append(f"urusan “{said[:60]}” dibaca {best[1].name}")
    return best[1].code


def _affairs(cell: Cell, profile: ProfileRules, found: Draft) -> str:
    if cells.is_nothing(cell):
        return ""
    try:
        return _affair(cell, profile, found)
    except Unreadable:
        pass
    codes: list[str] = []
    text = cells.text(cell)
    for part in re.split(r"[;\n|]" if re.search(r"[;\n|]", text) else r",", text):
        try:
            codes.append(_affair(part, profile, found))
        except Unreadable as error:
            found.problems.append(f"irisan: {error}")
    return " ".join(dict.fromkeys(code for code in codes if code))
