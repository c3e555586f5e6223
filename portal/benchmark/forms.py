"""Forms of figures: a table to upload, one figure to type, the reason for writing them."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired

from portal.benchmark.importing import HEADINGS
from portal.records.receiving import AcceptForm
from portal.web.forms import Form, TextField

REQUIRED = InputRequired("Isian ini wajib diisi.")


class TableForm(Form):
    """A table of figures."""

    file = FileField(
        "Berkas XLSX atau CSV (UTF-8)",
        validators=[FileRequired("Pilih berkas XLSX atau CSV.")],
        render_kw={"accept": ".xlsx,.csv"},
    )


class FigureForm(Form):
    """One figure, as its source states it."""

    region = SelectField(HEADINGS["region"], validators=[REQUIRED])
    indicator = SelectField(HEADINGS["indicator"], validators=[REQUIRED])
    value = TextField("Nilai", max_length=60, validators=[REQUIRED], description="Misalnya 7,79 atau BB.")
    year = TextField("Tahun", max_length=4, validators=[REQUIRED], render_kw={"inputmode": "numeric"})
    unit = TextField("Satuan", max_length=40, description="Sama dengan satuan indikatornya.")
    version = TextField(
        "Versi instrumen",
        max_length=40,
        description="Wajib untuk indikator yang memakai instrumen, misalnya iid-2026. Lihat daftar di bawah.",
    )
    note = TextField("Catatan", max_length=400)
    title = TextField("Judul sumber", max_length=300, validators=[REQUIRED])
    publisher = TextField("Penerbit", max_length=120, validators=[REQUIRED])
    date = TextField("Tanggal sumber", max_length=10, description="2026-11-21, 2026-11, atau 2026.")
    url = TextField("Alamat sumber", max_length=1_000, validators=[REQUIRED], description="Diawali https://.")

    def row(self) -> dict[str, str]:
        """The figure as a row of a table."""
        return {key: str(self[key].data or "") for key in HEADINGS if key in self}


class ReasonForm(AcceptForm):
    """Accepting a preview, and why the figures are written."""

    reason = TextField(
        "Alasan perubahan", max_length=300, validators=[REQUIRED], description="Masuk ke jejak audit."
    )
