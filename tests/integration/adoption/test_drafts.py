"""What the trail says of a draft is what permissions.toml lets its reader see of it, on page, CSV and PDF."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from portal import access, audit
from portal.access import Role
from portal.accounts.models import Account, Membership
from portal.adoption import plans
from tests.integration.adoption.conftest import IDS, NOW, TODAY, Office

SECRET = "Kebutuhan yang belum diajukan"


def channels(office: Office, who: str) -> dict[str, str]:
    """The trail as somebody gets it."""
    paper = PdfReader(io.BytesIO(office.get(who, "/audit.pdf").data))
    return {
        "page": office.get(who, "/audit").text,
        "csv": office.get(who, "/audit.csv").text,
        "pdf": " ".join("".join(page.extract_text() for page in paper.pages).split()),
    }


def admin(office: Office) -> None:
    """An admin, who reads the trail and, as the auditor, no draft."""
    IDS["admin"] = 99
    with office.inside() as session:
        session.add(Account(id=99, username="admin", name="Admin", created_at=NOW))
        session.flush()
        session.add(Membership(account_id=99, role=Role.ADMIN.value, opd=None, since=TODAY))


def test_the_table_says_who_reads_drafts() -> None:
    table = access.read_table(access.TABLE.read_text("utf-8"))
    for name in ("adoption.read-draft", "visits.read-draft"):
        assert {grant.role for grant in table[name].who} == {
            Role.OPERATOR, Role.HEAD, Role.CURATOR,
        }  # fmt: skip


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_page_csv_and_pdf_of_the_trail_keep_to_the_table(office: Office, who: str) -> None:
    admin(office)
    plan_id = office.propose(local_need=SECRET, title="Judul rahasia")
    reason = "Alasan yang juga rahasia"
    with office.inside() as session:
        audit.record(
            session, actor=office.actor("operator"), action="adoption.edit", subject=f"plan:{plan_id}:kpi:1",
            changes={"name": ("", "KPI rahasia")}, reason=reason,
        )  # fmt: skip

    found = channels(office, who)

    for channel, text in found.items():
        for word in (SECRET, "Judul rahasia", "KPI rahasia", reason):
            assert word not in text, (channel, word)
        assert "tidak membaca konsep" in text, channel
    assert office.get(who, f"/rencana/{plan_id}").status_code == 404
    assert "Judul rahasia" not in office.get(who, "/rencana").text


def test_once_submitted_the_trail_is_open_to_its_readers(office: Office) -> None:
    admin(office)
    plan_id = office.propose(local_need=SECRET)
    values = {"target_group": "pemohon", "keep": "Petugas"}
    office.change("operator", plan_id, lambda s, p, a: plans.edit(s, p, values, version=p.version, actor=a))
    office.post("operator", f"/rencana/{plan_id}/ajukan")

    assert all(SECRET in text for text in channels(office, "admin").values())
    with office.inside() as session:  # veiling changed nothing that is stored
        from portal.audit.verifying import verify

        assert verify(session).is_sound
