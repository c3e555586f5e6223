"""The pages that tests go through: each kind, with much on it, with little, and gone wrong."""

from __future__ import annotations

HOME = "/"
CATALOGUE = "/inovasi"
HITS = "/cari?q=antre"
NOTHING = "/cari?q=xyzzyq"
CASE = "/inovasi/smart-kampung"
REGION = "/wilayah/banyuwangi"

SHIPPED = {
    "home": HOME,
    "catalogue": CATALOGUE,
    "catalogue, filtered": "/inovasi?wilayah=bandung&wilayah=banyuwangi&sektor=kesehatan&urut=terbaru",
    "catalogue, last page": "/inovasi?hal=9",
    "catalogue, filtered to nothing": "/inovasi?wilayah=pati&sektor=kesehatan",
    "search, hits": HITS,
    "search, page 2": "/cari?q=antre&hal=2",
    "search, nothing": NOTHING,
    "search, mistyped": "/cari?q=sampha",
    "search, ambiguous": "/cari?q=KIA",
    "case, long": CASE,
    "case, short": "/inovasi/lakon-si-baja-batang",
    "case, with a table of its own": "/inovasi/mpp-kota-bandung",
    "case, page for the leader": "/inovasi/surabaya-kalimasada/telaahan",
    "kinds": "/cara-mulai",
    "kind": "/cara-mulai/pusat-layanan",
    "families": "/keluarga",
    "family": "/keluarga/sampah",
    "regions": "/wilayah",
    "region, many figures": "/wilayah/bandung",
    "region, nothing known": "/wilayah/bantaeng",
    "needs": "/kebutuhan",
    "need, answered": "/kebutuhan/open-dumping",
    "need, unanswered": "/kebutuhan/rokok-ilegal",
    "help, searching": "/halaman/cara-mencari",
    "help, accessibility": "/halaman/aksesibilitas",
    "error, not found": "/tidak-ada",
    "error, failure": "/gangguan",
}
SPARSE = {
    "catalogue, no index": "/inovasi",
    "search, no index": "/cari?q=antre",
    "case, stale": "/inovasi/usang",
    "home, little": "/",
}
