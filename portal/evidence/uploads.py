"""From an upload to a file in the store: inspect, clean, scan, keep."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType

from portal.errors import RuleViolation
from portal.evidence import virus
from portal.evidence.incoming import Incoming
from portal.evidence.inspection import Findings, inspect
from portal.evidence.media import FileRefused, Media
from portal.evidence.naming import clean_name
from portal.evidence.rules import EvidenceKind
from portal.evidence.store import Draft, Store

PICTURES = (Media.JPG, Media.PNG)


@dataclass(frozen=True)
class Upload:
    """A file that passed inspection and waits to be kept; use it as a context, it cleans up after itself."""

    store: Store
    draft: Draft
    name: str
    media: Media
    original_sha256: str  # of the file as it was sent; pictures are kept cleaned
    findings: Findings

    @property
    def sha256(self) -> str:
        """The digest of what is kept."""
        return self.draft.sha256

    @property
    def size(self) -> int:
        """Bytes of what is kept."""
        return self.draft.size

    def keep(self) -> None:
        """Put it in the store. Call with the store's door held."""
        self.store.keep(self.draft)

    def __enter__(self) -> Upload:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.draft.close()


def receive(incoming: Incoming, kind: EvidenceKind | None, scanner: str = "", *, person: str = "") -> Upload:
    """Inspect an upload. Raises FileRefused, DiskFull or ExaminationBusy with a sentence.

    `scanner` is the address of a virus scanner, '' for none; `person` is who sends it.
    """
    draft = incoming.take()
    media = incoming.media
    if kind is not None and (kind is EvidenceKind.VIDEO) != (media is Media.MP4):
        wanted = (
            "berkas MP4"
            if kind is EvidenceKind.VIDEO
            else "PDF, gambar, DOCX, atau XLSX; untuk MP4 pilih jenis Video"
        )
        raise FileRefused(f"Untuk jenis bukti ini unggah {wanted}.")
    if scanner:
        virus.scan(draft.file, scanner)
    original = draft.sha256
    kept, findings = _inspected(incoming.store, draft, media, person)
    incoming.draft = None  # from here on the upload owns it
    return Upload(incoming.store, kept, clean_name(incoming.name), media, original, findings)


def _inspected(store: Store, draft: Draft, media: Media, person: str) -> tuple[Draft, Findings]:
    if media not in PICTURES:
        return draft, inspect(media, draft.file, person=person)
    cleaned = store.draft()
    try:
        findings = inspect(media, draft.file, cleaned.file, person=person)
        cleaned.measure()
    except BaseException:
        cleaned.close()
        raise
    draft.close()
    return cleaned, findings


def check_is_new(sha256: str, newest: str) -> None:
    """Refuse a new version that is the present one."""
    if sha256 == newest:
        raise RuleViolation("Berkas ini sama persis dengan versi sekarang. Pilih berkas lain.")
