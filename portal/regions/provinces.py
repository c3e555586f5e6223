"""Where each province stands in the schematic map: a grid from west to east, one tile a province.

The grid only says what lies beside what: no coordinates, no distances, no borders; the page says so.
"""

from __future__ import annotations

GRID: dict[str, tuple[str, int, int]] = {  # name -> (short name, column, row)
    "Aceh": ("Aceh", 0, 0),
    "Sumatera Utara": ("Sumut", 1, 0),
    "Sumatera Barat": ("Sumbar", 1, 1),
    "Riau": ("Riau", 2, 1),
    "Kepulauan Riau": ("Kepri", 3, 0),
    "Bengkulu": ("Bengk.", 1, 2),
    "Jambi": ("Jambi", 2, 2),
    "Kepulauan Bangka Belitung": ("Babel", 3, 3),
    "Sumatera Selatan": ("Sumsel", 2, 3),
    "Lampung": ("Lamp.", 2, 4),
    "Banten": ("Banten", 2, 5),
    "DKI Jakarta": ("DKI", 3, 5),
    "Jawa Barat": ("Jabar", 4, 5),
    "Jawa Tengah": ("Jateng", 5, 5),
    "DI Yogyakarta": ("DIY", 5, 6),
    "Jawa Timur": ("Jatim", 6, 5),
    "Bali": ("Bali", 7, 6),
    "Nusa Tenggara Barat": ("NTB", 8, 6),
    "Nusa Tenggara Timur": ("NTT", 9, 6),
    "Kalimantan Barat": ("Kalbar", 5, 1),
    "Kalimantan Tengah": ("Kalteng", 5, 2),
    "Kalimantan Selatan": ("Kalsel", 6, 2),
    "Kalimantan Timur": ("Kaltim", 6, 1),
    "Kalimantan Utara": ("Kaltara", 6, 0),
    "Sulawesi Barat": ("Sulbar", 8, 2),
    "Sulawesi Tengah": ("Sulteng", 8, 1),
    "Gorontalo": ("Goront.", 8, 0),
    "Sulawesi Utara": ("Sulut", 9, 0),
    "Sulawesi Selatan": ("Sulsel", 8, 3),
    "Sulawesi Tenggara": ("Sultra", 9, 3),
    "Maluku Utara": ("Malut", 10, 1),
    "Maluku": ("Maluku", 10, 3),
    "Papua Barat Daya": ("P.B.D.", 11, 1),
    "Papua Barat": ("Pabar", 11, 2),
    "Papua": ("Papua", 12, 1),
    "Papua Tengah": ("P.Teng.", 11, 3),
    "Papua Pegunungan": ("P.Peg.", 12, 2),
    "Papua Selatan": ("P.Sel.", 12, 3),
}
