"""The permission table and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from portal import access
from portal.access import ANONYMOUS, Actor, Role, read_table
from portal.errors import Forbidden, InvalidSettings, SignInNeeded

TABLE = """
[portal.open]
does = "Selalu"
who = ["siapa saja", "masuk"]
routes = ["GET static", "GET open"]

[library.read]
does = "Membaca"
who = ["siapa saja: cases-public", "masuk"]
routes = ["GET library"]

[plan.read]
does = "Membaca rencana"
who = ["masuk"]
routes = ["GET plans"]

[plan.edit]
does = "Mengubah rencana"
who = ["operator: own-opd", "kepala: own-opd", "kurator"]
routes = ["POST edit", "POST forgetful", "POST vague", "POST wrong", "GET own_plans"]

[account.manage]
does = "Mengurus akun"
who = ["admin"]
routes = ["GET manage", "GET swapped"]

[library.print]
does = "Mencetak, selama kasus boleh dibaca semua orang"
who = ["operator: cases-public"]
routes = ["GET print"]

[plan.note]
does = "Tanpa halaman sendiri"
who = ["operator: own-opd"]
routes = []
"""
OPERATOR = Actor(1, "Op", frozenset({Role.READER, Role.OPERATOR}), frozenset({(Role.OPERATOR, "Dinkes")}))
HEAD = Actor(2, "Ka", frozenset({Role.READER, Role.HEAD}), frozenset({(Role.HEAD, "Disdikbud")}))
CURATOR = Actor(3, "Ku", frozenset({Role.READER, Role.CURATOR}), frozenset({(Role.CURATOR, "Bapperida")}))
READER = Actor(4, "Pe", frozenset({Role.READER}))
LONGEST = "/" + "a" * 1_999
ADMIN = Actor(6, "Ad", frozenset({Role.READER, Role.ADMIN}))
WITHHELD = Actor(5, "Ad", frozenset({Role.READER}), withheld=frozenset({Role.ADMIN}))


@dataclass
class Public:
    """As much of the settings as the door looks at."""

    cases_public: bool = True
    address: str = ""


def portal(actor: Actor = ANONYMOUS, *, public: bool = True) -> Flask:
    app = Flask(__name__)
    app.testing = True
    app.extensions.update(settings=Public(public), actor_source=lambda: actor)

    def add(endpoint: str, method: str, permission: str | None, answer: object = "ok") -> None:
        def view() -> Any:
            return answer() if callable(answer) else answer

        app.add_url_rule(
            f"/{endpoint}", endpoint, access.allow(permission)(view) if permission else view, methods=[method]
        )

    add("open", "GET", "portal.open")
    add("library", "GET", "library.read")
    add("plans", "GET", "plan.read")
    add("edit", "POST", "plan.edit", lambda: access.require("plan.edit", opd="Dinkes").name)
    add("forgetful", "POST", "plan.edit")
    add("vague", "POST", "plan.edit", lambda: str(access.may(access.actor(), "plan.edit")))
    add("wrong", "POST", "plan.edit", lambda: ("isian keliru", 400))
    add("print", "GET", "library.print")
    add("swapped", "GET", "plan.read")  # the table has it elsewhere
    add("own_plans", "GET", "plan.edit", lambda: repr(access.opds_where(access.actor(), "plan.edit")))
    add("manage", "GET", "account.manage")
    add("unlisted", "GET", "plan.read")
    add("unmarked", "GET", None)
    app.add_url_rule("/akun/dua-langkah", "accounts.two_step", access.allow("x")(lambda: ""))
    app.add_url_rule("/masuk", "accounts.sign_in", access.allow("x")(lambda: ""))
    access.init_app(app)
    app.extensions["permissions"] = read_table(TABLE)
    for error in (Forbidden, SignInNeeded):
        app.register_error_handler(error, lambda raised: (str(raised), raised.status))
    return app


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ('[a.b]\ndoes="x"\nwho=["raja"]\nroutes=[]', "a.b"),
        ('[a.b]\ndoes="x"\nwho=["admin: jika-mau"]\nroutes=[]', "a.b"),
        ('[a.b]\ndoes="x"\nwho=["admin"]\nroutes=["FETCH x"]', "a.b"),
        ('[a.b]\ndoes="x"\nwho=["admin"]\nroutes=["x"]', "a.b"),
        ('[a.b]\nwho=["admin"]\nroutes=[]', "a.b"),
        ('[a.b]\ndoes="x"\nwho=5\nroutes=[]', "a.b"),
        (
            '[a.b]\ndoes="x"\nwho=["admin"]\nroutes=["GET x"]\n[a.c]\ndoes="x"\nwho=[]\nroutes=["GET x"]',
            "dua kali",
        ),
    ],
)
def test_a_table_with_a_mistake_is_refused_with_the_row(row: str, part: str) -> None:
    with pytest.raises(InvalidSettings, match=part):
        read_table(row)


def test_head_asks_for_what_get_asks_and_options_for_what_any_method_asks() -> None:
    table = read_table(TABLE)

    named = {method: table.of(method, "edit") for method in ("HEAD", "GET", "OPTIONS", "POST", "PUT")}

    assert [method for method, found in named.items() if found] == ["OPTIONS", "POST"]
    assert table.of("OPTIONS", "manage") is table["account.manage"]
    assert table.of("HEAD", "plans") is table.of("GET", "plans") is table["plan.read"]


@pytest.mark.parametrize(
    ("actor", "open_", "library", "plans", "edit", "manage"),
    [
        (ANONYMOUS, 200, 200, 303, 303, 303),
        (READER, 200, 200, 200, 403, 403),
        (OPERATOR, 200, 200, 200, 200, 403),
        (HEAD, 200, 200, 200, 403, 403),  # head of another OPD
        (CURATOR, 200, 200, 200, 200, 403),
        (WITHHELD, 200, 200, 200, 403, 303),
    ],
)
def test_the_door_opens_for_those_in_the_table(
    actor: Actor, open_: int, library: int, plans: int, edit: int, manage: int
) -> None:
    client = portal(actor).test_client()

    statuses = [client.get(f"/{name}").status_code for name in ("open", "library", "plans", "manage")]
    statuses.insert(3, client.post("/edit").status_code)

    assert statuses == [open_, library, plans, edit, manage]


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_route_has_one_of_five_methods(method: str) -> None:
    table = read_table(f'[a.b]\ndoes="x"\nwho=["admin"]\nroutes=["{method} x"]')

    assert table.of(method, "x") is table["a.b"]


@pytest.mark.parametrize("address", ["/unlisted", "/unmarked", "/swapped"])
def test_a_view_that_the_table_does_not_know_as_it_is_marked_is_refused_to_everyone(address: str) -> None:
    for who in (CURATOR, ADMIN):
        assert portal(who).test_client().get(address).status_code == 403


def test_what_is_open_to_everyone_does_not_ask_who_is_there() -> None:
    app = portal()
    app.extensions["actor_source"] = None  # whoever asks it fails

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "actor", lambda: pytest.fail("the actor was looked for"))
        assert app.test_client().get("/open").status_code == 200


@pytest.mark.parametrize(
    ("actor", "public", "status"),
    [(OPERATOR, True, 200), (OPERATOR, False, 403), (READER, True, 403), (ANONYMOUS, True, 303)],
)
def test_what_hangs_on_public_cases_is_still_for_the_named_role_only(
    actor: Actor, public: bool, status: int
) -> None:
    assert portal(actor, public=public).test_client().get("/print").status_code == status


def test_the_own_opds_are_those_of_the_roles_asked_for_or_of_any() -> None:
    assert OPERATOR.opds() == OPERATOR.opds(Role.OPERATOR) == {"Dinkes"}
    assert OPERATOR.opds(Role.HEAD) == frozenset()


def test_roles_are_given_to_people_and_four_of_them_inside_an_opd() -> None:
    assert set(access.GIVEN_ROLES) == set(Role) - {Role.ANYONE, Role.SIGNED_IN}
    assert set(access.OPD_ROLES) == {Role.OPERATOR, Role.HEAD, Role.COACH, Role.ASSISTANT}


def test_an_anonymous_reader_is_sent_to_sign_in_and_comes_back() -> None:
    client = portal().test_client()

    answer = client.get("/plans?opd=Kec.%20Batang&hal=2")

    assert answer.location == "/masuk?lanjut=/plans?opd%3DKec.%2520Batang%26hal%3D2"
    assert client.head("/plans").location == "/masuk?lanjut=/plans"
    assert client.post("/edit").location == "/masuk"
    assert client.get("/plans", headers={"Accept": "application/json"}).status_code == 401


def test_whoever_lacks_the_second_step_is_sent_to_set_it_up() -> None:
    assert portal(WITHHELD).test_client().get("/manage").location == "/akun/dua-langkah"


def test_readers_sign_in_first_where_the_government_wants_it() -> None:
    assert portal(public=False).test_client().get("/library").status_code == 303
    assert portal(READER, public=False).test_client().get("/library").status_code == 200
    assert portal(public=False).test_client().get("/open").status_code == 200


def test_a_view_that_forgets_whose_opd_it_is_answers_nobody_who_came_in_by_their_opd() -> None:
    with pytest.raises(RuntimeError, match="forgetful never asked"):
        portal(OPERATOR).test_client().post("/forgetful")
    with pytest.raises(RuntimeError, match="vague never asked"):  # it asked, but not for which OPD
        portal(OPERATOR).test_client().post("/vague")
    assert portal(OPERATOR).test_client().post("/wrong").status_code == 400

    assert portal(CURATOR).test_client().post("/forgetful").status_code == 200


@pytest.mark.parametrize(
    ("actor", "codes"),
    [(OPERATOR, "frozenset({'Dinkes'})"), (HEAD, "frozenset({'Disdikbud'})"), (CURATOR, "None")],
)
def test_a_list_is_narrowed_to_the_own_opds(actor: Actor, codes: str) -> None:
    assert portal(actor).test_client().get("/own_plans").text == codes


def test_forgetting_the_opd_refuses_and_another_opd_refuses() -> None:
    with portal(OPERATOR).test_request_context():
        answers = [access.may(OPERATOR, "plan.note", opd=code) for code in (None, "", "Disdikbud", "Dinkes")]

    assert answers == [False, False, False, True]


def test_a_role_in_one_opd_does_not_lend_its_rights_to_another_role_elsewhere() -> None:
    both = Actor(
        9,
        "Dua",
        frozenset({Role.READER, Role.OPERATOR}),
        frozenset({(Role.OPERATOR, "Dinkes"), (Role.READER, "Disdikbud")}),
    )

    with portal(both).test_request_context():
        assert access.may(both, "plan.edit", opd="Dinkes")
        assert not access.may(both, "plan.edit", opd="Disdikbud")


def test_disagreement_between_routes_and_table_is_told() -> None:
    found = access.problems(portal())

    assert any("GET unlisted" in line and "not in permissions.toml" in line for line in found)
    assert any("GET unmarked" in line for line in found)
    assert not any("plans:" in line for line in found)
    assert any("GET library: table and @allow disagree about guests" in line for line in found)


def test_a_view_is_for_guests_only_where_it_says_so() -> None:
    app = portal()

    assert access.is_for_guests(app, "static")
    assert not access.is_for_guests(app, "unmarked")


@pytest.mark.parametrize(
    "value",
    [
        "https://jahat.example/",
        "http://jahat.example",
        "//jahat.example",
        "///jahat.example",
        "////jahat.example",
        "/\\jahat.example",
        "\\\\jahat.example",
        "\\/jahat.example",
        "/\\/jahat.example",
        "/\t/jahat.example",
        "/\n/jahat.example",
        "/\r\nLocation: //jahat",
        "\t//jahat.example",
        " //jahat.example",
        "/ /jahat.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "mailto:a@b.c",
        "jahat.example",
        "jahat.example/masuk",
        "@jahat.example",
        "https:jahat.example",
        "https:/jahat.example",
        "/akun//jahat.example",
        "/\x00/jahat",
        "/\x7f/jahat",
        "?lanjut=//jahat",
        "#//jahat",
        "",
        "／／jahat.example",
        "http://[::1",
        "/" + "a" * 2_000,
        "〱jahat",
        "/..//jahat.example",
    ],
)
def test_an_address_that_could_lead_elsewhere_becomes_home(value: str) -> None:
    assert access.own_path(value) == "/"


@pytest.mark.parametrize(
    "value",
    [
        "/",
        "/akun",
        "/rencana/12?tab=kpi#bukti",
        "/cari?q=a//b",
        "/opd/Kec.%20Batang",
        "/cari?q=https://x.id",
        "/" + "a" * 1_999,
    ],
)
def test_an_own_address_stays(value: str) -> None:
    assert access.own_path(value) == value


def test_no_address_is_home_and_outside_a_request_nobody_acts() -> None:
    assert access.own_path(None) == "/"
    assert access.actor() == ANONYMOUS
    assert access.command_actor("user add").name == "perintah:user add"
