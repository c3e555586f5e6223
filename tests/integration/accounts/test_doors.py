"""Every route of the portal × every role, from the permission table; tokens on every change; headers."""

from __future__ import annotations

import re

import pytest
from itsdangerous import URLSafeTimedSerializer

from portal import access
from portal.access import Actor, Condition, Permission, Role
from tests.integration.accounts.world import World

CASES_PUBLIC = Condition.CASES_PUBLIC
BRIEFLY = {"Accept": "application/json"}  # the refusal without its page, which takes most of the time
PLACES = {"slug": "x", "need_id": "x", "region_id": "x", "token": "x", "filename": "style.css"}
WHO: dict[str, tuple[Role | tuple[Role, str], ...]] = {
    "siapa saja": (),
    "pembaca": (),
    "operator": ((Role.OPERATOR, "Dinkes"),),
    "kepala": ((Role.HEAD, "Dinkes"),),
    "pendamping": ((Role.COACH, "Dinkes"),),
    "asisten": ((Role.ASSISTANT, "Dinkes"),),
    "kurator": (Role.CURATOR,),
    "penilai": (Role.ASSESSOR,),
    "organisasi": (Role.ORGANISATION,),
    "bkpsdm": (Role.PERSONNEL,),
    "sekda": (Role.SECRETARY,),
    "pimpinan": (Role.LEADERSHIP,),
    "auditor": (Role.AUDITOR,),
    "admin": (Role.ADMIN,),
}


def routes(world: World) -> list[tuple[str, str, Permission]]:
    """Every route as (method, path, permission)."""
    table = access.read_table(access.TABLE.read_text("utf-8"))
    adapter = world.app.url_map.bind("localhost")
    found = []
    for rule in world.app.url_map.iter_rules():
        values = {name: PLACES.get(name, 999_999) for name in rule.arguments}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            permission = table.of(method, rule.endpoint)
            assert permission is not None, rule
            found.append((method, adapter.build(rule.endpoint, values, method=method), permission))
    return found


def test_routes_and_table_agree(world: World) -> None:
    assert access.problems(world.app) == []


def test_no_route_takes_both_get_and_post(world: World) -> None:
    both = [
        rule.rule for rule in world.app.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())
    ]

    assert both == []


@pytest.mark.parametrize("who", WHO)
def test_each_role_enters_where_the_table_says_and_nowhere_else(world: World, who: str) -> None:
    assert wrong_doors(world, who, routes(world)) == []


@pytest.mark.parametrize("who", WHO)
def test_cases_that_are_not_public_are_for_who_has_signed_in(world: World, who: str) -> None:
    settings = world.app.extensions["settings"]
    world.app.extensions["settings"] = settings.model_copy(update={"cases_public": False})
    concerned = [route for route in routes(world) if any(grant.condition for grant in route[2].who)]

    assert any(grant.condition is CASES_PUBLIC for _, _, permission in concerned for grant in permission.who)
    assert wrong_doors(world, who, concerned) == []


def wrong_doors(world: World, who: str, doors: list[tuple[str, str, Permission]]) -> list[str]:
    """The routes that let this person in although the table does not, or the other way round."""
    public = world.app.extensions["settings"].cases_public
    number = None if who == "siapa saja" else world.person("budi", *WHO[who])
    roles = {Role.ANYONE} if number is None else {Role.ANYONE, Role.SIGNED_IN, Role.READER, Role(who)}
    wrong, browser = [], world.browser(number)

    for method, path, permission in doors:
        ask = browser.get if method == "GET" else browser.send
        answer = ask(path, headers=BRIEFLY if number else {})  # who is not signed in is led to the door
        is_in = any(
            grant.role in roles and (public or grant.condition is not CASES_PUBLIC)
            for grant in permission.who
        )
        to_sign_in = answer.status_code == 401 or (
            answer.status_code == 303 and answer.location.startswith("/masuk")
        )
        is_out = to_sign_in if number is None else answer.status_code == 403
        if is_in and method == "POST":
            browser = world.browser(number)  # some of these end the session
        if path in ("/masuk/kode", "/masuk/sso/kembali"):
            continue  # leads to /masuk by itself
        if is_in == is_out:
            wrong.append(f"{method} {path}: {answer.status_code} for {who}")
    return wrong


def test_a_change_without_a_token_or_with_a_foreign_one_is_refused_on_every_route(world: World) -> None:
    admin = world.browser(world.admin())
    signer = URLSafeTimedSerializer(world.app.config["SECRET_KEY"], salt="wtf-csrf-token")
    foreign = signer.dumps("f" * 40)
    stale = URLSafeTimedSerializer("another key", salt="wtf-csrf-token").dumps("0" * 40)
    posts = [path for method, path, _ in routes(world) if method == "POST"]

    answers = {
        (path, kind): admin.post(path, data=data, headers=BRIEFLY | headers).status_code
        for path in posts
        for kind, data, headers in (
            ("none", {}, {}),
            ("foreign", {"csrf_token": foreign}, {}),
            ("stale", {"csrf_token": stale}, {}),
            ("garbage", {"csrf_token": "x"}, {}),
            ("query", {}, {"X-CSRFToken": "x"}),
        )
    }

    assert len(posts) >= 20
    assert {case: status for case, status in answers.items() if status != 400} == {}
    assert admin.get("/akun").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://jahat.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.jahat.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_change_sent_from_another_site_is_refused_even_with_a_token(
    world: World, headers: dict[str, str]
) -> None:
    admin = world.browser(world.admin())

    assert admin.send("/keluar", headers=headers).status_code == 400
    assert admin.get("/akun").status_code == 200
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert admin.send("/keluar", headers=own).status_code == 303


