"""Play the demo's register: forty innovations of all kinds and owners, a closed season, an import."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Actor
from portal.adoption import Plan
from portal.adoption.rules import Stage as PlanStage
from portal.cases import CASES
from portal.demo import people
from portal.demo.story_clock import StoryClock
from portal.government import our_government
from portal.register import beginning, seasons, service
from portal.register.importing import storing
from portal.register.importing.preview import look
from portal.register.models import Innovation, Season
from portal.register.rules import Stage, State

REPORTED = 14  # innovations in the closed season
COMING = 12  # in the next one
RETURNED = "Manfaat: tulis berapa warga yang dilayani, dan dari mana angkanya (contoh)."
FILE = """\
Nama Inovasi;Perangkat Daerah;Unit;Tahapan;Bentuk;Jenis;Urusan;Waktu Penerapan
CONTOH Kebun Gizi;Kecamatan Contoh;Desa Contoh;Penerapan;Pelayanan Publik;Non Digital;Pangan;1 Februari 2024
CONTOH Kelas Pagi;Disdikbud;SD Negeri Contoh 01;Penerapan;Pelayanan Publik;Non Digital;Pendidikan;15-07-2024
CONTOH Bengkel Lampu Sekolah;Disdikbud;SMP Negeri Contoh 02;Uji Coba;Pelayanan Publik;Non Digital;Pendidikan;-
CONTOH Air Minum Siap Antar;BUMD Contoh;;Penerapan;Pelayanan Publik;Digital;PUPR;2/9/2024
CONTOH Warung Tani Warga;Kelompok Tani Contoh;;Inisiatif;Bentuk lainnya;Non Digital;Pertanian;
"""
"""A file as an office would send it: schools, a village, a company, citizens that nobody has listed."""


@dataclass(frozen=True)
class Told:
    """An innovation of the demo; it ends in a state: konsep, diajukan, dikembalikan, disahkan, terbuka."""

    owner: str  # "Dinkes" or "Dinkes/puskesmas-batang-1"
    title: str
    affair: str
    state: str = "terbuka"
    stage: Stage = Stage.APPLIED
    form: str = "pelayanan-publik"
    technology: str = "non-digital"
    by: str = "opd"


WAITING, STARTED = Stage.TRIAL, Stage.INITIATIVE
TOLD = (
    Told("Dinkes/puskesmas-batang-1", "CONTOH Jemput Lansia", "1.02"),
    Told("Dinkes/puskesmas-batang-3", "CONTOH Posyandu Sore", "1.02", by="asn"),
    Told("Dinkes/puskesmas-wonotunggal", "CONTOH Rujukan Lewat Pesan", "1.02", technology="digital"),
    Told("Dinkes", "CONTOH Antar Obat", "1.02", "disahkan"),
    Told("Dinkes", "CONTOH Sanitasi Bareng", "1.02", "diajukan", WAITING),
    Told("Disdikbud", "CONTOH Sekolah Tanpa Kertas", "1.01", technology="digital", form="tata-kelola"),
    Told("Disdikbud", "CONTOH Guru Keliling", "1.01", "dikembalikan"),
    Told("Disdikbud", "CONTOH Pojok Dongeng", "1.01", "konsep", STARTED, by="masyarakat"),
    Told("Disdukcapil", "CONTOH Akta Selesai di Desa", "2.06"),
    Told("Disdukcapil", "CONTOH KTP di Hari Pasar", "2.06", "disahkan"),
    Told("Disdukcapil", "CONTOH Antrean dari Rumah", "2.06", "diajukan", technology="digital"),
    Told("Disdukcapil", "CONTOH Data Pindah Sekali Isi", "2.06", "konsep", WAITING, technology="digital"),
    Told("DLH", "CONTOH Sampah Jadi Iuran", "2.05", by="masyarakat"),
    Told("DLH", "CONTOH Sungai Diawasi Sekolah", "2.05", "disahkan", by="masyarakat"),
    Told("DLH", "CONTOH Kompos Pasar", "2.05", "diajukan", WAITING),
    Told("DPMPTSP", "CONTOH Izin Usaha Sehari", "2.12", technology="digital"),
    Told("DPMPTSP", "CONTOH Pendamping Investor", "2.12", "disahkan", form="lainnya"),
    Told("DPMPTSP", "CONTOH Loket Akhir Pekan", "2.12", "dikembalikan", STARTED),
    Told("Dinsos", "CONTOH Kartu Peduli Difabel", "1.06"),
    Told("Dinsos", "CONTOH Dapur Tanggap", "1.06", "disahkan", by="kepala-daerah"),
    Told("Dinsos", "CONTOH Pekerja Sosial Satu Telepon", "1.06", "konsep", STARTED),
    Told("Disnaker", "CONTOH Magang Pasti", "2.01"),
    Told("Disnaker", "CONTOH Bursa Kerja Kecamatan", "2.01", "diajukan"),
    Told("Disnaker", "CONTOH Kelas Las Malam", "2.01", "konsep", WAITING),
    Told("Diskominfo", "CONTOH Satu Peta Layanan", "2.10", technology="digital", form="tata-kelola"),
    Told("Diskominfo", "CONTOH Aduan Satu Nomor", "2.10", "disahkan", technology="digital"),
    Told("Diskominfo", "CONTOH Warung Internet Desa", "2.10", "diajukan", WAITING, technology="digital"),
    Told("Kec. Batang/kelurahan-kauman", "CONTOH Lurah Keliling RT", "2.07", "diajukan"),
    Told("Kec. Bawang/desa-pranten", "CONTOH Lumbung Air Desa", "2.07", "diajukan", by="masyarakat"),
    Told("Setda/bagian-organisasi", "CONTOH Surat Sekali Jalan", "penunjang", "diajukan", form="tata-kelola"),
    Told("RSUD Batang", "CONTOH Daftar Poli dari Rumah", "1.02", "diajukan", technology="digital"),
)


def play(session: Session, story: StoryClock) -> None:
    """Enter forty innovations, report some in a season that is closed, take a file in."""
    curator = people.actor_of(session, "kurator")
    found = [_tell(session, story, told, 400 - place * 4) for place, told in enumerate(TOLD)]
    found += _from_plans(session, story)
    found += _from_cases(session, story, curator)
    _seasons(session, story, found, curator)
    with story.days_ago(9):
        content = FILE.encode()
        batch = storing.receive(session, content, "CONTOH-lampiran-sk.csv", actor=curator)
        preview = look(session, content, batch.file_name)
        storing.accept(session, batch, preview, "Lampiran SK contoh, untuk peragaan.", actor=curator)


def _tell(session: Session, story: StoryClock, told: Told, days: int) -> Innovation:
    opd, _, unit = told.owner.partition("/")
    is_known = opd in people.OPDS
    writer = people.operator_of(session, opd) if is_known else people.actor_of(session, "kurator")
    with story.days_ago(days) as day:
        values = {"title": told.title, "stage": told.stage, **_profile(told, day)}
        innovation = service.begin(session, opd=opd, unit=unit, values=values, actor=writer)
    if told.state == "konsep":
        return innovation
    with story.days_ago(days - 2):
        service.submit(session, innovation, actor=writer)
    if not is_known or told.state == "diajukan":
        return innovation
    head = people.head_of(session, opd)
    with story.days_ago(days - 3):
        if told.state == "dikembalikan":
            service.give_back(session, innovation, RETURNED, actor=head)
        else:
            service.endorse(session, innovation, actor=head)
        if told.state == "terbuka":
            service.release(session, innovation, actor=head)
    return innovation


def _profile(told: Told, day: date) -> dict[str, object]:
    """The fields of a profile, as full as the state of the entry suggests."""
    is_full = told.state in ("terbuka", "disahkan")
    filled: dict[str, object] = {
        "affair": told.affair,
        "technology": told.technology,
        "form": told.form,
        "initiator": told.by,
        "classification": "desa" if "/desa-" in told.owner else "opd",
        "purpose": f"Warga terlayani lebih dekat lewat {told.title.removeprefix('CONTOH ')} (teks contoh).",
    }
    if told.stage is not Stage.INITIATIVE:
        filled["trial_on"] = day - timedelta(days=200)
    if told.stage is Stage.APPLIED:
        filled["applied_on"] = day - timedelta(days=60)
    if is_full:
        filled |= {
            "initiator_name": "Tim contoh",
            "asta_cita": 4,
            "pkpn": "Non PKPN",
            "coordinates": "-6.9081, 109.7305",
            "design": "Teks contoh untuk peragaan, bukan rancang bangun yang sebenarnya. " * 40,
            "benefit": "Waktu tunggu lebih pendek (teks contoh).",
            "result": "Layanan berjalan di tempat uji coba (teks contoh).",
            "video": "https://video.contoh.invalid/1",
        }
    return filled


def _from_plans(session: Session, story: StoryClock) -> list[Innovation]:
    """Two plans at penerapan become innovations, filled from them."""
    wanted = select(Plan).where(Plan.stage == PlanStage.APPLIED).order_by(Plan.id).limit(2)
    found = []
    for plan in session.scalars(wanted):
        start = beginning.of_plan(plan)
        with story.days_ago(15):
            writer = people.operator_of(session, plan.opd)
            found.append(
                service.begin(
                    session,
                    opd=plan.opd,
                    values=start.values,
                    plan_id=plan.id,
                    case_slug="",
                    actor=writer,
                )
            )
    return found


def _from_cases(session: Session, story: StoryClock, curator: Actor) -> list[Innovation]:
    """Two cases of our own in the library become entries."""
    ours = our_government().region
    cases = sorted((case for case in CASES.get().values() if case.region == ours), key=lambda one: one.slug)
    found = []
    for case in cases[:2]:
        start = beginning.of_case(case)
        with story.days_ago(12):
            opd = start.owner or "Bapperida"
            found.append(
                service.begin(session, opd=opd, values=start.values, case_slug=case.slug, actor=curator)
            )
    return found


def _seasons(session: Session, story: StoryClock, found: list[Innovation], curator: Actor) -> None:
    """Last year's season, extended once and closed; the next one, whose rules nobody knows yet."""
    last = story.today.year - 1
    with story.days_ago(300):
        days = {"year": last, "opens": date(last, 6, 20), "closes": date(last, 8, 2), "note": "Musim contoh."}
        season = seasons.save(session, None, days, actor=curator)
        longer = {**days, "closes": date(last, 8, 23)}
        seasons.save(session, season, longer, version=season.version, actor=curator)
        for innovation in found[:REPORTED]:
            seasons.enter(session, innovation, season, "", actor=curator)
        seasons.close(session, session.get_one(Season, season.id), actor=curator)
    with story.days_ago(8):
        coming = {
            "year": story.today.year + 1,
            "opens": None,
            "closes": None,
            "note": "Surat musim ini belum terbit.",
        }
        season = seasons.save(session, None, coming, actor=curator)
        session.expire_all()
        ready = [one for one in found if one.state is State.ENDORSED and one.stage is Stage.APPLIED]
        for innovation in ready[:COMING]:
            note = "Kini dilayani juga di kecamatan tetangga (contoh)."
            seasons.enter(session, innovation, season, note, actor=curator)
