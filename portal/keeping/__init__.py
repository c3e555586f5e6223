"""Keeping: what readers put aside and say: reading lists, whether a case helped, faults in it."""

from flask import Flask, url_for


def init_app(app: Flask) -> None:
    """Open the room, and hang its buttons on the page of a case and its entries on menus and homes."""
    from portal.adoption import add_task_source
    from portal.keeping import panels as mine
    from portal.keeping import tasks
    from portal.keeping.views import blueprint, lists, speaking  # noqa: F401 -- registers their routes
    from portal.web import panels

    app.register_blueprint(blueprint)
    panels.add(app, "case-actions", mine.save, order=45)
    panels.add(app, "case-bar", mine.save_in_bar, order=150)
    panels.add(app, "case", mine.speak, order=85)
    panels.add(app, "account-menu", mine.menu, order=280)
    panels.add(app, "account-menu", mine.desk_menu, order=305)
    panels.add(app, "own-home", mine.for_home, order=65)
    add_task_source(app, tasks.of)
    _describe(app)


def _describe(app: Flask) -> None:
    """Tell the audit pages how to name what this room records."""
    from portal import audit
    from portal.keeping.models import PURPOSES, REACHES, VERDICTS

    audit.describe(
        app,
        "keeping",
        "Bacaan dan pembaca",
        actions={
            "begin": "Membuat daftar bacaan",
            "edit": "Mengubah daftar bacaan",
            "drop": "Menghapus daftar bacaan",
            "add": "Memasukkan kasus ke daftar yang dibagikan",
            "take": "Mengeluarkan kasus dari daftar yang dibagikan",
            "report": "Melaporkan kesalahan",
            "judge": "Memeriksa laporan kesalahan",
        },
        fields={
            "title": "Nama daftar",
            "purpose": "Untuk apa",
            "about": "Keterangan",
            "reach": "Siapa yang dapat membaca",
            "opd": "OPD",
            "slug": "Kasus",
            "text": "Yang keliru",
            "verdict": "Hasil pemeriksaan",
            "answer": "Tanggapan",
        },
        subjects={
            "reading-list": ("Daftar bacaan", None),
            "fault-report": (
                "Laporan kesalahan",
                lambda number: url_for("keeping.judge", report_id=int(number)),
            ),
        },
        writers={
            "purpose": lambda code: PURPOSES.get(code, str(code)),
            "reach": lambda code: REACHES.get(code, str(code)),
            "verdict": lambda code: VERDICTS.get(code, str(code)),
        },
    )
