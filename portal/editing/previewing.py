"""A draft as readers would see it, however unfinished: rendered in the same sandbox as what is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.cases.files import cited
from portal.cases.limits import check_markdown
from portal.cases.model import Section
from portal.cases.render import anchor
from portal.cases.sandbox import Sandbox, TooHeavy
from portal.editing import gate
from portal.editing.gate import Finding
from portal.editing.sheet import Row, Sheet
from portal.editing.writing import marks
from portal.yamlfiles import Report

HEAVY = "Naskah terlalu berat untuk ditampilkan; sederhanakan daftar dan kutipannya."


@dataclass(frozen=True)
class Preview:
    """The rendered sections, the numbered sources, and what keeps the draft from being published."""

    sections: tuple[Section, ...]
    sources: tuple[tuple[int, Row], ...]
    numbers: dict[str, int]
    findings: tuple[Finding, ...]

    def noted(self, typed: str) -> list[int]:
        """The numbers of the sources that a row names."""
        return [self.numbers[mark] for mark in marks(typed) if mark in self.numbers]


def preview(sheet: Sheet, today: date) -> Preview:
    """Render a draft; what cannot be rendered is left out and told."""
    checked = gate.check(sheet, today)
    body, findings = checked.written.body, checked.errors
    sources = {row.get("id", "").strip(): row for row in sheet.table("sources") if row.get("id", "").strip()}
    order = [mark for _, mark in cited(body) if mark in sources] + list(sources)
    numbers = {mark: number for number, mark in enumerate(dict.fromkeys(order), 1)}
    limits = Report()
    check_markdown(body, 1, "", limits)
    rendered: list[tuple[str, str]] = []
    if not limits.errors:
        try:
            with Sandbox() as sandbox:
                rendered, _ = sandbox.render(body, numbers)
        except TooHeavy:
            findings = (*findings, Finding("", HEAVY))
    return Preview(
        sections=tuple(
            Section(heading=heading, anchor=anchor(heading), html=html, text="") for heading, html in rendered
        ),
        sources=tuple((number, sources[mark]) for mark, number in numbers.items()),
        numbers=numbers,
        findings=findings,
    )
