"""A visit as its papers see it: reported and followed up, with as many people and questions as asked for."""

from __future__ import annotations

from datetime import date, time

from portal.documents import Layout
from portal.government import Government
from portal.government.sender import Sender
from portal.visits.papers.dossier import (
    AgendaItem,
    Budget,
    Comparison,
    CostLine,
    Delegate,
    Dossier,
    EarlierVisit,
    Fit,
    FollowUp,
    Host,
    Need,
    Question,
    Reply,
    Report,
    VisitedCase,
)

DAY = date(2026, 11, 22)
ROLES = ("ketua", "pencatat", "penanya", "dokumentasi")


def government() -> Government:
    """A government with one agency and a numbering of its own."""
    return Government.model_validate(
        {
            "id": "contoh",
            "region": "contoh",
            "name": "Pemerintah Kabupaten Contoh",
            "short_name": "Contoh",
            "head": "Bupati",
            "secretary": "Sekretaris Daerah",
            "planning_agency": "Bapperida",
            "opds": [
                {"code": "Setda", "name": "Sekretariat Daerah", "kind": "sekretariat"},
                {"code": "Disdukcapil", "name": "Dinas Kependudukan dan Pencatatan Sipil", "kind": "dinas"},
            ],
            "plan": {"document": "RPJMD", "period": "2025-2029", "vision": "Melayani", "missions": []},
            "letters": {
                "city": "Contoh",
                "contacts": {"Disdukcapil": ["Jalan Contoh Nomor 1, Contoh", "disdukcapil.contoh.go.id"]},
                "codes": {"surat-tugas": "800.1.11.1", "spd": "000.1.2.3", "surat-permohonan": "400.14.5.1"},
            },
        }
    )


def sender(*, arms: bytes = b"", layout: Layout | None = None) -> Sender:
    """Who sends the papers."""
    return Sender(government(), layout or Layout(), DAY, arms, "Contoh Portal")


def people(count: int) -> tuple[Delegate, ...]:
    """A delegation; the first is its chair, the second writes."""
    return tuple(
        Delegate(
            name=f"Peserta Ke-{place}",
            order=place,
            role=ROLES[min(place - 1, 3)],
            post=f"Analis Kebijakan {place}",
            opd="Dinas Kependudukan dan Pencatatan Sipil",
            rank="Penata (III/c)",
            nip="19**************01",
            questions=(place,),
        )
        for place in range(1, count + 1)
    )


def questions(count: int, *, answered: bool) -> tuple[Question, ...]:
    """Questions; the last one stays open."""
    return tuple(
        Question(
            number=number,
            text=f"Bagaimana anggaran tahun ke-{number} dibagi antara desa dan dinas?",
            theme="Anggaran dan sumber dana",
            to_whom="Kepala bidang",
            asked_by=f"Peserta Ke-{number}",
            known="Sumber dana belum disebut.",
            answer=f"Dibagi {number} banding satu." if answered and number < count else "",
            answered_by="Kepala bidang" if answered and number < count else "",
            document=f"Salinan Perbup {number}" if answered and number < count else "",
            figure=f"{number}.500 akta (2025)" if answered and number < count else "",
        )
        for number in range(1, count + 1)
    )


