"""The six kinds of files that are taken, how each is told by its first bytes, and how large it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Protocol

from portal.errors import PortalError

MEGABYTE = 1024 * 1024
HEAD = 1024  # bytes a browser or a scanner may sniff
_MARKUP = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<body", b"<iframe")


class FileRefused(PortalError):
    """The file cannot be taken; the sentence says why and what to do instead."""

    status = 422
    title = "Berkas belum dapat diterima"


class Limits(Protocol):
    """The part of the settings that says how large a file may be, in megabytes."""

    @property
    def evidence_document_mb(self) -> int:
        """PDF, DOCX, XLSX."""

    @property
    def evidence_image_mb(self) -> int:
        """JPG, PNG."""

    @property
    def evidence_video_mb(self) -> int:
        """MP4."""


class Media(StrEnum):
    """A kind of file, by its extension."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    DOCX = "docx"
    XLSX = "xlsx"
    MP4 = "mp4"


@dataclass(frozen=True)
class MediaType:
    """What a kind of file is called and where its size limit stands in the settings."""

    mime: str
    name: str
    limit: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    Media.PDF: MediaType("application/pdf", "PDF", "evidence_document_mb"),
    Media.JPG: MediaType("image/jpeg", "JPG", "evidence_image_mb"),
    Media.PNG: MediaType("image/png", "PNG", "evidence_image_mb"),
    Media.DOCX: MediaType(f"{_OFFICE}.wordprocessingml.document", "DOCX", "evidence_document_mb"),
    Media.XLSX: MediaType(f"{_OFFICE}.spreadsheetml.sheet", "XLSX", "evidence_document_mb"),
    Media.MP4: MediaType("video/mp4", "MP4", "evidence_video_mb"),
}
OTHER_JPG = frozenset(
    ("jpeg", "jpe", "jfif", "pjpeg", "pjp", "jif")
)  # what Windows and browsers call a JPEG too
ACCEPTED = ".pdf,.jpg,.jpeg,.jfif,.png,.docx,.xlsx,.mp4"
_HEIRS = {
    "doc": "Simpan dahulu sebagai DOCX atau PDF.",
    "xls": "Simpan dahulu sebagai XLSX.",
    "docm": "Berkas bermakro tidak diterima. Simpan sebagai DOCX.",
    "xlsm": "Berkas bermakro tidak diterima. Simpan sebagai XLSX.",
    "heic": "Ubah dahulu menjadi JPG.",
    "heif": "Ubah dahulu menjadi JPG.",
    "avif": "Ubah dahulu menjadi JPG atau PNG.",
    "bmp": "Ubah dahulu menjadi PNG.",
    "tif": "Simpan dahulu sebagai PDF atau JPG.",
    "tiff": "Simpan dahulu sebagai PDF atau JPG.",
    "odt": "Simpan dahulu sebagai DOCX atau PDF.",
    "ods": "Simpan dahulu sebagai XLSX.",
    "rtf": "Simpan dahulu sebagai DOCX atau PDF.",
    "txt": "Simpan dahulu sebagai PDF.",
    "ppt": "Simpan dahulu sebagai PDF.",
    "avi": "Ubah dahulu menjadi MP4.",
    "3gp": "Ubah dahulu menjadi MP4.",
    "mkv": "Ubah dahulu menjadi MP4.",
    "7z": "Unggah isinya satu per satu.",
    "webp": "Ubah dahulu menjadi JPG atau PNG.",
    "gif": "Ubah dahulu menjadi PNG.",
    "mov": "Ubah dahulu menjadi MP4.",
    "zip": "Unggah isinya satu per satu.",
    "rar": "Unggah isinya satu per satu.",
    "pptx": "Simpan dahulu sebagai PDF.",
}


def media_of_name(name: str) -> Media:
    """The kind of file its name claims. Raises FileRefused for one that is not taken."""
    extension = PurePath(name).suffix.lower().lstrip(".")
    if extension in OTHER_JPG:
        return Media.JPG
    try:
        return Media(extension)
    except ValueError:
        advice = _HEIRS.get(extension, "Pakai PDF, JPG, PNG, DOCX, XLSX, atau MP4.")
        shown = f"Jenis berkas .{extension}" if extension.isalnum() else "Jenis berkas ini"
        raise FileRefused(f"{shown} tidak diterima. {advice}") from None


def check_head(media: Media, head: bytes) -> None:
    """Refuse a file whose first bytes are not those of what its name claims.

    `head` is the first kilobyte. Markup that a browser could take for a page is refused in PDF and MP4,
    which are kept byte for byte; pictures are made anew and office files are taken apart.
    """
    found = {
        Media.PDF: head.startswith(b"%PDF-"),
        Media.JPG: head.startswith(b"\xff\xd8\xff"),
        Media.PNG: head.startswith(b"\x89PNG\r\n\x1a\n"),
        Media.DOCX: head.startswith(b"PK\x03\x04"),
        Media.XLSX: head.startswith(b"PK\x03\x04"),
        Media.MP4: head[4:8] == b"ftyp",
    }[media]
    if not head:
        raise FileRefused("Berkas ini kosong. Pilih berkas lain.")
    if not found:
        raise FileRefused(
            f"Isi berkas bukan {TYPES[media].name}, walaupun namanya berakhir .{media}. "
            "Buka berkasnya, lalu simpan ulang dengan jenis yang benar."
        )
    lowered = head.lower()
    if media in (Media.PDF, Media.MP4) and any(mark in lowered for mark in _MARKUP):
        raise FileRefused("Di dalam berkas ada kode halaman web. Simpan ulang berkasnya, lalu unggah lagi.")


def most_bytes(media: Media, limits: Limits) -> int:
    """How large a file of this kind may be, in bytes."""
    megabytes: int = getattr(limits, TYPES[media].limit)
    return megabytes * MEGABYTE


def check_size(media: Media, size: int, limits: Limits) -> None:
    """Refuse a file beyond the limit of its kind."""
    most = most_bytes(media, limits)
    if size > most:
        raise FileRefused(
            f"Berkas {TYPES[media].name} paling besar {most // MEGABYTE} MB. "
            "Kecilkan berkasnya, atau bagi menjadi beberapa berkas."
        )


def largest(limits: Limits) -> int:
    """The largest of all limits, in bytes."""
    return max(most_bytes(media, limits) for media in Media)
