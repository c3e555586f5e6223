"""Who may enter: every route of the room, for every role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access import Role, problems
from portal.audit.models import AuditEntry
from portal.editing.models import CaseDraft
from tests.integration.editing.desk import Desk

EDIT, HISTORY = ["editing.edit", "editing.publish"], ["editing.history"]
MAY = {
    Role.READER: [],
    Role.OPERATOR: [],
    Role.HEAD: [],
    Role.LEADERSHIP: [],
    Role.AUDITOR: HISTORY,
    Role.CURATOR: [*EDIT, *HISTORY, "editing.synonym"],
    Role.ADMIN: [*EDIT, *HISTORY],
}


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """Method, path and permission of every route of the room."""
    permissions = app.extensions["permissions"]
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("editing."):
            path = rule.rule.replace("<slug>", "jempol").replace("<int(max=2147483647):number>", "1")
            path = path.replace("<int(max=2147483647):draft_id>", "1")
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                found.append((method, path, permissions.of(method, rule.endpoint).name))
    return found


def test_the_table_and_the_routes_agree(portal: Flask) -> None:
    assert problems(portal) == []
    assert len(routes(portal)) == 23


@pytest.mark.parametrize("role", MAY, ids=str)
def test_a_role_enters_exactly_what_the_table_gives_it(
    portal: Flask, sit_down: Callable[..., Desk], session: Session, role: Role
) -> None:
    desk = sit_down("orang", role)
    token = "tidak-perlu"

    wrong = []
    for method, path, permission in routes(portal):
        answer = desk.client.open(
            path, method=method, data={"csrf_token": token} if method == "POST" else None
        )
        is_refused = answer.status_code in (403, 400) if method == "POST" else answer.status_code == 403
        if method == "GET" and is_refused == (permission in MAY[role]):
            wrong.append((method, path, answer.status_code))
        if method == "POST" and not is_refused:
            wrong.append((method, path, answer.status_code))

    assert wrong == []
    assert session.scalars(select(CaseDraft)).all() == []
    assert session.scalars(select(AuditEntry)).all() == []


@pytest.mark.parametrize("role", [role for role, may in MAY.items() if not set(may) & set(EDIT)], ids=str)
def test_a_change_with_a_sound_token_is_refused_to_whoever_may_not_edit(
    portal: Flask, sit_down: Callable[..., Desk], session: Session, role: Role
) -> None:
    desk = sit_down("orang", role)
    portal.config["WTF_CSRF_ENABLED"] = False

    codes = {
        path: desk.client.post(path, data={"title": "x", "alasan": "percobaan"}).status_code
        for method, path, _ in routes(portal)
        if method == "POST"
    }

    assert set(codes.values()) == {403}, codes
    assert session.scalars(select(CaseDraft)).all() == []


def test_whoever_has_not_signed_in_is_sent_to_sign_in(portal: Flask) -> None:
    desk = Desk(portal, None)

    for method, path, _ in routes(portal):
        if method == "GET":
            answer = desk.get(path)
            assert answer.status_code == 303, path
            assert (answer.location or "").startswith("/masuk"), path


def test_a_reader_sees_no_way_into_the_room(portal: Flask, sit_down: Callable[..., Desk]) -> None:
    for desk in (Desk(portal, None), sit_down("rini")):
        page = desk.get("/inovasi/jempol").text

        assert "/sunting" not in page


def test_a_curator_finds_the_way_from_every_case(curator: Desk) -> None:
    page = curator.get("/inovasi/jempol").text

    for address in ("/sunting/jempol", "/sunting/jempol/riwayat", "/sunting/jempol/verifikasi", "/sunting"):
        assert f'href="{address}"' in page
