"""The only factory: a small valid library in a folder of the test, and the portal that serves it.

Two regions (Contoh is ours, Teladan is not), a government with three needs, a glossary, a help page and
as many cases as a test asks for. Every front matter key stands on a line of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask

from portal import config
from portal.cases.files import CaseFile, read_source
from portal.cases.model import SECTIONS
from portal.config import Settings
from portal.errors import Problem
from portal.publishing.publish import Publication
from portal.publishing.publish import publish as publish_content
from portal.yamlfiles import Report
from tests import databases
from tests.portals import close_portal, open_portal
from tests.reading import Reader

OURS, OTHER = "contoh", "teladan"
SHIPPED = (
    Path(__file__).parent.parent / "content/instruments"
)  # the rules of the register and of IID are the same

SETTINGS = 'government = "contoh"\nname = "Contoh Portal"\ntagline = "Belajar dari daerah lain"\n'

TAXONOMY = """\
sectors:
  - {id: kesehatan, label: Kesehatan, description: Puskesmas dan rumah sakit.}
  - {id: kependudukan, label: Kependudukan, description: KTP dan akta.}
  - {id: lingkungan, label: Lingkungan Hidup, description: Sampah dan air.}
forms:
  - {id: pelayanan-publik, label: Pelayanan publik, description: Layanan kepada warga.}
  - {id: tata-kelola, label: Tata kelola pemerintahan daerah, description: Cara kerja di dalam.}
statuses:
  - {id: active, label: Masih berjalan, description: Masih dijalankan.}
  - {id: scaled, label: Diperluas, description: Sudah diperluas.}
  - {id: stopped, label: Dihentikan, description: Sudah tidak dijalankan.}
  - {id: unknown, label: Perlu dicek, description: Belum ada sumber.}
"""

INDICATORS = """\
indicators:
  - {id: kemiskinan, name: Penduduk miskin, unit: '%', direction: down, theme: kesejahteraan}
  - {id: indeks-layanan, name: Indeks layanan, direction: up, theme: layanan-publik, instrument: ipp}
"""

INSTRUMENT = """\
id: ipp
name: Indeks Pelayanan Publik
publisher: Kementerian PANRB
direction: up
versions:
  - id: ipp-2020
    min: 0
    max: 5
    bands:
      - {from: 4.01, to: 5, label: Baik}
      - {from: 0, to: 4, label: Kurang}
    confidence: terverifikasi
"""

REGION = """\
id: {id}
name: {name}
short_name: {short}
kind: kabupaten
province: Jawa Tengah
aliases: [Kab. {short}]
summary: {name} punya 3 kecamatan.
indicators:
  - indicator: kemiskinan
    value: 7.5
    year: 2024
    sources: [p1]
visit:
  - topic: perjalanan
    text: Naik kereta ke stasiun {short}.
    sources: [p2]
notes:
  - text: Angka lama tidak dipakai.
    sources: [p2]
sources:
  - {{id: p1, title: Angka {short}, publisher: BPS, date: "2025-01", url: "https://bps.example.id/{id}"}}
  - {{id: p2, title: Profil {short}, publisher: Pemkab, date: null, url: "https://{id}.example.id/profil"}}
"""

GOVERNMENT = """\
id: contoh
region: contoh
name: Pemerintah Kabupaten Contoh
short_name: Contoh
head: Bupati
secretary: Sekretaris Daerah
planning_agency: Bapperida
opds:
  - code: Dinkes
    name: Dinas Kesehatan
    kind: dinas
    sectors: [kesehatan]
    units:
      - {id: puskesmas-satu, name: Puskesmas Satu, kind: puskesmas, sources: [b1]}
    sources: [b1]
  - code: Disdukcapil
    name: Dinas Kependudukan dan Pencatatan Sipil
    kind: dinas
    sectors: [kependudukan]
    sources: [b1]
plan:
  document: RPJMD 2025-2029
  period: 2025-2029
  vision: Contoh yang melayani
  vision_sources: [b1]
  missions:
    - {no: 1, text: Memperbaiki layanan, sources: [b1]}
  indicators:
    - {id: miskin, name: Penduduk miskin, indicator: kemiskinan, direction: down, sources: [b1]}
needs:
  - id: antre-ktp
    title: Warga antre lama mengurus KTP
    text: Antrean di kantor kecamatan sampai tengah hari.
    opds: [Disdukcapil]
    sector: kependudukan
    year: 2024
    note: Jumlah antrean tidak dicatat.
    note_sources: [b2]
    sources: [b2]
  - id: stunting
    title: Anak balita masih banyak yang stunting
    text: Penimbangan belum rutin.
    opds: [Dinkes]
    sector: kesehatan
    cases: []
    sources: [b2]
  - id: sampah
    title: Sampah menumpuk di pasar
    text: Truk sampah datang dua hari sekali.
    opds: [Dinkes, Disdukcapil]
    sector: lingkungan
    sources: [b1, b2]
