"""The style sheet holds no rule for what no page has."""

from __future__ import annotations

import re
from pathlib import Path

from portal.web.static import FOLDER

PORTAL = Path(__file__).parents[2] / "portal"
KINDS = {".html", ".py", ".js", ".jinja"}
MADE = re.compile(r"\b([a-z]+(?:-[a-z]+)*-)(?=\{)")  # "mark-stage-{{ … }}": the rest of the class is data


def test_every_class_of_the_style_sheet_is_given_by_a_template_or_a_script() -> None:
    sheet = re.sub(r"/\*.*?\*/", "", (FOLDER / "style.css").read_text("utf-8"), flags=re.DOTALL)
    heads = " ".join(re.findall(r"([^{}]+)\{", sheet))
    written = " ".join(path.read_text("utf-8") for path in PORTAL.rglob("*") if path.suffix in KINDS)
    words, made = set(re.findall(r"[a-z][\w-]*", written)), tuple(MADE.findall(written))

    idle = {name for name in re.findall(r"\.([a-z][\w-]*)", heads) if name not in words}

    assert sorted(name for name in idle if not name.startswith(made)) == []
