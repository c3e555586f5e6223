"""Signing in through the government's provider: only known people, only sound answers."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select

from portal.access import Role
from portal.accounts.models import Account
from tests.integration.accounts.provider import OTHER_KEY, Provider, serving
from tests.integration.accounts.world import Browser, World

pytestmark = pytest.mark.enable_socket
NIP = "198502282010011001"
SHARED = "rahasia-klien"
CHECK = "import sys, portal; portal.create_app(); print('authlib' in sys.modules)"


@pytest.fixture
def provider(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider that the portal trusts."""
    monkeypatch.setenv("PORTAL_OIDC_SECRET", SHARED)
    with serving(Provider()) as found:
        settings = world.app.extensions["settings"]
        change = {"oidc_issuer": found.issuer, "oidc_client": "tiru"}
        world.app.extensions["settings"] = settings.model_copy(update=change)
        yield found


def leave_for(browser: Browser, path: str = "/masuk/sso?lanjut=/akun") -> dict[str, str]:
    """Start at the portal; what the provider is asked."""
    answer = browser.get(path)
    assert answer.status_code == 303
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.location).query).items()}


def claims(provider: Provider, asked: dict[str, str], **changed: Any) -> dict[str, Any]:
    now = int(time.time())
    sound = {
        "iss": provider.issuer,
        "aud": "tiru",
        "sub": "asn-1",
        "exp": now + 300,
        "iat": now,
        "nonce": asked["nonce"],
        "nip": NIP,
        "name": "Budi",
    }
    return {name: value for name, value in {**sound, **changed}.items() if value is not None}


def come_back(browser: Browser, provider: Provider, **changed: Any) -> Any:
    asked = leave_for(browser)
    provider.claims = claims(provider, asked, **changed)
    return browser.get(f"/masuk/sso/kembali?code=kode&state={asked['state']}")


def test_a_person_known_by_nip_comes_in_and_is_known_by_subject_afterwards(
    world: World, provider: Provider
) -> None:
    budi = world.person("budi", (Role.OPERATOR, "Dinkes"), nip=NIP)
    world.person("lain", nip="199001012025211003")

    first, second = world.browser(), world.browser()
    answers = [come_back(first, provider), come_back(second, provider, nip=None)]

    assert [answer.location for answer in answers] == ["/akun", "/akun"]
    assert "Budi" in second.get("/akun").text
    assert world.account(budi).oidc_subject == "asn-1"
    with world.change() as session:
        linked = session.scalars(select(Account.username).where(Account.oidc_subject.is_not(None))).all()
    assert linked == ["budi"]


def test_the_provider_is_asked_with_state_nonce_and_a_proof_key_and_the_code_is_exchanged_with_it(
    world: World, provider: Provider
) -> None:
    world.person("budi", nip=NIP)
    browser = world.browser()
    asked = leave_for(browser)
    provider.claims = claims(provider, asked)

    browser.get(f"/masuk/sso/kembali?code=kode&state={asked['state']}")

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32
    assert asked["redirect_uri"] == "http://localhost/masuk/sso/kembali"
    assert provider.asked[0]["code"] == ["kode"]
    assert len(provider.asked[0]["code_verifier"][0]) >= 43
    assert provider.credentials[0].startswith("Basic ")


def test_somebody_unknown_gets_no_account(world: World, provider: Provider) -> None:
    world.person("lain", nip="199001012025211003")
    browser = world.browser()

    answer = come_back(browser, provider)

    assert answer.status_code == 403
    assert browser.get("/akun").status_code == 303
    with world.change() as session:
        assert session.scalars(select(Account.username)).all() == ["lain"]


def test_a_closed_account_stays_shut(world: World, provider: Provider) -> None:
    budi = world.person("budi", nip=NIP)
    world.browser(world.admin()).send(f"/pengguna/{budi}/nonaktif")

    assert come_back(world.browser(), provider).status_code == 403


def test_a_nip_that_belongs_to_another_subject_already_opens_nothing(
    world: World, provider: Provider
) -> None:
    world.person("budi", nip=NIP)
    come_back(world.browser(), provider)

    assert come_back(world.browser(), provider, sub="asn-2").status_code == 403


