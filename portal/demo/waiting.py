"""The demo's plans that wait for money: budgets and one scenario under a ceiling. Figures are made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.access import Actor
from portal.adoption import Plan, candidates, parts, plans
from portal.adoption.measures import Direction
from portal.adoption.models import BudgetLine, Kpi, Risk
from portal.demo import people
from portal.demo.scripts import Measure, Script
from portal.portfolio import scenarios
from portal.portfolio.snapshot import Request

MILLION = 1_000_000
MORE = (
    Script("Dinkes", "layad-rawat-119", "Perawatan di rumah lewat satu nomor telepon",
           "Warga lanjut usia sulit datang ke puskesmas.", 2,
           Measure("Pasien yang dirawat di rumah", "orang", "40", "400"), "disetujui", 600),
    Script("Dinkes", "teropong-jiwa", "Perawatan warga dengan gangguan jiwa di desa",
           "Keluarga sulit mengantar kontrol ke rumah sakit setiap bulan.", 2,
           Measure("Pasien yang kontrol teratur", "persen", "35", "90"), "disetujui", 450),
    Script("DLH", "buruan-sae-urban-farming", "Kebun kompos di lima kelurahan",
           "Sampah belum dipilah dari rumah.", 6,
           Measure("Rumah yang memilah sampah", "persen", "8", "50"), "diajukan", 900),
    Script("Dinsos", "digitalisasi-bansos-perlinsos", "Satu pintu bagi warga miskin yang mendesak dibantu",
           "Warga miskin tidak tahu harus melapor ke mana.", 7,
           Measure("Laporan yang ditangani dalam tiga hari", "orang", "0", "600"), "disetujui", 1_400),
    Script("DPMPTSP", "mal-pelayanan-publik", "Layanan izin dan kependudukan satu gedung",
           "Pelaku usaha kecil masih bolak-balik mengurus izin.", 4,
           Measure("Urusan yang selesai sekali datang", "persen", "20", "75"), "disetujui", 350),
    Script("Disdikbud", "angkutan-pelajar-gratis", "Angkutan pelajar gratis di tiga kecamatan",
           "Pelajar di pegunungan berangkat dengan kendaraan bak terbuka.", 2,
           Measure("Pelajar yang terangkut tiap hari", "orang", "0", "700"), "diajukan", 1_100),
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What a waiting plan asks for; people 0 leaves it unwritten, so that the demo shows that too."""

    people: int
    fund: str
    next_year: int  # million rupiah
    year_after: int
    risk: int  # likelihood; the impact is 4


ASKS = (
    Ask(12_000, "pad", 400, 200, 2),
    Ask(3_000, "dau", 650, 500, 3),
    Ask(0, "pad", 250, 0, 4),
    Ask(45_000, "dau", 300, 150, 2),
    Ask(1_500, "pad", 180, 180, 1),
    Ask(600, "dbh", 900, 700, 3),
    Ask(8_000, "pad", 520, 260, 3),
    Ask(0, "dau", 350, 100, 5),
    Ask(700, "dbh", 800, 800, 2),
    Ask(20_000, "pad", 300, 300, 2),
)
REASON = "Pagu indikatif setelah dana transfer berkurang (contoh)."


def fill(session: Session, plan: Plan, ask: Ask, day: date, operator: Actor) -> None:
    """Write down what a waiting plan costs and whom it serves."""
    session.expire(plan)
    if ask.people:
        values = {"people_served": ask.people, "indicator": "kemiskinan" if ask.people > 5_000 else ""}
        plans.edit(session, plan, values, version=plan.version, actor=operator)
    for year, million in ((day.year + 1, ask.next_year), (day.year + 2, ask.year_after)):
        if million:
            line = {"year": year, "fund": ask.fund, "ceiling": million * MILLION}
            parts.add(session, plan, BudgetLine, line, actor=operator)
    risk = {
        "risk": "Petugas belum cukup",
        "likelihood": ask.risk,
        "impact": 4,
        "control": "Pelatihan bertahap",
    }
    parts.add(session, plan, Risk, risk, actor=operator)


def measure(session: Session, plan: Plan, found: Measure, day: date, operator: Actor) -> None:
    """Give a waiting plan its KPI."""
    values = {
        "name": found.name,
        "definition": "Angka contoh untuk peragaan.",
        "unit": found.unit,
        "direction": Direction.UP if found.goes_up else Direction.DOWN,
        "baseline": Decimal(found.before),
        "baseline_date": day - timedelta(days=30),
        "baseline_source": "Data contoh",
        "target": Decimal(found.target),
        "target_date": day + timedelta(days=300),
    }
    parts.add(session, plan, Kpi, values, actor=operator)


def ask_for_money(session: Session, scripts: tuple[Script, ...]) -> None:
    """Every plan that waits gets a budget, and the curator computes one scenario."""
    day = clock.today()
    by_title = {script.title: script for script in scripts}
    waiting = candidates(session)
    for plan, ask in zip(waiting, ASKS, strict=False):
        operator = people.operator_of(session, plan.opd)
        fill(session, plan, ask, day, operator)
        if plan.title in by_title:
            measure(session, plan, by_title[plan.title].measure, day, operator)
    session.flush()
    session.expire_all()
    _scenario(session, day)


def _scenario(session: Session, day: date) -> None:
    """A package under six tenths of what is asked for."""
    asked: dict[tuple[int, str], int] = {}
    for line in session.scalars(select(BudgetLine).where(BudgetLine.year > day.year)):
        asked[line.year, line.fund] = asked.get((line.year, line.fund), 0) + line.ceiling
    ceilings = {fund_year: amount * 6 // 10 for fund_year, amount in asked.items()}
    computed = scenarios.compute(session, Request(ceilings))
    curator = people.actor_of(session, "kurator")
    name = f"Pagu indikatif {day.year + 1}"
    scenarios.keep(session, computed, name=name, reason=REASON, actor=curator)
