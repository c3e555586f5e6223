"""Errors whose text a reader can act on; raised where the rule lives, explained once by the shell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class PortalError(Exception):
    """Something the reader is told about, with an HTTP status for the shell."""

    status = 500
    title = "Ada gangguan di portal"


class NotFound(PortalError):
    """The thing asked for is not here."""

    status = 404
    title = "Halaman tidak ditemukan"


class Moved(NotFound):
    """What was asked for has another name now; `old` stands in the address, `new` is to stand there."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        super().__init__(f"“{old}” sekarang bernama “{new}”.")


class RuleViolation(PortalError):
    """The request was understood, and the rules of the domain forbid it; may name the field at fault."""

    status = 409
    title = "Belum dapat dilakukan"

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


class SignInNeeded(PortalError):
    """Only for people who have signed in."""

    status = 401
    title = "Masuk dahulu"


class TooMany(PortalError):
    """Too many tries in too short a time."""

    status = 429
    title = "Terlalu banyak percobaan"


class Busy(PortalError):
    """All places at some heavy work are taken; it is worth trying again in a few seconds."""

    status = 503
    title = "Portal sedang sibuk"


class Conflict(PortalError):
    """Somebody else saved the same thing meanwhile."""

    status = 409
    title = "Sudah diubah orang lain"


class Forbidden(PortalError):
    """The reader may not do this."""

    status = 403
    title = "Tidak berwenang"


class SearchNotReady(PortalError):
    """No search edition is in use; one is being built."""

    status = 503
    title = "Pencarian sedang disiapkan"


class InvalidSettings(PortalError):
    """The settings file or an environment variable is wrong."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a content file, where it stands and what to do."""

    path: str
    line: int
    message: str
    is_warning: bool = False

    def __str__(self) -> str:
        mark = "peringatan: " if self.is_warning else ""
        return f"{self.path}:{self.line}: {mark}{self.message}"


class InvalidContent(PortalError):
    """Content that the gate refuses; carries every problem found."""

    status = 422
    title = "Isi belum dapat diterbitkan"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