sources:
  - {id: b1, title: RPJMD Contoh, publisher: Pemkab Contoh, date: "2025", url: "https://contoh.example.id/rpjmd"}
  - {id: b2, title: Berita Contoh, publisher: Kabar, date: "2024-03-02", url: "https://kabar.example.id/antre"}
"""

KIND = """\
id: layanan
label: Layanan warga
about: Warga dilayani lebih dekat.
sectors: [kesehatan, kependudukan, lingkungan]
steps:
  - {weeks: [1, 1], what: "Hitung antrean.", doer: "Petugas loket", paper: "Catatan"}
  - {weeks: [2, 3], what: "Pilih lokasi.", doer: "Kepala OPD", paper: "Jadwal"}
  - {weeks: [4, 5], what: "Tulis alur.", doer: "Bagian organisasi", paper: "Konsep SOP"}
  - {weeks: [6, 7], what: "Latih petugas.", doer: "OPD", paper: "Daftar hadir"}
  - {weeks: [8, 12], what: "Jalankan.", doer: "Tim", paper: "Catatan harian"}
  - {weeks: [13, 13], what: "Bandingkan.", doer: "Kepala OPD", paper: "Laporan"}
papers:
  - paper: sop
    about: Layanan dekat warga
    rows:
      - {title: "Menerima pemohon", who: "Petugas", gives: "Nomor"}
      - {title: "Melayani", who: "Petugas", gives: "Dokumen"}
      - {title: "Mencatat", who: "Petugas", gives: "Catatan"}
"""

FAMILY = """\
id: antrean
title: Mengurangi antrean
intro: Lihat siapa yang paling cepat.
needs: [antre-ktp]
"""

GLOSSARY = """\
terms:
  - {term: KTP, expansions: [kartu tanda penduduk], equal: [KTP-el], related: [identitas]}
  - {term: OPD, expansions: [organisasi perangkat daerah], equal: [SKPD], related: [dinas]}
  - {term: SPD, expansions: [surat perjalanan dinas, surat penyediaan dana], ambiguous: true}
"""

PAGE = """\
---
title: Cara mencari
summary: Tulis kata sehari-hari untuk {government}.
updated: "2026-11-21"
order: 1
---

## Mulai

