"""The portal answers to its own name, and prints no other."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from portal.access import Role
from portal.web.addresses import outside
from tests.integration.accounts.world import World, build
from tests.portals import close_portal

OURS = "https://inovasi.contoh.go.id"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("inovasi.contoh.go.id", 200),
        ("inovasi.contoh.go.id:443", 200),
        ("127.0.0.1:8000", 200),
        ("evil.example", 400),
        ("inovasi.contoh.go.id.evil.example", 400),
        ("evil.example@inovasi.contoh.go.id", 400),
    ],
)
def test_another_host_name_is_refused_where_the_address_is_known(
    tmp_path: Path, host: str, status: int
) -> None:
    world = build(tmp_path / "named", address=OURS)

    answer = world.browser().get("/masuk", headers={"Host": host})

    assert answer.status_code == status
    assert "evil.example" not in answer.text
    close_portal(world.app)


def test_papers_and_links_carry_the_address_of_the_settings(tmp_path: Path) -> None:
    world: World = build(tmp_path / "named", address=OURS)
    budi = world.person("budi")
    auditor = world.browser(world.person("ira", Role.AUDITOR))
    paper = PdfReader(io.BytesIO(auditor.get("/audit.pdf", headers={"Host": "localhost"}).data))
    linked = world.browser(world.admin()).send(f"/pengguna/{budi}/tautan", headers={"Host": "localhost"})

    assert f"{OURS}/audit" in "".join(page.extract_text() for page in paper.pages)
    assert f"{OURS}/akun/tautan/" in linked.text
    with world.app.test_request_context(headers={"Host": "127.0.0.1"}):
        assert outside("accounts.sso_return") == f"{OURS}/masuk/sso/kembali"
    close_portal(world.app)


def test_no_whole_address_is_made_from_the_name_that_was_asked_for() -> None:
    portal = Path(__file__).parents[3] / "portal"
    files = [path for kind in ("*.py", "*.html") for path in portal.rglob(kind)]

    assert [
        str(path) for path in files if "_external" in path.read_text("utf-8").replace("is_external", "")
    ] == []
