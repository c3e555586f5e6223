"""What the register's changes are called in the trail, and filters for its templates."""

from __future__ import annotations

from flask import Flask, url_for
from sqlalchemy import ColumnElement

from portal import audit
from portal.access import Actor, actor, may
from portal.audit.words import titles
from portal.records.labels import trail_fields, trail_writers
from portal.register.models import Edition, Innovation, InnovationComment, Season, TeamRow
from portal.register.rules import STAGE_NAMES, STATE_NAMES

ACTIONS = {
    "begin": "Mencatat inovasi",
    "edit": "Mengubah inovasi",
    "add": "Menambah bagian inovasi",
    "remove": "Menghapus bagian inovasi",
    "restore": "Memulihkan bagian inovasi",
    "move": "Memindah tahapan inovasi",
    "submit": "Mengajukan inovasi ke kepala OPD",
    "endorse": "Mengesahkan inovasi",
    "give-back": "Mengembalikan inovasi untuk diperbaiki",
    "release": "Membuka inovasi untuk umum",
    "withdraw-release": "Menutup halaman umum inovasi",
    "enter-season": "Mengikutkan inovasi dalam musim",
    "open-season": "Membuka musim",
    "change-season": "Mengubah musim",
    "close-season": "Menutup musim",
    "import": "Mengimpor inovasi",
    "undo-import": "Membatalkan impor inovasi",
    "take-in-sheet": "Menyimpan lembar klaim",
    "settle-owner": "Menetapkan pemilik inovasi",
    "ask": "Menulis tanggapan pada inovasi",
    "answer-question": "Menjawab pertanyaan tentang inovasi",
    "withdraw": "Menarik tulisan pada inovasi",
}
KINDS = (Innovation, Edition, Season, InnovationComment, TeamRow)
OTHER_FIELDS = {
    "released": "Dibuka untuk umum",
    "season": "Musim",
    "closed": "Ditutup",
    "editions": "Inovasi yang dibekukan",
    "new": "Baru",
    "changed": "Berubah",
    "removed": "Dikeluarkan",
    "withdrawn": "Ditarik",
    "row": "Baris berkas",
    "sheet": "Lembar klaim",
    "undone": "Dibatalkan",
}


def _batch(number: str) -> str:
    """The page of an import, for who may open it; an auditor reads only that it happened."""
    return url_for("register.preview", batch_id=int(number)) if may(actor(), "register.import") else ""


def _visible(actor: Actor) -> ColumnElement[bool]:
    from portal.register.queries import visible

    return visible(actor)


def describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    audit.describe(
        app,
        "register",
        "Register inovasi",
        actions=ACTIONS,
        fields=OTHER_FIELDS | trail_fields("register", *KINDS),
        subjects={
            "innovation": ("Inovasi", lambda number: url_for("register.show", innovation_id=int(number))),
            "season": ("Musim", lambda number: url_for("seasons.show", season_id=int(number))),
            "team": ("Anggota tim", None),
            "register-import": ("Impor", _batch),
        },
        writers=trail_writers("register", *KINDS),
        weighty=("endorse", "release", "close-season", "settle-owner", "undo-import"),
        names={"innovation": titles(Innovation, _visible)},
    )


def init_app(app: Flask) -> None:
    """Give templates the filters."""
    app.jinja_env.filters.update(
        innovation_stage=lambda stage: STAGE_NAMES[stage], innovation_state=lambda state: STATE_NAMES[state]
    )