def dossier(*, people_count: int = 6, question_count: int = 12, reported: bool = True) -> Dossier:
    """A whole visit of two days to Teladan."""
    return Dossier(
        id=7,
        title="Studi tiru layanan akta di desa",
        mode="perjalanan",
        need=Need(
            title="Akta kelahiran lambat terbit di desa yang jauh",
            text="Warga menempuh dua jam ke kantor dinas.\nSebagian menunda sampai anak masuk sekolah.",
            plan="Rencana layanan akta di desa",
            indicator="Cakupan akta kelahiran",
            figure="cakupan 91,5% (2025)",
        ),
        host=Host(
            slug="teladan",
            region="Kabupaten Teladan",
            unit="Dinas Kependudukan dan Pencatatan Sipil",
            province="Jawa Tengah",
            place="Aula dinas lantai 2",
            contact="Sekretariat dinas, (0285) 123456",
        ),
        opd_code="Disdukcapil",
        opd="Dinas Kependudukan dan Pencatatan Sipil",
        stage="dilaporkan" if reported else "disetujui",
        stage_name="Dilaporkan" if reported else "Disetujui",
        purpose="Mempelajari pembagian kerja dinas dan desa.",
        expected="Rancangan SOP akta di desa\nDaftar kebutuhan alat",
        reason="Alur di desa perlu dilihat langsung karena tidak terdokumentasi.",
        assumptions="Jaringan internet desa memadai.",
        alternatives="Pertemuan daring sudah dilakukan, tetapi alur di desa belum terlihat.",
        basis=("Dokumen pelaksanaan anggaran dinas tahun 2026", "Rencana kerja dinas tahun 2026"),
        starts=date(2026, 10, 5),
        ends=date(2026, 10, 6),
        other_day=date(2026, 10, 12),
        reply_by=date(2026, 9, 25),
        departs_from="Contoh",
        transport="Kendaraan dinas",
        travel_class="C",
        leader_post="Kepala Dinas selaku Pengguna Anggaran",
        contact="Subbagian Umum, (0285) 654321, disdukcapil@contoh.go.id",
        objects="Bidang pencatatan sipil dan satu kantor desa",
        directions="Lewat jalan tol sampai gerbang Teladan, lalu 10 km ke selatan.",
        budget=Budget(2026, "2.12.01 Penunjang", "2.12.01.2.06 Umum", "2.12.01.2.06.0009 Rapat",
                      "5.1.02.04.01.0001", "APBD", 40_000_000),
        delegates=people(people_count),
        questions=questions(question_count, answered=reported),
        agenda=_agenda(reported=reported),
        costs=(CostLine("Uang harian", people_count, 2, 100_000, "Perbup contoh"),
               CostLine("Penginapan", people_count, 1, 300_000, "Perbup contoh")),
        cases=(
            VisitedCase("jempol", "Akta Jempol", "Kabupaten Teladan", "Dinas Dukcapil", "Akta di desa.",
                        "adaptasi" if reported else "", "Perlu jaringan desa." if reported else ""),
            VisitedCase("antar", "Antar Akta", "Kabupaten Teladan", "Dinas Dukcapil", "Akta diantar.",
                        "tidak" if reported else "", "Biaya antar terlalu besar." if reported else ""),
        ),
        earlier=(EarlierVisit("Belajar akta daring", "Dinas Kominfo", "Maret 2024"),),
        reply=Reply("bersedia", "400/12/2026", date(2026, 9, 20), "Sekretaris dinas"),
        report=_report() if reported else Report(),
        follow_ups=_follow_ups() if reported else (),
        version=4,
    )  # fmt: skip


def _agenda(*, reported: bool) -> tuple[AgendaItem, ...]:
    return (
        AgendaItem(11, date(2026, 10, 5), "Pemaparan layanan", time(9), time(10, 30),
                   time(9, 15) if reported else None, time(10, 45) if reported else None,
                   "Aula Dinas Kependudukan", "Kepala bidang", "Peserta Ke-1"),
        AgendaItem(12, date(2026, 10, 6), "Melihat layanan di desa", time(8, 30), None, place="Desa Maju"),
        AgendaItem(13, date(2026, 10, 6), "Bertemu camat", time(13), time(14), is_cancelled=True),
    )  # fmt: skip


def _report() -> Report:
    return Report(
        summary="Layanan akta di desa berjalan karena petugas desa diberi akses.",
        results="Waktu terbit turun.",
        comparisons=(Comparison("Cakupan akta", "98% (2025)", "91,5% (2025)", "Selisih 6,5 poin"),),
        fits=(Fit("Petugas desa sebagai loket", True, "desa kita sudah punya petugas"),
              Fit("Pengantaran kurir", False, "tidak ada anggaran")),
        conclusion="Layanan dapat ditiru bertahap.",
        suggestion="Mulai dari tiga desa.",
        photos=6,
        decided=("Teladan mengirim salinan SOP",),
    )  # fmt: skip


def _follow_ups() -> tuple[FollowUp, ...]:
    return (
        FollowUp(1, "Menyusun SOP akta di desa", "Jawaban nomor 1", "SOP", "Desa yang melayani", "0 desa",
                 "3 desa", "Kepala Bidang Pencatatan Sipil", "Disdukcapil", "Dispermades", date(2026, 11, 1),
                 date(2027, 1, 31), "Renja 2027", "APBD", 15_000_000, "Jaringan putus", "berjalan",
                 "Draf SOP", "Rencana layanan akta di desa",
                 (date(2026, 12, 1), date(2027, 1, 30), date(2027, 4, 30))),
        FollowUp(2, "Melatih petugas desa", post="Kepala Seksi Kelahiran", ends=date(2027, 3, 31)),
    )  # fmt: skip
