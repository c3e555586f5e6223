"""A query of any bytes is answered at once and never with an error (traps T1 to T3)."""

from __future__ import annotations

import time
from urllib.parse import quote

import pytest

from tests.patience import some
from tests.reading import Reader

LIMIT = 0.25  # seconds of CPU, of which this process spends nearly all on the answer

QUERIES = [
    "",
    " ",
    "*",
    "**",
    "* *",
    "*a*",
    "a*",
    "pel*",
    "*:*",
    "?",
    "????",
    "word~9",
    "antre~",
    "antre~0.5",
    "[a TO z]",
    "{a TO z}",
    "[",
    "[[[[[[[[[[[[",
    "wilayah:",
    "wilayah:[a TO z]",
    "wilayah:*",
    "wilayah:wilayah:wilayah:",
    'wilayah:"',
    "tahun:9999999999",
    "title:antre",
    "_stored:x",
    "NOT",
    "NOT antre",
    "AND OR NOT",
    "antre AND",
    "(antre",
    "antre)",
    "((((((((((antre))))))))))",
    "antre ANDNOT ktp",
    "antre ANDMAYBE ktp",
    '"',
    '""',
    '"""',
    '"antre',
    'antre"',
    '"antre ktp"~5',
    '"a b c d e f g h i j k l m n o p"',
    "-",
    "--",
    "-antre",
    "-antre -ktp -warga",
    "- - - -",
    '-"antre ktp"',
    "+antre",
    "^antre^9",
    "antre^1000000",
    "a" * 20_000,
    "a " * 10_000,
    "antre " * 5_000,
    "é" * 9_000,
    "日本語 " * 3_000,
    "kata-" * 4_000,
    "-".join("abcdefghij" * 30),
    '"' * 9_000,
    "(" * 9_000,
    "*" * 9_000,
    "a*" * 4_000,
    " ".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "me* pe* ber* ter* di* ke* se*",
    "\x00",
    "\x00antre\x00",
    "\x1b[31mantre",
    "\ufffe\uffff",
    "\u202eantre",
    "\u200b\u200c\u200d\u2060\ufeff",
    "a\u0301" * 3_000,
    "ﷺ" * 500,
    "ﬁnansial ＡＮＴＲＥ ①",
    "İstanbul ıŞ",
    "💥👩‍👩‍👧‍👦🇮🇩",
    "<script>alert(1)</script>",
    "'; DROP TABLE search_miss; --",
    "%00%0a%0d",
    "%s%s%n{}{0}{{}}",
    "../../etc/passwd",
    "https://contoh.go.id/?a=b&c=d",
    "1234567890123456789012345678901234567890",
    "1.2.3.4.5.6.7.8.9.10",
    "0x7fffffff",
    "1e999999",
    "null None undefined NaN",
    "\r\nSet-Cookie: a=b",
]
RAW = [
    "%ff",
    "%c3%28",
    "%ed%a0%80",
    "%00",
    "%80%81%82",
    "%f0%9f",
    "a%",
    "%zz",
    "%u0041",
    "q&q=&q",
    "&&&",
    "=",
]


def test_there_are_enough_of_them() -> None:
    assert len(set(QUERIES)) >= 60


@pytest.fixture
def warm(real_client: Reader) -> Reader:
    """A reader of a portal that has answered before."""
    real_client.get("/cari?q=antrean+yang+biasa+di+kantor+xyzzy")
    return real_client


@pytest.mark.parametrize("query", some(QUERIES, 40), ids=lambda query: ascii(query[:24]))
def test_a_query_of_any_kind_is_answered_at_once(warm: Reader, query: str) -> None:
    spent, response = [], None
    for _ in range(2):  # the better of two: other work on the machine makes a processor slower, never faster
        began = time.process_time()
        response = warm.fetch(f"/cari?q={quote(query.encode('utf-8'))}")
        spent.append(time.process_time() - began)

    assert response is not None
    assert min(spent) <= LIMIT
    assert response.status_code in (200, 302)
    assert "Content-Security-Policy" in response.headers


@pytest.mark.parametrize("query", some(QUERIES, 12), ids=lambda query: ascii(query[:24]))
def test_such_a_page_is_sound_and_holds_no_script(warm: Reader, query: str) -> None:
    response = warm.get("/cari", query_string={"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.text


@pytest.mark.parametrize("raw", RAW)
@pytest.mark.parametrize("path", ["/cari", "/inovasi", "/cari.atom", "/saran"])
def test_bytes_that_are_no_text_do_no_harm(warm: Reader, path: str, raw: str) -> None:
    assert warm.get(f"{path}?q={raw}").status_code == 200


@pytest.mark.parametrize(
    "state",
    [
        "wilayah=" + "x" * 5_000,
        "&".join(f"wilayah=w{number}" for number in range(500)),
        "wilayah=%00&sektor=%ff&tahun=-1",
        "wilayah=&sektor=",
        "urut=../../x&hal=-5",
        "hal=" + "9" * 400,
        "tahun=2019'--",
        "entah=1&entah=2",
        "q=a&q=b&q=c",
        "wilayah[]=batang",
        "<script>=1",
    ],
    ids=lambda state: state[:20],
)
def test_any_state_in_the_address_is_answered(warm: Reader, state: str) -> None:
    for path in ("/cari", "/inovasi", "/cari.atom"):
        assert warm.get(f"{path}?{state}", follow_redirects=True).status_code == 200


@pytest.mark.parametrize("query", some(QUERIES, 12), ids=lambda query: ascii(query[:24]))
def test_suggestions_for_any_letters_come_at_once(warm: Reader, query: str) -> None:
    spent, response = [], warm.get("/saran?q=antre")
    for _ in range(2):
        began = time.process_time()
        response = warm.get("/saran", query_string={"q": query})
        spent.append(time.process_time() - began)

    assert min(spent) <= LIMIT
    assert isinstance(response.get_json(), list)


@pytest.mark.parametrize("query", some(QUERIES, 12), ids=lambda query: ascii(query[:24]))
def test_a_feed_of_any_query_is_well_formed(warm: Reader, query: str) -> None:
    from xml.etree import ElementTree

    response = warm.get("/cari.atom", query_string={"q": query})

    assert ElementTree.fromstring(response.data).tag == "{http://www.w3.org/2005/Atom}feed"
