"""Letters to the host: the request for a visit, and the interest in replicating an innovation."""

from __future__ import annotations

from collections.abc import Iterator

from portal.documents import Attachment, Block, Inlines, Letter, Pairs, known, plain
from portal.documents.pieces import listed, text, written
from portal.government.correspondence import correspondence
from portal.government.interest import Interest, head_of, interest_letter, place_of
from portal.government.sender import Sender
from portal.government.signing import by_agency, by_secretary
from portal.visits.papers.dossier import Dossier
from portal.visits.papers.parts import (
    agenda_table,
    clock_time,
    full_day,
    kind_of_visit,
    people_table,
    question_table,
    span,
)

HEADS_OF_REGIONS = ("Bupati", "Wali Kota", "Walikota", "Gubernur", "Sekretaris Daerah")


def addressee_of(dossier: Dossier) -> str:
    """The post that the request goes to, with its region: as the record says, else the unit's head."""
    host = dossier.host
    if not host.addressee and not host.unit:
        return head_of(dossier.host.region)
    post = host.addressee or f"Kepala {host.unit}"
    return post if place_of(dossier.host.region) in post else f"{post} {host.region}"


def visit_request(dossier: Dossier, sender: Sender) -> tuple[Letter, ...]:
    """Surat permohonan kunjungan with its participants and questions.

    An agency writes to an agency; to the head of a region the regional secretary writes for ours.
    """
    addressee = addressee_of(dossier)
    to_unit = not addressee.startswith(HEADS_OF_REGIONS)
    signing = by_agency(sender, dossier.opd, dossier.opd_code) if to_unit else by_secretary(sender)
    attachments = [Attachment("Daftar peserta", (people_table(dossier.delegates),))]
    attachments.append(Attachment("Daftar pertanyaan", (question_table(dossier.questions),)))
    if dossier.agenda:
        attachments.append(
            Attachment(
                "Usulan jadwal", (agenda_table(dossier.agenda, dossier.zone, is_wide=True),), is_wide=True
            )
        )
    return (
        correspondence(
            sender,
            signing,
            paper="surat-permohonan",
            title=f"Permohonan {kind_of_visit(dossier)}",
            about=f"Permohonan {kind_of_visit(dossier)}",
            enclosed=f"{len(attachments)} berkas",
            addressee=(f"Yth. {addressee}", "di", place_of(dossier.host.region)),
            blocks=_request(dossier, sender),
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
    """Surat minat replikasi to the region of origin, for what the visit recommends."""
    chosen = [case for case in dossier.cases if case.recommendation in ("adopsi", "adaptasi")]
    how = {"adopsi": " (diadopsi)", "adaptasi": " (diadaptasi dengan penyesuaian)"}
    when = span(dossier.starts, dossier.ends)
    studied = {"perjalanan": "kunjungan", "daring": "pertemuan daring", "meja": "telaah"}[dossier.mode]
    interest = Interest(
        region=dossier.host.region,
        innovations=tuple(
            f"{case.title}{f', {case.owner}' if case.owner else ''}{how.get(case.recommendation, '')}"
            for case in chosen or dossier.cases
        ),
        known_from=f"hasil {studied}{f' pada {when}' if when else ''}",
        need=dossier.need.title,
        opd=dossier.opd,
        steps=tuple((one.action, one.ends) for one in dossier.follow_ups),
        contact=dossier.contact,
    )
    return interest_letter(interest, sender)
