"""Editing case studies in the browser: drafts, the gate, publishing, history."""

from flask import Flask, url_for

from portal.cases import CASES
from portal.editing.drafts import start_draft

__all__ = ["init_app", "start_draft"]


def init_app(app: Flask) -> None:
    """Open the room, and hang its links on the pages of cases and on the menu."""
    from portal.editing import ordered  # noqa: F401 -- importing it registers its handler
    from portal.editing.views import (  # noqa: F401 -- importing them registers their routes
        blueprint,
        conflicts,
        form,
        history,
        links,
        lists,
        publishing,
        showing,
        synonyms,
        verifying,
    )
    from portal.web import panels

    app.register_blueprint(blueprint)
    showing.init_app(app)
    panels.add(app, "case", links.for_case, order=10)
    panels.add(app, "miss", synonyms.for_miss)
    panels.add(app, "account-menu", links.menu, order=300)
    panels.add(app, "own-home", links.for_home, order=60)
    _describe(app)


def _describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    from portal import audit

    audit.describe(
        app,
        "editing",
        "Sunting kasus",
        actions={
            "start": "Memulai draf",
            "draft": "Menyimpan draf",
            "set_aside": "Menyisihkan draf",
            "restore": "Memulihkan revisi ke draf",
            "discard": "Membuang draf",
            "reopen": "Membuka lagi draf",
            "take_over": "Mengambil alih draf",
            "choose": "Memilih naskah saat bentrok",
            "rebase": "Menyesuaikan draf dengan terbitan",
            "publish": "Menerbitkan kasus",
            "approve": "Menyetujui revisi dari berkas",
            "note_files": "Mencatat perubahan berkas",
            "synonym": "Menambah padanan kata",
        },
        weighty=("publish", "approve", "discard"),
        fields={"draf": "Draf", "revisi": "Revisi", "sidik": "Sidik naskah"},
        subjects={
            "case": ("Kasus", lambda slug: url_for("editing.history", slug=slug)),
            "content": ("Isi portal:", None),
            "glossary": ("Glosarium:", None),
        },
        names={
            "case": lambda slugs, _actor: {slug: CASES.get()[slug].title for slug in slugs & set(CASES.get())}
        },
    )
