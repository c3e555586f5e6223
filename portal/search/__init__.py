"""Search: find, suggest, count; the only room that knows Whoosh."""

from flask import Flask

FIELD_LABELS = {
    "title": "judul",
    "aliases": "nama lain",
    "summary": "ringkasan",
    "needs": "kebutuhan",
    "problem": "masalah",
    "subjects": "sektor dan sasaran",
    "place": "wilayah dan penyelenggara",
    "headings": "ukuran hasil",
    "story": "cara kerja dan hasil",
    "rest": "bagian lain",
    "names": "nama",
    "concepts": "pokok bahasan",
    "body": "teks",
}


def init_app(app: Flask) -> None:
    """Open the room."""
    from portal import audit
    from portal.search import misses, others, papers, saved_views
    from portal.search.views import blueprint, menu
    from portal.web import panels

    app.register_blueprint(blueprint)
    app.extensions["misses"] = misses.Collected(app)
    others.ask(app, papers.evidence)
    panels.add(app, "account-menu", saved_views.menu, order=290)
    panels.add(app, "account-menu", menu, order=300)
    app.jinja_env.filters["field_label"] = lambda name: FIELD_LABELS.get(name, name)
    audit.describe(
        app,
        "search",
        "Pencarian tersimpan",
        actions={"save": "Menyimpan pencarian", "forget": "Menghapus pencarian tersimpan"},
        fields={"address": "Alamat", "label": "Nama"},
        subjects={"search": ("Pencarian", None)},
    )