def test_a_token_older_than_twelve_hours_is_refused(world: World) -> None:
    admin = world.browser(world.admin())
    with admin.session_transaction() as cookie:
        cookie["csrf_token"] = "0" * 40
    old = world.app.config["WTF_CSRF_TIME_LIMIT"]
    world.app.config["WTF_CSRF_TIME_LIMIT"] = -1

    answer = admin.send("/keluar")

    assert old == 12 * 3600
    assert answer.status_code == 400
    assert "kedaluwarsa" in answer.text


def test_answers_for_one_person_are_neither_kept_nor_compressed(world: World) -> None:
    admin, anonymous = world.browser(world.admin()), world.browser()
    zipped = {"Accept-Encoding": "gzip"}

    private = [
        admin.get(path, headers=zipped)
        for path in ("/akun", "/pengguna", "/audit", "/audit.csv", "/tidak-ada")
    ]
    private.append(anonymous.get("/masuk", headers=zipped))
    public = [
        world.browser().get("/tidak-ada", headers=zipped),
        admin.get("/static/style.css?v=1", headers=zipped),
    ]

    assert {answer.headers["Cache-Control"] for answer in private} == {"no-store"}
    assert {answer.headers.get("Content-Encoding") for answer in private} == {None}
    assert [answer.headers.get("Content-Encoding") for answer in public] == ["gzip", "gzip"]
    assert "no-store" not in " ".join(answer.headers["Cache-Control"] for answer in public)


@pytest.mark.parametrize(
    ("address", "base", "cookie"),
    [
        ("", "http://localhost", "tiru="),
        ("", "https://localhost", "__Host-tiru="),
        ("https://tiru.contoh.go.id", "http://localhost", "__Host-tiru="),
    ],
)
def test_the_cookie_is_hidden_from_scripts_and_secure_under_https(
    world: World, address: str, base: str, cookie: str
) -> None:
    settings = world.app.extensions["settings"]
    world.app.extensions["settings"] = settings.model_copy(update={"address": address})

    header = world.browser().get("/masuk", base_url=base).headers["Set-Cookie"]

    assert header.startswith(cookie)
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    assert "Path=/" in header
    assert "Domain" not in header
    assert "Expires" not in header
    assert ("Secure" in header) == cookie.startswith("__Host-")


def test_a_remember_me_cookie_opens_nothing(world: World) -> None:
    budi = world.person("budi")
    browser = world.browser(budi)
    from flask_login.utils import encode_cookie

    with world.app.test_request_context():
        forged = encode_cookie(str(budi))
    thief = world.browser()
    thief.set_cookie("remember_token", forged)
    thief.set_cookie("remember_token", forged, domain="localhost")

    assert thief.get("/akun").status_code == 303
    assert browser.get("/akun").headers.get("Set-Cookie", "").count("remember") == 0


def test_a_public_page_sets_no_cookie(world: World) -> None:
    assert "Set-Cookie" not in world.browser().get("/tidak-ada").headers


def test_a_nip_is_never_in_a_page_an_address_or_a_log(
    world: World, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    nip = "198502282010011001"
    budi = world.person("budi", (Role.OPERATOR, "Dinkes"), nip=nip)
    admin, own = world.browser(world.admin()), world.browser(budi)
    world.browser().send("/masuk", {"login": nip, "password": "salah salah salah"})
    for _ in range(6):
        world.browser().send("/masuk", {"login": nip, "password": "salah salah salah"})

    pages = [
        admin.get(path)
        for path in ("/pengguna", f"/pengguna/{budi}", "/audit", "/audit.csv", "/audit/periksa")
    ]
    pages += [own.get(path) for path in ("/akun", "/akun/sandi", "/akun/dua-langkah")]
    refused = admin.send(f"/pengguna/{budi}/peran", {"role": "x"})
    conflict = admin.send(f"/pengguna/{budi}", {"name": "Budi", "username": "budi", "version": 1})

    assert all(page.status_code == 200 for page in pages)
    assert not any(nip in page.text for page in [*pages, refused, conflict])
    assert any("19**************01" in page.text for page in pages)
    logged = caplog.text + "".join(capsys.readouterr())
    assert nip not in logged
    assert not re.search(r"\b\d{18}\b", logged)


def test_an_actor_carries_no_nip() -> None:
    assert "nip" not in Actor.__dataclass_fields__
