"""Letters to the host: the request for a visit, and the interest in replicating an innovation."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Attachment, Block, Inlines, Letter, Pairs, known, plain
from portal.documents.pieces import listed, text, written
from portal.government.sender import Sender
from portal.visits.papers.dossier import Dossier, VisitedCase
from portal.visits.papers.parts import (
    agenda_table,
    clock_time,
    full_day,
    kind_of_visit,
    people_table,
    question_table,
    signatory,
    span,
)
from portal.web.figures import long_date

BSKDN = "Kepala Badan Strategi Kebijakan Dalam Negeri Kementerian Dalam Negeri"
HEADS_OF_REGIONS = ("Bupati", "Wali Kota", "Walikota", "Gubernur", "Sekretaris Daerah")
SHORT_REGIONS = ("Kabupaten ", "Kota ", "Provinsi ")


def host_place(dossier: Dossier) -> str:
    """The town that an address ends with: Banyuwangi."""
    name = dossier.host.region
    for beginning in SHORT_REGIONS:
        name = name.removeprefix(beginning)
    return name


def head_of_region(dossier: Dossier) -> str:
    """The post that leads the host region: Bupati Banyuwangi, Wali Kota Bandung, Gubernur …."""
    region, place = dossier.host.region, host_place(dossier)
    if region.startswith("Kota "):
        return f"Wali Kota {place}"
    return f"Gubernur {place}" if region.startswith("Provinsi ") else f"Bupati {place}"


def addressee_of(dossier: Dossier) -> str:
    """The post that the request goes to, with its region: as the record says, else the unit's head."""
    host = dossier.host
    if not host.addressee and not host.unit:
        return head_of_region(dossier)
    post = host.addressee or f"Kepala {host.unit}"
    return post if host_place(dossier) in post else f"{post} {host.region}"


