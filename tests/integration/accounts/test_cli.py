"""The commands `portal user …` and `portal audit verify`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from portal.access import Role
from portal.accounts.cli import user
from portal.audit.cli import audit
from portal.audit.models import AuditEntry
from tests import databases
from tests.integration.accounts.world import PASSWORD, TOKEN, World
from tests.unit.accounts.test_workbook import made

pytestmark = pytest.mark.both_engines("accounts")


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch) -> object:
    """Run a command on the portal of this test."""
    settings = world.app.extensions["settings"]
    root = Path(settings.instance).parent
    (root / "settings.toml").write_text(databases.named('government = "batang"\nname = "Tiru"\n', root))
    government = Path(__file__).parents[3] / "content" / "government"
    (root / "content" / "government").symlink_to(government)
    monkeypatch.setenv("PORTAL_ROOT", str(root))
    monkeypatch.setenv("PORTAL_INDEX", "index")
    monkeypatch.setenv("PORT", "8203")

    def call(*words: str, group: object = user, typed: str | None = None) -> Result:
        return CliRunner().invoke(group, list(words), input=typed)  # type: ignore[arg-type]

    return call


def actions(world: World) -> list[tuple[str, str]]:
    with world.change() as session:
        return [
            (one.actor, one.action) for one in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
        ]


def test_an_empty_portal_prints_a_link_for_its_first_admin_and_no_account_exists(
    world: World, run: object
) -> None:
    first, second = run("first-admin"), run("first-admin")  # type: ignore[operator]

    assert "http://127.0.0.1:8203/akun/tautan/" in first.output
    world.now = datetime.now(UTC)  # the command went by the machine's clock
    older, newer = (TOKEN.search(result.output) for result in (first, second))
    assert older is not None
    assert newer is not None
    assert world.browser().get(f"/akun/tautan/{older[1]}").status_code == 404
    form = {"username": "sri", "name": "Sri", "password": PASSWORD, "again": PASSWORD}
    assert world.browser().send(f"/akun/tautan/{newer[1]}", form).status_code == 303
    assert "tautan/" not in run("first-admin").output  # type: ignore[operator]


def test_people_are_added_given_roles_listed_and_shut_out(world: World, run: object) -> None:
    added = run("add", "budi", "Budi Santoso", "--role", "operator", "--opd", "Dinkes")  # type: ignore[operator]
    with_nip = run("add", "ani", "Ani", "--ask-nip", typed="198502282010011001\n")  # type: ignore[operator]
    done = [
        run(*words)  # type: ignore[operator]
        for words in (
            ("role", "budi", "kurator", "--until", "2027-01-01", "--kind", "Plt."),
            ("role", "budi", "operator", "--opd", "Dinkes", "--end"),
            ("link", "budi"),
            ("revoke", "budi"),
            ("disable", "budi", "--reason", "pensiun"),
            ("enable", "budi"),
        )
    ]
    listed = run("list").output  # type: ignore[operator]

    assert TOKEN.search(added.output)
    assert with_nip.exit_code == 0
    assert [result.exit_code for result in done] == [0] * 6
    assert "budi\tBudi Santoso\taktif\tkurator\t-" in listed
    assert "ani\tAni\taktif\t-\t19**************01" in listed
    assert "198502282010011001" not in listed + with_nip.output
    assert run("list", "--role", "operator").output == ""  # type: ignore[operator]
    assert ("perintah:user disable", "account.close") in actions(world)
    assert {actor for actor, _ in actions(world)} == {
        "perintah:user add",
        "perintah:user role",
        "perintah:user link",
        "perintah:user revoke",
        "perintah:user disable",
        "perintah:user enable",
    }


def test_a_lost_phone_is_forgotten_by_command(world: World, run: object) -> None:
    budi = world.person("budi", second_step=True)

    done = run("two-step-off", "budi", "--reason", "ponsel hilang")  # type: ignore[operator]

    assert done.exit_code == 0
    assert world.account(budi).second_step is None
    assert run("two-step-off", "budi").exit_code == 1  # type: ignore[operator]
    assert actions(world)[-1] == ("perintah:user two-step-off", "account.second-step-off")


@pytest.mark.parametrize(
    "words",
    [
        ("disable", "tidakada"),
        ("role", "budi", "operator"),
        ("role", "budi", "operator", "--opd", "Dinas Sihir"),
        ("role", "budi", "operator", "--opd", "Dinkes", "--end"),
        ("enable", "budi"),
        ("add", "budi", "Budi Lagi"),
        ("add", "Budi Santoso", "Budi"),
        ("disable", "sri"),
    ],
)
def test_a_command_that_breaks_a_rule_fails_and_changes_nothing(
    world: World, run: object, words: tuple[str, ...]
) -> None:
    world.person("budi")
    world.person("sri", Role.ADMIN)
    before = actions(world)

    assert run(*words).exit_code == 1  # type: ignore[operator]

    assert actions(world) == before


def test_an_import_is_checked_first_and_saved_on_demand(world: World, run: object, tmp_path: Path) -> None:
    file = tmp_path / "orang.xlsx"
    file.write_bytes(made(["ani", "Ani"], ["eko", "Eko", "123"]))

    checked, before = run("import", str(file)), actions(world)  # type: ignore[operator]
    saved = run("import", str(file), "--save")  # type: ignore[operator]

    assert "1 orang dapat diimpor" in checked.output
    assert re.search(r"orang\.xlsx:3: NIP harus 18 digit", checked.output)
    assert before == []
    assert "1 orang diimpor, 1 baris ditolak" in saved.output
    assert actions(world) == [("perintah:user import", "account.add")]

    undone = run("undo-import", "1", "--reason", "Berkas yang salah.")  # type: ignore[operator]

    assert "undo-import 1" in saved.output
    assert "1 orang dikeluarkan lagi, 0 dibiarkan." in undone.output
    assert [action for _, action in actions(world)][1:] == ["account.take-out", "account.undo-import"]


def test_verify_says_sound_names_the_head_and_fails_on_another_noted_one(world: World, run: object) -> None:
    world.person("budi")
    sound = run("verify", group=audit)  # type: ignore[operator]
    head = re.search(r"(\d+):([0-9a-f]{64})", sound.output)
    assert head is not None

    kept = run("verify", "--expect", head[0], group=audit)  # type: ignore[operator]
    other = run("verify", "--expect", f"{head[1]}:{'f' * 64}", group=audit)  # type: ignore[operator]
    garbage = run("verify", "--expect", "apa", group=audit)  # type: ignore[operator]

    assert (sound.exit_code, kept.exit_code, other.exit_code, garbage.exit_code) == (0, 0, 1, 1)
    assert "Jejak audit utuh." in sound.output
    assert "pernah dicatat" in other.output
