"""The register as a table for a file; the import takes it back as the same innovations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from portal.documents.sheets import Sheet
from portal.government import Government
from portal.records.labels import labels
from portal.records.lists import ListColumn, list_sheet
from portal.register.models import Innovation
from portal.web.figures import long_date

COLUMNS = (
    ListColumn("Nomor", 8, lambda one: one.id),
    ListColumn("Nama Inovasi", 40, lambda one: one.title),
    ListColumn("Perangkat Daerah", 14, lambda one: one.opd or one.owner_text),
    ListColumn("Unit", 24, lambda one: labels(Innovation)["unit"].write(one.unit)),
    ListColumn("Tahapan", 12, lambda one: labels(Innovation)["stage"].write(one.stage)),
    ListColumn(Innovation.initiator, 16),
    ListColumn("Nama Inisiator", 24, lambda one: one.initiator_name),
    ListColumn(Innovation.classification, 16),
    ListColumn(Innovation.technology, 12),
    ListColumn(Innovation.form, 24),
    ListColumn("Asta Cita", 12, lambda one: labels(Innovation)["asta_cita"].write(one.asta_cita)),
    ListColumn("Klaster PKPN", 20, lambda one: one.pkpn),
    ListColumn("Urusan Utama", 24, lambda one: labels(Innovation)["affair"].write(one.affair)),
    ListColumn(
        "Urusan lain yang beririsan",
        24,
        lambda one: labels(Innovation)["other_affairs"].write(one.other_affairs),
    ),
    ListColumn("Koordinat", 22, lambda one: one.coordinates),
    ListColumn("Waktu Uji Coba", 14, lambda one: one.trial_on),
    ListColumn("Waktu Penerapan", 14, lambda one: one.applied_on),
    ListColumn("Waktu Pengembangan", 14, lambda one: one.developed_on),
    ListColumn("Catatan Pengembangan", 30, lambda one: one.development_note),
    ListColumn(Innovation.design, 40),
    ListColumn(Innovation.purpose, 30),
    ListColumn(Innovation.benefit, 30),
    ListColumn(Innovation.result, 30),
    ListColumn("Anggaran", 16, lambda one: one.budget),
    ListColumn(Innovation.business_profile, 24),
    ListColumn("HAKI", 16, lambda one: one.ip),
    ListColumn(Innovation.awards, 24),
    ListColumn("Link Video", 30, lambda one: one.video),
    ListColumn("Kematangan", 12, lambda one: None if one.claimed_score is None else f"{one.claimed_score:f}"),
    ListColumn("Keadaan", 16, lambda one: labels(Innovation)["state"].write(one.state)),
)


def register_sheet(
    innovations: Iterable[Innovation], government: Government, today: date, *, total: int = 0
) -> Sheet:
    """A list of innovations as a table."""
    remark = f"{government.name}, {long_date(today)}."
    return list_sheet("Inovasi", COLUMNS, innovations, today, remark, total=total)