def visit_request(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat permohonan kunjungan with its participants and questions.

    An agency writes to an agency; to the head of a region the regional secretary writes for ours.
    """
    addressee = addressee_of(dossier)
    to_unit = not addressee.startswith(HEADS_OF_REGIONS)
    post = (
        sender.head_of(dossier.opd)
        if to_unit
        else f"a.n. {sender.government.head} {sender.government.short_name}, {sender.government.secretary}"
    )
    attachments = [Attachment("Daftar peserta", (people_table(dossier.delegates),))]
    attachments.append(Attachment("Daftar pertanyaan", (question_table(dossier.questions),)))
    if dossier.agenda:
        attachments.append(
            Attachment(
                "Usulan jadwal", (agenda_table(dossier.agenda, dossier.zone, is_wide=True),), is_wide=True
            )
        )
    return (
        Letter(
            title=f"Permohonan {kind_of_visit(dossier)}",
            shape="korespondensi",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.letterhead(dossier.opd, dossier.opd_code) if to_unit else sender.secretariat(),
            place=sender.city,
            fields=(
                ("Nomor", sender.number("surat-permohonan")),
                ("Sifat", plain("Biasa")),
                ("Lampiran", plain(f"{len(attachments)} berkas")),
                ("Hal", plain(f"Permohonan {kind_of_visit(dossier)}")),
            ),
            addressee=(f"Yth. {addressee}", "di", host_place(dossier)),
            blocks=tuple(_request(dossier, sender)),
            signatories=(signatory(post),),
            copies=(f"{sender.government.head} {sender.government.short_name} (sebagai laporan)",
                    f"Kepala {sender.government.planning_agency} {sender.region}"),
            attachments=tuple(attachments),
        ),
    )  # fmt: skip


def _request(dossier: Dossier, sender: Sender) -> Iterator[Block]:
    figure = f" ({dossier.need.figure})" if dossier.need.figure else ""
    yield text(
        f"Dalam rangka menjawab masalah “{dossier.need.title}”{figure}, {sender.government.name} melalui "
        f"{dossier.opd} bermaksud melaksanakan {kind_of_visit(dossier)} untuk mempelajari inovasi berikut."
    )
    yield from listed(
        [f"{case.title}{f', {case.owner}' if case.owner else ''}" for case in dossier.cases],
        what="nama inovasi",
    )
    if dossier.purpose:
        yield from written(dossier.purpose, "")
    yield text("Kunjungan tersebut kami rencanakan sebagai berikut." if dossier.mode == "perjalanan" else
               "Kegiatan tersebut kami rencanakan sebagai berikut.")  # fmt: skip
    yield Pairs(tuple(_plan(dossier)))
    reply = f" paling lambat {full_day(dossier.reply_by)}" if dossier.reply_by else ""
    yield text(
        f"Daftar peserta dan daftar pertanyaan kami lampirkan. Kami mohon jawaban{reply}, termasuk bila "
        "waktu lain atau pertemuan daring lebih sesuai."
    )
    yield text("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.")


def _plan(dossier: Dossier) -> Iterator[tuple[str, Inlines]]:
    meeting = next((one for one in dossier.agenda if one.starts and not one.is_cancelled), None)
    chair = dossier.chair
    leader = f"{chair.name}{f', {chair.post}' if chair.post else ''}" if chair else ""
    yield "Hari/tanggal", known(span(dossier.starts, dossier.ends), "hari dan tanggal")
    yield "Waktu", known(clock_time(meeting.starts, meeting.ends, dossier.zone) if meeting else "", "waktu")
    if dossier.other_day:
        yield "Pilihan lain", plain(full_day(dossier.other_day))
    yield "Tempat", known(dossier.host.place, "tempat")
    yield "Yang ingin ditemui dan dilihat", known(dossier.objects, "unit dan objek")
    yield "Jumlah peserta", plain(f"{len(dossier.delegates)} orang")
    yield "Ketua rombongan", known(leader, "nama dan jabatan")
    yield "Narahubung", known(dossier.contact, "nama, telepon kantor, pos-el dinas")


def replication_interest(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat minat replikasi to the region of origin, copy to BSKDN: evidence for both sides."""
    chosen = [case for case in dossier.cases if case.recommendation in ("adopsi", "adaptasi")]
    return (
        Letter(
            title="Surat minat replikasi inovasi",
            shape="korespondensi",
            layout=sender.layout,
            dated=sender.dated,
            author=sender.government.name,
            letterhead=sender.secretariat(),
            place=sender.city,
            fields=(
                ("Nomor", sender.number("surat-minat-replikasi")),
                ("Sifat", plain("Penting")),
                ("Lampiran", plain("–")),
                ("Hal", plain("Pernyataan minat replikasi inovasi daerah")),
            ),
            addressee=(f"Yth. {head_of_region(dossier)}", "di", host_place(dossier)),
            blocks=tuple(_interest(dossier, sender, chosen or list(dossier.cases))),
            signatories=(signatory(f"{sender.government.head} {sender.government.short_name}"),),
            copies=(
                BSKDN,
                f"{sender.government.secretary} {sender.region}",
                f"Kepala {sender.government.planning_agency} {sender.region}",
                f"{sender.head_of(dossier.opd)} {sender.region}",
            ),
        ),
    )


def _interest(dossier: Dossier, sender: Sender, cases: list[VisitedCase]) -> Iterator[Block]:
    when = span(dossier.starts, dossier.ends)
    studied = {"perjalanan": "kunjungan", "daring": "pertemuan daring", "meja": "telaah"}[dossier.mode]
    yield text(
        f"Berdasarkan hasil {studied}{f' pada {when}' if when else ''} terhadap inovasi "
        f"{dossier.host.region}, {sender.government.name} menyatakan minat untuk mereplikasi inovasi berikut."
    )
    how = {"adopsi": "diadopsi", "adaptasi": "diadaptasi dengan penyesuaian"}
    yield from listed(
        [
            f"{case.title}{f', {case.owner}' if case.owner else ''}"
            f"{f' ({how[case.recommendation]})' if case.recommendation in how else ''}"
            for case in cases
        ],
        what="nama inovasi",
    )
    yield text(f"Replikasi dimaksudkan untuk menjawab masalah “{dossier.need.title}” dan akan "
               f"dilaksanakan oleh {dossier.opd}.")  # fmt: skip
    steps = [
        f"{one.action}{f', selesai {long_date(one.ends)}' if one.ends else ''}" for one in dossier.follow_ups
    ]
    if steps:
        yield text("Langkah yang kami rencanakan:")
        yield from listed(steps)
    yield text(
        "Kami mohon perkenan Saudara untuk memberikan izin replikasi, pendampingan, serta salinan dokumen "
        "yang diperlukan, yang dapat dituangkan dalam perjanjian kerja sama."
    )
    yield Pairs((("Narahubung", known(dossier.contact, "nama, telepon kantor, pos-el dinas")),))
    yield text("Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.")
