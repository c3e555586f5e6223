"""A finished plan as the draft of a case of our own, in the format of docs/content-format.md.

The draft passes the gate as it stands: its only source is the plan's page, every paragraph with a figure
cites it, and what the plan does not know is said to be unknown. A curator edits it before publishing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO

from ruamel.yaml import YAML

from portal import clock
from portal.adoption import words
from portal.adoption.models import Kpi, Plan
from portal.adoption.page import address_of
from portal.adoption.rules import Stage
from portal.cases import CASES
from portal.errors import RuleViolation
from portal.government import Government, our_government
from portal.records.planning import FUNDS, label
from portal.regions import REGIONS
from portal.web.figures import long_date, rupiah

MAX_SLUG = 60
MAX_SUMMARY_WORDS = 60
SOURCE = "s1"
CITE = f" [{SOURCE}]"
UNSAID = "belum tertulis"
UNKNOWN = "Rencana belum memuatnya."


def case_draft(plan: Plan) -> str:
    """The Markdown of a case drawn from a plan that reached penerapan; raises RuleViolation before that."""
    if plan.stage is not Stage.APPLIED:
        raise RuleViolation("Draf kasus dapat dibuat setelah rencana mencapai tahap penerapan.")
    today = clock.today()
    government = our_government()
    return f"---\n{_front_matter(plan, government, today)}---\n\n{_body(plan, government)}"


def draft_slug(plan: Plan) -> str:
    """A file name for the case: from the title, not one that is taken."""
    text = unicodedata.normalize("NFKD", plan.title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", text).strip("-")[:MAX_SLUG].strip("-") or f"rencana-{plan.id}"
    taken = CASES.get()
    if base not in taken:
        return base
    local = f"{base}-{our_government().region}"[: MAX_SLUG + 15].strip("-")
    return local if local not in taken else f"{local[:MAX_SLUG]}-{plan.id}"


def _front_matter(plan: Plan, government: Government, today: date) -> str:
    region = REGIONS.get().get(government.region)
    origin = CASES.get().get(plan.case_slug)
    opd = government.opd(plan.opd)
    started = plan.applied_on or today
    head: dict[str, object] = {
        "slug": draft_slug(plan),
        "title": plan.title[:120],
        "aliases": [],
        "region": government.region,
        "province": (region.province if region else None) or government.name,
        "owner": f"{opd.name if opd else plan.opd}, {government.name}",
        "started": started.year,
        "status": "active",
        "status_note": f"Ditetapkan pada tahap penerapan {long_date(started)}",
        "status_sources": [SOURCE],
        "compiled": {"date": today, "source": "plan"},
        "sector": plan.sector or "lainnya",
        "form": list(origin.form) if origin else ["pelayanan-publik" if plan.served_directly else "lainnya"],
        "digital": origin.digital if origin else False,
        "target_groups": [_line(plan.target_group)] if plan.target_group else [],
        "summary": _summary(plan),
        "needs": [plan.need_id] if plan.need_id and government.need(plan.need_id) else [],
        "results": [_result(kpi) for kpi in plan.kpis if kpi.readings],
        "awards": [],
        "legal_basis": [],
        "sources": [_source(plan, government, today)],
        "origin_plan": f"rencana {plan.id}",
    }
    yaml = YAML()
    yaml.width = 110
    yaml.default_flow_style = False
    stream = StringIO()
    yaml.dump(head, stream)
    return stream.getvalue()


def _result(kpi: Kpi) -> dict[str, object]:
    facts = kpi.facts
    return {
        "metric": _line(kpi.name),
        "kind": "measured",
        "before": _figure(facts.baseline),
        "after": _figure(facts.latest),
        "unit": _line(kpi.unit),
        "year": facts.readings[-1][0].year,
        "sources": [SOURCE],
    }


def _source(plan: Plan, government: Government, today: date) -> dict[str, object]:
    return {
        "id": SOURCE,
        "title": f"Rencana adopsi nomor {plan.id}: {_line(plan.title)}",
        "publisher": government.name,
        "date": today.isoformat(),
        "url": address_of(plan).replace("//localhost", "//127.0.0.1"),  # the gate asks for a dot in a host
    }


def _summary(plan: Plan) -> str:
    """At most 60 words: what, for whom, with what result."""
    first = next(iter(words.finding(kpi) for kpi in plan.kpis if kpi.readings), "")
    text = f"{_line(plan.title)}: {_line(plan.keep)} {first}"
    parts = text.split()
    return " ".join(parts[:MAX_SUMMARY_WORDS]) if len(parts) > MAX_SUMMARY_WORDS else " ".join(parts)


def _body(plan: Plan, government: Government) -> str:
    evaluation = plan.evaluation
    sections: Sequence[tuple[str, Iterable[str]]] = (
        ("Masalah", _paragraphs(plan.local_need)),
        ("Yang dilakukan", _done(plan)),
        ("Hasil", _results(plan)),
        ("Sumber daya dan biaya", _costs(plan)),
        ("Dasar hukum", [f"{UNKNOWN} Tanyakan kepada OPD penyelenggara."]),
        ("Penghargaan", [UNKNOWN]),
        ("Pelajaran dan hambatan", _paragraphs(evaluation.lessons if evaluation else "")),
        ("Syarat agar bisa ditiru", _conditions(plan)),
        ("Sudah ditiru di", [UNKNOWN]),
        (
            "Untuk kunjungan",
            [f"Hubungi {_line(plan.owner_post) or 'OPD penyelenggara'}, {government.name}{CITE}."],
        ),
        ("Catatan data", _notes(plan)),
    )
    return "\n\n".join(f"## {heading}\n\n" + "\n\n".join(blocks) for heading, blocks in sections) + "\n"


def _done(plan: Plan) -> Iterator[str]:
    if plan.case_title:
        link = (
            f"[{_safe(plan.case_title)}](/inovasi/{plan.case_slug})" if plan.case_slug in CASES.get() else ""
        )
        yield f"Ditiru dari {link or _safe(plan.case_title)}{CITE}."
    yield from _paragraphs(plan.keep)
    if plan.modify:
        yield f"**Yang diubah.** {_cited(plan.modify)}"
    if plan.leave_out:
        yield f"**Yang tidak diambil.** {_cited(plan.leave_out)}"
    if plan.trial_place and plan.trial_start and plan.trial_end:
        period = f"{long_date(plan.trial_start)} sampai {long_date(plan.trial_end)}"
        yield f"Uji coba di {_line(plan.trial_place)}, {period}{CITE}."


def _results(plan: Plan) -> Iterator[str]:
    findings = [f"- {_line(kpi.name)}: {words.finding(kpi)[:-1]}{CITE}." for kpi in plan.kpis if kpi.readings]
    if findings:
        yield "\n".join(findings)
    yield from _paragraphs(plan.evaluation.text if plan.evaluation else "")


def _costs(plan: Plan) -> Iterator[str]:
    if plan.no_cost:
        yield f"Tanpa biaya tambahan{CITE}."
    lines = [
        f"- {row.year}, {label(FUNDS, row.fund)}: pagu {rupiah(row.ceiling)}, "
        f"realisasi {rupiah(row.spent)}{CITE}."
        for row in plan.budget
    ]
    if lines:
        yield "\n".join(lines)
    if not lines and not plan.no_cost:
        yield UNKNOWN


def _conditions(plan: Plan) -> Iterator[str]:
    posts = "; ".join(_line(row.post) for row in plan.team)
    people = f"{posts}{CITE}." if posts else f"{UNKNOWN} Tanyakan berapa orang yang bertugas."
    money = f"Tanpa biaya tambahan{CITE}." if plan.no_cost else "Lihat bagian sumber daya dan biaya."
    yield "\n".join(
        (
            f"- **Regulasi.** {UNKNOWN} Tanyakan dasar hukumnya.",
            f"- **Orang.** {people}",
            f"- **Anggaran.** {money}",
            f"- **Teknologi.** {UNKNOWN} Tanyakan alat yang dipakai.",
        )
    )


def _notes(plan: Plan) -> Iterator[str]:
    yield f"Draf ini disusun dari rencana adopsi OPD dan hasil ukur KPI yang dilaporkan OPD sendiri{CITE}."
    sources = [
        f"- {_line(kpi.name)}: keadaan awal menurut {_line(kpi.baseline_source)}{CITE}."
        for kpi in plan.kpis
        if kpi.baseline_source
    ]
    if sources:
        yield "\n".join(sources)


def _paragraphs(text: str) -> list[str]:
    """Each paragraph of a text, citing the plan; a sentence that nothing is known for none."""
    parts = [part for part in re.split(r"\n\s*\n", text) if part.strip()]
    return [_cited(part) for part in parts] or [UNKNOWN]


def _cited(text: str) -> str:
    """A text as one safe paragraph with its citation before the full stop."""
    return f"{_safe(_line(text)).rstrip('.!?;:, ')}{CITE}."


def _line(text: str) -> str:
    """A text on one line, without the marks that mean something in Markdown; what was only marks says so."""
    return _safe(" ".join(text.split())) or (UNSAID if text.strip() else "")


def _safe(text: str) -> str:
    """Words as words: no HTML, no links, no citations of their own, no runs of marks."""
    text = text.replace("[", "(").replace("]", ")").replace("<", "‹").replace(">", "›")
    text = re.sub(r"[`*_#|\\~]", "", text)
    text = re.sub(r"([^\w\s])\1{2,}", r"\1\1", text)
    return re.sub(r"^[\s\-+=•]+|^(\d+)[.)](?=\s)", r"\1", text).strip()


def _figure(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
