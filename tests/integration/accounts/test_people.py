"""Looking after people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from portal.access import Role, command_actor
from portal.accounts import people
from portal.accounts.people import Person
from portal.audit.models import AuditEntry
from tests.integration.accounts.world import PASSWORD, TOKEN, World

PERSON = {"name": "Budi Santoso, S.STP.", "username": "budi.santoso", "nip": "19850228 201001 1 001"}
ROLE = {"role": "operator", "opd": "Dinkes", "kind": "definitif", "since": "2026-01-01", "until": ""}
NIP, MASKED = "198502282010011001", "19**************01"


def trail(world: World) -> list[AuditEntry]:
    with world.change() as session:
        found = list(session.scalars(select(AuditEntry).order_by(AuditEntry.seq)))
        session.expunge_all()
        return found


def test_an_admin_adds_a_person_who_then_sets_a_password_and_signs_in(world: World) -> None:
    admin = world.browser(world.admin())

    answer = admin.send(
        "/pengguna", {**PERSON, "email": "budi@contoh.go.id", "position": "Analis", "rank": "III/c"}
    )
    token = TOKEN.search(answer.text)

    assert answer.status_code == 200
    assert token is not None
    assert TOKEN.search(admin.get("/pengguna/2").text) is None  # shown once
    form = {"password": PASSWORD, "again": PASSWORD}
    assert world.browser().send(f"/akun/tautan/{token[1]}", form).status_code == 303
    assert world.browser().send("/masuk", {"login": NIP, "password": PASSWORD}).status_code == 303
    entry = next(one for one in trail(world) if one.action == "account.add" and "budi.santoso" in one.changes)
    assert (entry.actor, entry.role) == ("Sri", "admin, pembaca")
    assert MASKED in entry.changes


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        (
            {"username": "Budi Santoso", "nip": "123", "email": "x"},
            ["huruf kecil", "18 digit", "alamat surel"],
        ),
        ({"name": "", "username": ""}, ["Tulis nama orangnya", "Tulis nama pengguna"]),
        ({"username": "sudah"}, ["sudah dipakai orang lain"]),
        ({"nip": "198001012005011001"}, ["sudah tercatat pada akun lain"]),
        ({"name": "x" * 121}, ["paling banyak 120"]),
        ({"position": "x" * 121}, ["paling banyak 120"]),
        ({"name": "Bu\x00di"}, ["karakter"]),
    ],
)
def test_every_wrong_field_is_told_at_once_and_what_was_typed_stays(
    world: World, changed: dict[str, str], parts: list[str]
) -> None:
    world.person("sudah", nip="198001012005011001")
    admin = world.browser(world.admin())
    before = len(trail(world))

    page = admin.send("/pengguna", {**PERSON, **changed})

    assert page.status_code == 422
    assert all(part in page.text for part in parts)
    if "username" not in changed:
        assert 'value="budi.santoso"' in page.text
    assert len(trail(world)) == before


def test_an_edit_is_written_down_with_before_and_after(world: World) -> None:
    budi, noise = world.person("budi", nip=NIP), world.person("lain")
    version = world.account(budi).version
    admin = world.browser(world.admin())

    form = {"name": "Budi S.", "username": "budi", "nip": "", "position": "Kabid", "version": version}
    assert admin.send(f"/pengguna/{budi}", form).status_code == 303

    entry = trail(world)[-1]
    assert entry.action == "account.edit"
    assert entry.changes == '{"name":["Budi","Budi S."],"position":["","Kabid"]}'
    assert (world.account(budi).nip, world.account(noise).name) == (NIP, "Lain")


def test_a_nip_is_replaced_or_removed_only_on_purpose(world: World) -> None:
    budi = world.person("budi", nip=NIP)
    admin = world.browser(world.admin())
    form: dict[str, Any] = {"name": "Budi", "username": "budi"}

    admin.send(
        f"/pengguna/{budi}", {**form, "nip": "199001012025211003", "version": world.account(budi).version}
    )
    assert world.account(budi).nip == "199001012025211003"
    assert trail(world)[-1].changes == f'{{"nip":["{MASKED}","19**************03"]}}'

    admin.send(f"/pengguna/{budi}", {**form, "clear_nip": "y", "version": world.account(budi).version})
    assert world.account(budi).nip is None


def test_saving_nothing_new_writes_nothing(world: World) -> None:
    budi = world.person("budi")
    admin = world.browser(world.admin())
    before = len(trail(world))

    form = {"name": "Budi", "username": "budi", "version": world.account(budi).version}
    assert admin.send(f"/pengguna/{budi}", form).status_code == 303

    assert len(trail(world)) == before


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(world: World) -> None:
    budi = world.person("budi")
    first, second = world.browser(world.admin("sri")), world.browser(world.admin("tri"))
    version = world.account(budi).version
    first.send(f"/pengguna/{budi}", {"name": "Budi Satu", "username": "budi", "version": version})

    page = second.send(
        f"/pengguna/{budi}", {"name": "<b>Budi Dua</b>", "username": "budi", "version": version}
    )

    assert page.status_code == 409
    assert "Budi Satu" in page.text
    assert "&lt;b&gt;Budi Dua&lt;/b&gt;" in page.text
    assert world.account(budi).name == "Budi Satu"
    newer = world.account(budi).version
    assert f'name="version" value="{newer}"' in page.text  # saving again replaces knowingly
    again = {"name": "Budi Dua", "username": "budi", "version": newer}
    assert second.send(f"/pengguna/{budi}", again).status_code == 303


def test_a_role_is_given_and_taken_and_its_row_stays(world: World) -> None:
    budi = world.person("budi")
    admin = world.browser(world.admin())

    assert admin.send(f"/pengguna/{budi}/peran", ROLE).status_code == 303
    held = world.account(budi).memberships[0]
    assert (held.role, held.opd, held.since, held.until) == ("operator", "Dinkes", date(2026, 1, 1), None)
    assert admin.send(f"/pengguna/{budi}/peran/{held.id}/akhiri").status_code == 303

    ended = world.account(budi).memberships[0]
    assert ended.ended_at == world.now
    assert [one.action for one in trail(world)[-2:]] == ["account.role-give", "account.role-end"]
    assert admin.send(f"/pengguna/{budi}/peran/{held.id}/akhiri").status_code == 409
    page = admin.get(f"/pengguna/{budi}").text
    assert "diakhiri" in page


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"opd": ""}, "harus di sebuah OPD"),
        ({"opd": "Dinas Sihir"}, "Pilih salah satu"),
        ({"role": "raja"}, "Pilih salah satu"),
        ({"role": "siapa saja"}, "Pilih salah satu"),
        ({"kind": "Plt."}, "tanggal akhir"),
        ({"since": "2026-02-30"}, "tanggal"),
        ({"since": ""}, "tanggal mulai"),
        ({"until": "2025-01-01"}, "lebih awal"),
    ],
)
def test_a_role_that_cannot_be_is_refused_at_its_field(
    world: World, changed: dict[str, str], part: str
) -> None:
    budi = world.person("budi")

    page = world.browser(world.admin()).send(f"/pengguna/{budi}/peran", {**ROLE, **changed})

    assert page.status_code == 422
    assert part in page.text
    assert world.account(budi).memberships == []


def test_an_opd_gets_no_second_definitive_head(world: World) -> None:
    world.person("lama", (Role.HEAD, "Dinkes"))
    budi = world.person("budi")
    admin = world.browser(world.admin())
    head = {**ROLE, "role": "kepala"}

    assert "sudah punya kepala" in admin.send(f"/pengguna/{budi}/peran", head).text

    acting = {**head, "kind": "Plt.", "until": "2026-12-31"}
    assert admin.send(f"/pengguna/{budi}/peran", acting).status_code == 303


def test_a_role_of_somebody_else_is_not_ended_through_this_person(world: World) -> None:
    budi, other = world.person("budi"), world.person("lain", Role.AUDITOR)
    held = world.account(other).memberships[0].id

    answer = world.browser(world.admin()).send(f"/pengguna/{budi}/peran/{held}/akhiri")

    assert answer.status_code == 404
    assert world.account(other).memberships[0].ended_at is None


def test_there_is_always_an_admin(world: World) -> None:
    sri = world.admin("sri")
    browser = world.browser(sri)
    held = world.account(sri).memberships[0].id

    assert browser.send(f"/pengguna/{sri}/nonaktif").status_code == 409
    assert browser.send(f"/pengguna/{sri}/peran/{held}/akhiri").status_code == 409
    assert world.account(sri).memberships[0].ended_at is None
    tri = world.admin("tri")
    assert world.browser(tri).send(f"/pengguna/{sri}/peran/{held}/akhiri").status_code == 303


def test_closing_and_opening_an_account_is_written_down_with_the_reason(world: World) -> None:
    budi = world.person("budi")
    admin = world.browser(world.admin())

    admin.send(f"/pengguna/{budi}/nonaktif", {"reason": "pindah tugas"})
    assert admin.send(f"/pengguna/{budi}/nonaktif").status_code == 409
    admin.send(f"/pengguna/{budi}/aktif", {"reason": "kembali"})
    assert admin.send(f"/pengguna/{budi}/aktif").status_code == 409

    assert [(one.action, one.reason) for one in trail(world)[-2:]] == [
        ("account.close", "pindah tugas"),
        ("account.open", "kembali"),
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ani", "Budi", "Sri"]),
        ("?q=bud", ["Budi"]),
        ("?q=BUDI", ["Budi"]),
        ("?q=%25", []),
        ("?opd=Dinkes", ["Ani"]),
        ("?peran=operator", ["Ani"]),
        ("?peran=admin", ["Sri"]),
        ("?opd=Disdikbud&peran=operator", []),
        ("?keadaan=nonaktif", ["Budi"]),
        ("?keadaan=aktif", ["Ani", "Sri"]),
        ("?keadaan=baru", []),
        ("?hal=9", ["Ani", "Budi", "Sri"]),
        ("?hal=abc&q=" + "x" * 300, []),
    ],
)
def test_the_list_is_narrowed(world: World, query: str, names: list[str]) -> None:
    world.person("ani", (Role.OPERATOR, "Dinkes"))
    budi = world.person("budi")
    admin = world.browser(world.admin())
    admin.send(f"/pengguna/{budi}/nonaktif")

    page = admin.get(f"/pengguna{query}").text

    listed = [name for name in ("Ani", "Budi", "Sri") if f"<strong>{name}</strong>" in page]
    assert listed == names


def test_a_long_list_has_pages(world: World) -> None:
    with world.change() as session:
        for number in range(60):
            person = Person(f"orang{number:02}", f"Orang {number:02}")
            people.add(session, person, actor=command_actor("test"), now=world.now)
    admin = world.browser(world.admin())

    first, second = admin.get("/pengguna?q=orang").text, admin.get("/pengguna?q=orang&hal=2").text

    assert first.count("<strong>Orang") == 50
    assert second.count("<strong>Orang") == 10
    assert "/pengguna?q=orang&amp;hal=2" in first


def test_links_for_everyone_new_come_as_a_file_without_formulas(world: World) -> None:
    with world.change() as session:
        for number, name in enumerate(("=HYPERLINK(A)", "Ani, M.Si.")):
            people.add(session, Person(f"orang{number}", name), actor=command_actor("test"), now=world.now)
    admin = world.browser(world.admin())

    answer = admin.send("/pengguna/tautan.csv")

    lines = answer.text.lstrip("\ufeff").splitlines()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tautan.csv"'
    assert len(lines) == 3
    assert '"\'=HYPERLINK(A)"' in answer.text
    token = TOKEN.search(answer.text)
    assert token is not None
    assert world.browser().get(f"/akun/tautan/{token[1]}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/pengguna/999", "/pengguna/0", "/pengguna/-1", "/pengguna/abc", "/pengguna/" + "9" * 30]
)
def test_nobody_is_not_found(world: World, path: str) -> None:
    assert world.browser(world.admin()).get(path).status_code == 404
