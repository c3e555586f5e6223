"""No query is an error, and none costs more than a long honest one."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from portal.search.engine.by_whoosh import WhooshEdition
from portal.search.engine.document import Document
from portal.search.engine.edition import Edition
from portal.search.grammar import MAX_LENGTH, Synonyms, expand, parse
from tests.patience import IS_LONG

SYNONYMS: Synonyms = {"desa": [(("kampung", "halaman"), 0.5)], "a": [(("b",), 0.5)]}
DOCUMENTS = 10_000 if IS_LONG else 2_000
LIMIT = 0.25  # seconds of work; a long honest query takes a few milliseconds

HOSTILE = [
    *(
        "*",
        "**",
        "?*",
        "*a*",
        "a*",
        "ab*",
        "pel*",
        "me* di* pe* ke*",
        "word~9",
        "word~2 lain~99",
        "[a TO z]",
        "{a TO }",
    ),
    *("a" * 20_000, "a " * 20_000, "pelayanan " * 5_000, "-" * 5_000, '"' * 5_000, "(" * 5_000, ":" * 5_000),
    *("a-" * 10_000, "a." * 10_000, "1." * 10_000, "1,1" * 10_000, "x" * 1_000_000, "kata " * 200_000),
    *(
        '"',
        '""',
        '" "',
        '"a',
        'a"',
        '"a" "',
        '-"',
        '-""',
        "-",
        "--",
        "- -",
        "-*",
        "-a -b -c",
        "--a",
        '-"a b"',
    ),
    *(
        "wilayah:",
        ":",
        "::",
        "wilayah::",
        'wilayah:"',
        "wilayah:*",
        "wilayah:-",
        "tidakada:nilai",
        "wilayah:" * 50,
    ),
    *(
        "AND",
        "OR NOT",
        "NOT NOT a",
        "a AND (b OR",
        "a^99",
        "a^-1",
        "+a",
        "title:a",
        "key:smart",
        "_id:1",
        "*:*",
    ),
    *("\x00", "a\x00b", "\x1b[31m", "\r\n", "\t\v\f", "\u0085\u2028\u2029", "\ufeff", "\ufffe\uffff"),
    *("\ud800", "a\udfffb", "\ud83d", "\U0010ffff", "\u202eagolah", "\u200f\u200b\u200d", "e\u0301" * 200),
    *("👩‍👩‍👧‍👦", "🇮🇩", "𓀀𓀁", "ﷺ", "ﬁ", "İstanbul", "ß", "ǅ", "Ω≈ç√", "中文搜索", "العربية", "עברית", "ไทย"),
    *(
        "(a+)+$",
        "(.*)*",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "a{1,99999}",
        "\\",
        "\\\\",
        "%00",
        "%",
        "_",
        "'; DROP TABLE",
        "${x}",
    ),
    *(
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "0x",
        "1e309",
        "NaN",
        "-0",
        "9" * 500,
        "1/0",
        "٣٤",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thousands of documents of some sixty words, frequent and rare."""
    from portal.search.engine.build import build

    chance = random.Random(5)
    words = [
        f"{a}{b}{c}"
        for a in ("pe", "me", "di", "ke", "ba")
        for b in "lrmnst"
        for c in ("ayan", "asa", "a", "i")
    ]
    documents = []
    for number in range(DOCUMENTS):
        picked = [words[min(int(chance.paretovariate(0.6)), len(words)) - 1] for _ in range(60)]
        fields = {"title": f"pelayanan desa {number}", "body": " ".join(picked)}
        documents.append(Document(f"d{number}", fields, {"wilayah": (words[number % 40],)}, excerpt="body"))
    folder = tmp_path_factory.mktemp("thousands") / "edition"
    build(folder, documents, weights={"title": 4.0, "body": 1.0})
    return folder


@pytest.fixture(scope="module", params=[Edition, WhooshEdition], ids=["arrays", "whoosh"])
def thousands(request: pytest.FixtureRequest, folder: Path) -> Edition:
    """The same, searched with arrays and without; the table of words is made at the first correction."""
    edition: Edition = request.param.open(folder)
    edition.vocabulary.corrections("pelayannan")
    return edition


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
@pytest.mark.parametrize("as_you_type", [False, True])
def test_a_hostile_query_is_answered_at_once(thousands: Edition, text: str, as_you_type: bool) -> None:
    begun = time.process_time()

    query = expand(parse(text, filter_names={"wilayah"}, as_you_type=as_you_type), SYNONYMS)
    results = thousands.search(query, facet_names=["wilayah"], explain=True)
    thousands.vocabulary.corrections(text)

    assert time.process_time() - begun < LIMIT
    assert len(query.text) <= MAX_LENGTH
    assert results.total >= len(results.hits)
