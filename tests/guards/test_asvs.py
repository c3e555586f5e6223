"""The list of requirements is whole and true; and what is met by a habit of the code is held here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask
from itsdangerous import Signer

from portal.web.cookies import HostCookie
from tests.guards import asvs
from tests.make import reader

# Levels of the requirements of each section of ASVS 5.0.0, from its own list; 3 is out of scope.
LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333", "3.6": "3",
    "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233", "6.5": "22222333", "6.6": "2223",
    "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333", "10.5": "22222", "10.6": "22",
    "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23", "11.6": "23",
    "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
PORTAL = asvs.ROOT / "portal"
NOT_PYTHONS = {"eval", "exec", "compile", "__import__"}
RISKY = ("shell", "allow_pickle")
OWN_PATTERNS = {  # made of lists and constants of the program
    "editing/spam.py", "editing/gate.py", "search/stemming.py", "same.py", "values.py", "records/privacy.py",
    "register/importing/values.py",
}  # fmt: skip
OWN_FORMATS = {  # sentences of the program, in a variable
    "faults.py", "records/reviews.py", "web/gunicorn.py", "publishing/living.py",
}  # fmt: skip


def test_all_requirements_of_level_one_and_two_are_there_once_and_no_others() -> None:
    wanted = {
        f"{section}.{place}": int(level)
        for section, levels in LEVELS.items()
        for place, level in enumerate(levels, 1)
        if level != "3"
    }

    assert sum(len(levels) for levels in LEVELS.values()) == 345
    assert {number: row["level"] for number, row in asvs.rows().items()} == wanted
    assert len(wanted) == 253


def test_a_row_says_what_it_asks_and_shows_it_or_tells_why_not() -> None:
    for number, row in asvs.rows().items():
        assert 3 < len(row["what"]) < 120, number
        if row["status"] == "met":
            assert row["tests"], number
            assert [one for one in row["tests"] if not _is_there(one)] == [], number
        else:
            assert row["status"] in ("open", "n/a"), number
            assert row["why"], number
            assert "tests" not in row, number


def test_the_page_is_made_from_the_list() -> None:
    assert asvs.written() == asvs.page()


def test_what_is_open_at_level_one_is_no_more_than_is_told() -> None:
    opened = {number for number, row in asvs.rows().items() if row["status"] == "open" and row["level"] == 1}

    assert opened <= {"14.2.1", "15.2.1"}  # addresses of calendars; lists of known holes


def _is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    file = asvs.ROOT / "tests" / path
    return file.is_file() and (not name or bool(re.search(rf"^def {name}\(", _text(file), re.M)))


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def _calls() -> list[tuple[str, ast.Call]]:
    """Every call in the portal, with its file."""
    found = []
    for path in PORTAL.rglob("*.py"):
        name = path.relative_to(PORTAL).as_posix()
        found += [(name, one) for one in ast.walk(ast.parse(_text(path))) if isinstance(one, ast.Call)]
    return found


def _files_with(pattern: str) -> list[str]:
    """The files of the portal in which something stands."""
    return [path.name for path in PORTAL.rglob("*.py") if re.search(pattern, _text(path))]


def _named(call: ast.Call) -> str:
    return ast.unparse(call.func)


def _is_our_own(node: ast.expr) -> bool:
    """Is it a constant of the program, or made of such and of escaped text?"""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr):
        return all(_is_our_own(one.value) for one in node.values if isinstance(one, ast.FormattedValue))
    if isinstance(node, ast.BinOp):
        return _is_our_own(node.left) and (_is_our_own(node.right) or isinstance(node.right, ast.Constant))
    if isinstance(node, ast.Subscript | ast.Attribute):
        return _is_our_own(node.value)
    if isinstance(node, ast.Call):
        return _named(node) == "re.escape"
    return isinstance(node, ast.Name) and node.id.upper() == node.id


def test_nothing_is_evaluated_and_no_shell_is_asked() -> None:
    found = [
        (name, _named(call))
        for name, call in _calls()
        if _named(call) in NOT_PYTHONS
        or _named(call) in ("os.system", "os.popen", "render_template_string", "pickle.loads", "pickle.load")
        or any(
            one.arg in ("shell", "allow_pickle") and ast.unparse(one.value) != "False"
            for one in call.keywords
        )
    ]

    assert found == []
    assert not [
        path for path in PORTAL.rglob("*.py") if re.search(r"^import (pickle|marshal)", _text(path), re.M)
    ]


def test_no_statement_is_put_together_from_text() -> None:
    outside = ("db/", "migrations/", "backup/")  # whose statements hold names of tables, never what was typed
    found = [
        (name, ast.unparse(call)[:80])
        for name, call in _calls()
        if not name.startswith(outside)
        and (_named(call).endswith("exec_driver_sql") or _is_sql(call))
        and not all(_is_our_own(one) for one in call.args[:1])
    ]

    assert found == []


def _is_sql(call: ast.Call) -> bool:
    words = ast.unparse(call.args[0]) if call.args else ""
    return _named(call) in ("text", "sqlalchemy.text") and bool(
        re.search(r"\b(SELECT|UPDATE|WHERE|DELETE)\b", words)
    )


def test_no_pattern_is_made_of_what_was_typed() -> None:
    found = [
        (name, ast.unparse(call)[:80])
        for name, call in _calls()
        if re.fullmatch(r"re\.(compile|match|search|fullmatch|sub|split|findall|finditer)", _named(call))
        and name not in OWN_PATTERNS
        and not _is_our_own(call.args[0])
    ]

    assert found == []


def test_no_format_comes_from_what_was_typed() -> None:
    found = [
        (name, ast.unparse(call)[:80])
        for name, call in _calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ("format", "format_map")
        and name not in OWN_FORMATS
        and not _is_our_own(call.func.value)
    ]

    assert found == []


def test_chance_comes_from_the_system() -> None:
    assert not [
        path for path in PORTAL.rglob("*.py") if re.search(r"\bimport random\b|uuid1|uuid4", _text(path))
    ]


def test_no_weak_digest_is_used() -> None:
    assert [path.name for path in PORTAL.rglob("*.py") if re.search(r"\b(md5|sha1)\b", _text(path))] == []
    assert Signer.default_digest_method is sha256  # of the tokens of forms
    assert HostCookie.digest_method is sha256


def test_nobody_switches_off_the_check_of_certificates() -> None:
    wrong = r"verify\s*=\s*False|CERT_NONE|_create_unverified|check_hostname\s*=\s*False"

    assert _files_with(wrong) == []


def test_no_parameter_is_taken_from_anywhere() -> None:
    assert _files_with(r"request\.values") == []


def test_types_are_checked_strictly() -> None:
    assert re.search(r"\[tool\.mypy\][^\[]*\nstrict = true", _text(asvs.ROOT / "pyproject.toml"))


def _scripts() -> Iterator[str]:
    scripts = [path for path in PORTAL.rglob("*.js") if path.is_file()]
    assert len(scripts) >= 5
    return map(_text, scripts)


def test_scripts_write_no_html() -> None:
    wrong = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage|__proto__"
    )

    assert not [found for script in _scripts() for found in re.findall(wrong, script)]


def test_passwords_are_masked_and_may_be_pasted(small_app: Flask) -> None:
    page = reader(small_app).get("/masuk").text
    fields = re.findall(r'<input[^>]*name="(?:password|current|again)"[^>]*>', page)
    forms = _text(PORTAL / "accounts" / "forms.py")

    assert fields
    assert all('type="password"' in one for one in fields)
    assert 'autocomplete="current-password"' in fields[0]
    assert not re.search(r"(password|again|current) = (TextField|StringField)", forms)
    assert not [script for script in _scripts() if re.search(r"onpaste|[\"']paste[\"']", script)]


def test_the_sample_proxy_speaks_tls_as_it_should() -> None:
    proxy = _text(asvs.ROOT / "deploy" / "nginx.conf")

    assert re.findall(r"ssl_protocols ([^;]+);", proxy) == ["TLSv1.2 TLSv1.3"]
    assert re.search(r"listen 80;[^}]*return 301 https", proxy, re.S) or "listen 80" not in proxy


def section(heading: str) -> str:
    """A section of the page on security."""
    text = asvs.PAGE.read_text("utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_page_says_what_input_looks_like() -> None:
    said = section("What is taken, and how much")

    for word in ("NIP", "tanggal", "rupiah", "surel", "nama pengguna", "40 ", "at once of one person", "SSO"):
        assert word in said
    assert "Rank" in section("Personal data")


def test_the_page_lists_every_use_of_cryptography() -> None:
    said = section("Cryptography")
    uses = {"argon2": "argon2id", "pyotp": "TOTP", "sha256": "SHA-256", "hmac": "HMAC", "authlib": "ID token"}
    code = "\n".join(_text(path) for path in PORTAL.rglob("*.py"))

    for library, name in uses.items():
        assert library in code
        assert name in said


def test_the_page_says_what_is_logged() -> None:
    said = section("Logs")

    noted = {event for _, event in re.findall(r"security_log\.note\((\s*)\"([a-z-]+)\"", _all_code())}
    assert len(noted) >= 5
    assert sorted(event for event in noted if event not in said) == []


def _all_code() -> str:
    return "\n".join(_text(path) for path in PORTAL.rglob("*.py"))


def test_the_page_says_how_soon_a_hole_is_mended() -> None:
    assert re.search(r"\| critical \| \d+ days \|", section("Holes in libraries"))