Tulis masalahnya seperti Anda mengucapkannya. Tanya {planning_agency}, atau baca [daftar](/inovasi).
"""


def sources(count: int = 2) -> list[dict[str, Any]]:
    """The source list of a case: s1, s2, …"""
    return [
        {
            "id": f"s{number}",
            "title": f"Berita {number}",
            "publisher": "Kabar",
            "date": f"202{number % 10}",
            "url": f"https://kabar.example.id/berita/{number}",
        }
        for number in range(1, count + 1)
    ]


def front(slug: str = "jempol", /, **changes: Any) -> dict[str, Any]:
    """The front matter of a valid case; a change to `...` takes the key away."""
    values: dict[str, Any] = {
        "slug": slug,
        "title": slug.replace("-", " ").title(),
        "aliases": [],
        "region": OTHER,
        "province": "Jawa Tengah",
        "owner": "Dinas Kesehatan Teladan",
        "started": 2019,
        "status": "active",
        "status_sources": ["s1"],
        "compiled": {"date": "2026-11-21", "source": "archive"},
        "sector": "kesehatan",
        "form": ["pelayanan-publik"],
        "digital": True,
        "target_groups": ["warga"],
        "summary": "Petugas datang ke rumah warga sehingga warga tidak perlu datang ke kantor.",
        "needs": ["antre-ktp"],
        "results": [
            {
                "metric": "warga terlayani",
                "kind": "measured",
                "before": 100,
                "after": 1400,
                "unit": "orang",
                "year": 2021,
                "sources": ["s1"],
            }
        ],
        "awards": [],
        "legal_basis": [],
        "sources": sources(),
        **changes,
    }
    return {key: value for key, value in values.items() if value is not ...}


def body(**changes: str) -> str:
    """The eleven sections of a case; a change names its section in lower case with underscores."""
    texts = {section: f"Keterangan tentang {section.lower()} menurut berita [s1]." for section in SECTIONS}
    texts["Masalah"] = "Warga antre lama di kantor [s1]. Jarak ke kantor 12 kilometer [s2]."
    for name, text in changes.items():
        texts[next(section for section in SECTIONS if section.lower().replace(" ", "_") == name)] = text
    return "".join(f"## {section}\n\n{text}\n\n" for section, text in texts.items())


def case_text(slug: str = "jempol", /, article: str | None = None, **changes: Any) -> str:
    """The text of a valid case file with some front matter keys changed."""
    values = front(slug, **changes)
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return f"---\n{head}---\n\n{body() if article is None else article}"


def read(text: str, slug: str = "jempol", region: str = OTHER) -> tuple[CaseFile | None, list[Problem]]:
    """Read the text of a case file as if it stood at its place; gives also the problems found."""
    report = Report()
    file = read_source(text, f"content/cases/{region}/{slug}.md", report)
    return file, report.problems


def line_of(text: str, beginning: str) -> int:
    """The number of the first line that begins so."""
    return next(
        number for number, line in enumerate(text.split("\n"), 1) if line.lstrip(" -").startswith(beginning)
    )


@dataclass
class Maker:
    """Makes libraries and portals below one folder."""

    root: Path
    opened: list[Flask] = field(default_factory=list)

    @property
    def content(self) -> Path:
        """The folder of the library."""
        return self.root / "content"

    @property
    def index(self) -> Path:
        """The folder of the editions."""
        return self.root / "search_index"

    def library(self, cases: int | Sequence[str] = ("jempol", "gemas", "kinarya")) -> Path:
        """Write the whole small library with some cases."""
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "settings.toml").write_text(databases.named(SETTINGS, self.root), "utf-8")
        if not databases.exists(self.root / "instance"):
            databases.make_room(self.root / "instance")
        self.file("taxonomy.yaml", TAXONOMY)
        self.file("indicators.yaml", INDICATORS)
        self.file("instruments/ipp.yaml", INSTRUMENT)
        for path in (*SHIPPED.glob("register/*.yaml"), *SHIPPED.glob("iid/*.yaml")):
            self.file(f"instruments/{path.relative_to(SHIPPED).as_posix()}", path.read_bytes())
        self.file("glossary.yaml", GLOSSARY)
        self.file("kinds/layanan.yaml", KIND)
        self.file("families/antrean.yaml", FAMILY)
        self.file("government/contoh.yaml", GOVERNMENT)
        self.file("pages/cara-mencari.md", PAGE)
        for region_id, short in ((OURS, "Contoh"), (OTHER, "Teladan")):
            text = REGION.format(id=region_id, name=f"Kabupaten {short}", short=short)
            self.file(f"regions/{region_id}.yaml", text)
        (self.content / "cases").mkdir(exist_ok=True)
        for slug in [f"kasus-{n:03}" for n in range(1, cases + 1)] if isinstance(cases, int) else cases:
            self.case(slug)
        return self.content

    def case(self, slug: str = "jempol", /, article: str | None = None, **changes: Any) -> Path:
        """Write a case file."""
        region = changes.get("region", OTHER)
        return self.file(f"cases/{region}/{slug}.md", case_text(slug, article, **changes))

    def file(self, name: str, text: str | bytes) -> Path:
        """Write any file of the library."""
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
        return path

    def change(self, name: str, old: str, new: str) -> Path:
        """Replace a text, which must occur once, in a file of the library."""
        path = self.content / name
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), "utf-8")
        return path

    def settings(self, **changes: Any) -> Settings:
        """The settings of the portal in this folder."""
        return databases.at(config.load(self.root, {}).model_copy(update=changes))

    def publish(self, *, force: bool = False) -> Publication:
        """Publish the library."""
        return publish_content(self.settings(), force=force)

    def app(self, **changes: Any) -> Flask:
        """The portal, with its database; its test client reads each page it gets."""
        settings = self.settings(**changes)
        if not databases.exists(settings.instance):
            databases.empty().put(settings.instance)
        app = open_portal(settings)
        app.test_client_class = Reader
        self.opened.append(app)
        return app

    def client(self, **changes: Any) -> Reader:
        """A reader of the portal."""
        return reader(self.app(**changes))

    def close(self) -> None:
        """Close what was opened."""
        for app in self.opened:
            close_portal(app)
        self.opened.clear()


def reader(app: Flask) -> Reader:
    """A test client that judges each page it gets."""
    client = app.test_client()
    assert isinstance(client, Reader)
    return client


def making(root: Path) -> Iterator[Maker]:
    """A maker for one test; what it opened is closed after it."""
    maker = Maker(root)
    yield maker
    maker.close()