@pytest.mark.parametrize(
    "changed",
    [
        {"nonce": "lain"},
        {"nonce": None},
        {"iss": "https://jahat.example"},
        {"iss": None},
        {"aud": "klien-lain"},
        {"aud": ["klien-lain"]},
        {"aud": None},
        {"azp": "klien-lain"},
        {"exp": 1},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"sub": None},
    ],
)
def test_an_answer_with_a_wrong_claim_is_refused(
    world: World, provider: Provider, changed: dict[str, Any]
) -> None:
    world.person("budi", nip=NIP)
    browser = world.browser()

    assert come_back(browser, provider, **changed).status_code == 502
    assert browser.get("/akun").status_code == 303


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "RS256", "kid": "satu"}, OTHER_KEY),
        ({"alg": "RS256", "kid": "dua"}, RSAKey.generate_key(2048)),
    ],
)
def test_an_answer_signed_by_somebody_else_is_refused(
    world: World, provider: Provider, header: dict[str, Any], key: RSAKey
) -> None:
    world.person("budi", nip=NIP)
    provider.header, provider.key = header, key

    assert come_back(world.browser(), provider).status_code == 502


@pytest.mark.parametrize("token", ["eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "x.y.z", ""])
def test_an_unsigned_or_broken_token_is_refused(world: World, provider: Provider, token: str) -> None:
    world.person("budi", nip=NIP)
    browser = world.browser()
    asked = leave_for(browser)
    sound = provider.answer
    provider.answer = lambda path: (  # type: ignore[method-assign]
        {"access_token": "a", "token_type": "Bearer", "id_token": token} if path == "/token" else sound(path)
    )

    assert browser.get(f"/masuk/sso/kembali?code=kode&state={asked['state']}").status_code == 502


@pytest.mark.parametrize(
    "query",
    ["code=kode&state=lain", "code=kode", "error=access_denied", "", "state=&code=", "code=k&state=%C3%A9"],
)
def test_coming_back_with_another_state_or_an_error_is_refused(
    world: World, provider: Provider, query: str
) -> None:
    world.person("budi", nip=NIP)
    browser = world.browser()
    provider.claims = claims(provider, leave_for(browser))

    assert browser.get(f"/masuk/sso/kembali?{query}").status_code == 502
    assert provider.asked == []


@pytest.mark.usefixtures("provider")
def test_coming_back_without_having_left_leads_to_the_start(world: World) -> None:
    assert world.browser().get("/masuk/sso/kembali?code=x&state=y").location == "/masuk"


def test_coming_back_twice_does_not_work(world: World, provider: Provider) -> None:
    world.person("budi", nip=NIP)
    browser = world.browser()
    asked = leave_for(browser)
    provider.claims = claims(provider, asked)
    back = f"/masuk/sso/kembali?code=kode&state={asked['state']}"

    assert browser.get(back).location == "/akun"
    assert browser.get(back).location == "/masuk"


def test_our_own_second_step_is_asked_unless_the_provider_asks_one(world: World, provider: Provider) -> None:
    world.person("budi", Role.ADMIN, nip=NIP, second_step=True)
    assert come_back(world.browser(), provider).location == "/masuk/kode"

    settings = world.app.extensions["settings"]
    world.app.extensions["settings"] = settings.model_copy(update={"oidc_second_factor": True})
    browser = world.browser()

    assert come_back(browser, provider).location == "/akun"
    assert browser.get("/pengguna").status_code == 200


def test_an_admin_without_any_second_step_has_no_powers(world: World, provider: Provider) -> None:
    world.person("budi", Role.ADMIN, nip=NIP)

    assert come_back(world.browser(), provider).location == "/akun/dua-langkah"


@pytest.mark.parametrize(
    "broken",
    [
        {"status": 500},
        {"status": 302},
        {"body": b"<html>"},
        {"body": b""},
        {"metadata": {"issuer": "https://jahat.example"}},
        {"metadata": {"authorization_endpoint": None}, "status": 404},
    ],
)
def test_a_provider_that_is_broken_is_explained(
    world: World, provider: Provider, broken: dict[str, Any]
) -> None:
    for name, value in broken.items():
        setattr(provider, name, value)

    page = world.browser().get("/masuk/sso")

    assert page.status_code == 502
    assert "SSO" in page.text


@pytest.mark.usefixtures("provider")
def test_a_provider_that_is_gone_is_explained(world: World) -> None:
    settings = world.app.extensions["settings"]
    change = {"oidc_issuer": "http://127.0.0.1:9"}
    world.app.extensions["settings"] = settings.model_copy(update=change)

    assert "tidak menjawab" in world.browser().get("/masuk/sso").text


def test_without_a_provider_the_door_is_not_there_and_its_library_is_not_loaded(world: World) -> None:
    assert world.browser().get("/masuk/sso").status_code == 404
    assert "/masuk/sso" not in world.browser().get("/masuk").text
    loaded = subprocess.run(
        [sys.executable, "-c", CHECK],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"


@pytest.mark.usefixtures("provider")
def test_the_button_carries_where_to_go_on(world: World) -> None:
    page = world.browser().get("/masuk?lanjut=/akun").text

    assert "/masuk/sso?lanjut=/akun" in page
    assert "Masuk dengan SSO" in page
