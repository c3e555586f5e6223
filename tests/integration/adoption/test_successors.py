"""A case, an agency or a region with a new name keeps its address and what people wrote about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from portal.access import Role, command_actor
from portal.accounts.models import Account, Membership
from portal.adoption.models import Plan
from portal.db import Base, transaction
from portal.errors import InvalidContent, RuleViolation
from portal.government.succession import hand_over
from portal.publishing import living
from portal.publishing.publish import publish
from portal.records.identities import REFERENCES, held
from tests.databases import Kept
from tests.integration.adoption.conftest import IDS, NOW, OPD, OTHER_OPD, TODAY, Office
from tests.make import Maker
from tests.portals import close_portal, open_portal
from tests.reading import Reader

pytestmark = pytest.mark.both_engines("government", "publishing", "records")

FILE = "government/contoh.yaml"
REASON = "Perda SOTK yang baru."


@pytest.fixture
def renaming(make: Maker, peopled: Kept, tmp_path: Path) -> Iterator[Office]:
    """A portal whose content may be renamed, with people of each role."""
    instance = tmp_path / "people"
    peopled.put(instance)
    make.library()
    settings = make.settings(instance=instance, two_step_roles=())
    publish(settings)
    app = open_portal(settings)
    app.test_client_class = Reader
    found = Office(app)
    app.extensions["clock"] = lambda: found.clock_now
    yield found
    close_portal(app)


def again(office: Office) -> None:
    """Publish, and let rows follow, as `portal publish` does."""
    settings = office.app.extensions["settings"]
    publish(settings)
    if former := living.waiting(settings):
        with office.app.app_context(), transaction() as session:
            living.follow(session, former, command_actor("publish"))


def rename_opd(make: Maker, former: str = "") -> None:
    text = (make.content / FILE).read_text("utf-8").replace("Disdukcapil", "Dukcapil")
    if former:
        text = text.replace("code: Dukcapil\n", f"code: Dukcapil\n    former_codes: [{former}]\n")
    (make.content / FILE).write_text(text, "utf-8")


def rename_case(make: Maker, *, former: bool) -> None:
    for path in (path for path in make.content.rglob("*.*") if path.name != "jempol.md"):
        path.write_text(path.read_text("utf-8").replace("jempol", "jempol-baru"), "utf-8")
    next(make.content.rglob("jempol.md")).unlink()
    make.case("jempol-baru", former_slugs=["jempol"] if former else [])


def test_a_renamed_agency_keeps_its_plans_its_people_and_its_address(renaming: Office, make: Maker) -> None:
    plan_id, other = renaming.propose(), renaming.propose("operator-lain", opd=OTHER_OPD)
    renaming.actors.clear()
    rename_opd(make, former=OPD)

    again(renaming)
    page = renaming.get("operator", f"/opd/{OPD}?hal=1")

    assert (page.status_code, page.location) == (301, "/opd/Dukcapil?hal=1")
    assert renaming.get("operator", "/opd/Dukcapil").status_code == 200
    assert renaming.read(plan_id, lambda plan: plan.opd) == "Dukcapil"
    assert renaming.read(other, lambda plan: plan.opd) == OTHER_OPD
    assert (Role.HEAD, "Dukcapil") in renaming.actor("kepala").posts
    assert [entry.action for entry in renaming.trail("opd:Dukcapil")] == ["government.hand-over"]
    assert living.waiting(renaming.app.extensions["settings"]) == {}


def test_an_agency_that_rows_name_is_not_dropped_unsaid(renaming: Office, make: Maker) -> None:
    renaming.propose()
    rename_opd(make)

    with pytest.raises(InvalidContent) as refused:
        again(renaming)

    said = str(refused.value)
    assert f"OPD '{OPD}' tidak ada lagi, padahal dipakai 1 rencana, 2 keanggotaan" in said
    assert f"former_codes: [{OPD}]" in said
    assert f"portal opd hand-over {OPD}" in said
    assert renaming.get("operator", f"/opd/{OPD}").status_code == 200


def test_a_renamed_case_keeps_its_address_and_its_plan(renaming: Office, make: Maker) -> None:
    plan_id = renaming.propose()
    rename_case(make, former=True)

    again(renaming)

    for tail in ("", ".md"):
        page = renaming.get("pembaca", f"/inovasi/jempol{tail}")
        assert (page.status_code, page.location) == (301, f"/inovasi/jempol-baru{tail}")
    assert "naskahnya tidak lagi terbit" not in renaming.get("operator", f"/rencana/{plan_id}").text
    with pytest.raises(RuleViolation):
        renaming.propose(slug="jempol-baru")


def test_a_case_that_a_plan_adopts_is_not_dropped_unsaid(renaming: Office, make: Maker) -> None:
    renaming.propose()
    rename_case(make, former=False)

    with pytest.raises(InvalidContent, match=r"kasus 'jempol' tidak ada lagi.* 1 rencana.*former_slugs"):
        again(renaming)


def test_a_former_name_belongs_to_one_and_is_not_in_use(renaming: Office, make: Maker) -> None:
    make.case("gemas", former_slugs=["jempol", "lama"])
    make.case("kinarya", former_slugs=["lama"])

    with pytest.raises(InvalidContent) as refused:
        again(renaming)

    assert "'jempol' masih dipakai" in str(refused.value)
    assert "nama lama 'lama' sudah diakui oleh" in str(refused.value)


def test_a_region_with_a_new_id_is_found_by_the_old_one(renaming: Office, make: Maker) -> None:
    make.change("regions/teladan.yaml", "id: teladan\n", "id: teladan\nformer_ids: [teladan-lama]\n")

    again(renaming)

    page = renaming.get("pembaca", "/wilayah/teladan-lama")
    assert (page.status_code, page.location) == (301, "/wilayah/teladan")


def test_agencies_that_would_clash_are_not_merged(renaming: Office) -> None:
    renaming.propose()
    renaming.propose("operator-lain", opd=OTHER_OPD)

    with (
        pytest.raises(RuleViolation, match="bertabrakan"),
        renaming.app.app_context(),
        transaction() as session,
    ):
        hand_over(session, OPD, OTHER_OPD, reason=REASON, actor=command_actor("opd hand-over"))

    with renaming.inside() as session:
        assert {plan.opd for plan in session.query(Plan)} == {OPD, OTHER_OPD}
        assert OPD in held(session.connection(), "opd")


def test_an_admin_hands_over_with_a_reason_and_nobody_else(
    renaming: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = renaming.propose()
    monkeypatch.setitem(IDS, "admin", 99)
    with renaming.inside() as session:
        session.add(Account(id=99, username="admin", name="Admin", created_at=NOW))
        session.flush()
        since = TODAY - timedelta(days=1)
        session.add(Membership(account_id=99, role=Role.ADMIN.value, since=since))
    path = "/pengguna/serah-terima-opd"

    shown = renaming.get("admin", path).text
    refused = renaming.post("admin", path, old=OPD, new=OTHER_OPD, reason="ya")
    answer = renaming.post("admin", path, old=OPD, new=OTHER_OPD, reason=REASON)

    assert "1 rencana, 2 keanggotaan" in shown
    assert (refused.status_code, answer.status_code) == (422, 303)
    assert renaming.read(plan_id, lambda plan: plan.opd) == OTHER_OPD
    assert renaming.trail(f"opd:{OTHER_OPD}")[0].reason == REASON
    assert renaming.get("kepala", path).status_code == 403


def test_every_column_that_names_something_of_the_library_is_listed() -> None:
    import portal.migrations.models  # noqa: F401 -- knows every table

    names = {"opd", "runner_opd", "case_slug", "slug", "region"}
    elsewhere = {("audit_entry", "opd")}  # the trail says what was
    found = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in names
    }
    listed = {(one.table, one.column) for kind in REFERENCES.values() for one in kind}
    assert found - listed == elsewhere
    assert listed - found == {("records_import", "subject")}
    assert all(column in Base.metadata.tables[table].columns for table, column in listed)
