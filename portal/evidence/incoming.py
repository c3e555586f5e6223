"""An upload streams to the store's own disk while the form is read, never into memory.

Werkzeug asks the request for a place to write each file of a form to. On the pages of this room that is
a draft in the store; everywhere else it stays what it was. What goes wrong on the way (too large, wrong
kind, no room) is noted and the rest is read and dropped, so that the browser gets its answer: the form,
with the sentence at the field and everything typed still there.
"""

from __future__ import annotations

from typing import IO, Any, cast

from flask import Request, current_app
from werkzeug.datastructures import FileStorage

from portal.access import actor, may_enter, table
from portal.config import Settings
from portal.errors import PortalError
from portal.evidence.media import FileRefused, check_size, largest, media_of_name
from portal.evidence.store import Draft, Store

ROOM = "evidence"
DROPPED = 3  # so many times the largest limit is read and dropped before the connection is cut


class Incoming:
    """The stream that werkzeug writes one file of a form to."""

    def __init__(self, store: Store, settings: Settings, name: str, *, is_welcome: bool) -> None:
        self.store, self.settings, self.name = store, settings, name
        self.draft: Draft | None = None
        self.problem: PortalError | None = None
        if not is_welcome:
            self.problem = FileRefused("Hanya satu berkas yang dapat diunggah sekaligus.")
        elif name:
            try:
                self.media = media_of_name(name)
            except FileRefused as problem:
                self.problem = problem

    def write(self, chunk: bytes) -> int:
        """Take a piece; drop it where something is wrong already, or where no file was chosen."""
        if self.problem is None and self.name:
            try:
                if self.draft is None:
                    self.draft = self.store.draft()
                check_size(self.media, self.draft.size + len(chunk), self.settings)
                self.draft.write(chunk)
            except PortalError as problem:
                self.problem = problem
                self.close()
        return len(chunk)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Werkzeug rewinds what it has written."""
        return self.draft.file.seek(offset, whence) if self.draft is not None else 0

    def close(self) -> None:
        """Remove what was not kept."""
        if self.draft is not None:
            self.draft.close()
            self.draft = None

    def take(self) -> Draft:
        """The whole file. Raises the problem that was met on the way, or says that nothing came."""
        if self.problem is not None:
            raise self.problem
        if self.draft is None:
            raise FileRefused("Berkas ini kosong. Pilih berkas lain.")
        return self.draft


class UploadRequest(Request):
    """The portal's request: files sent to this room's pages go straight into the store's drafts."""

    _incoming: list[Incoming]

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if self.blueprint != ROOM:
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        known: list[Incoming] = self.__dict__.setdefault("_incoming", [])
        is_welcome = not known and may_enter(actor(), table()[f"{ROOM}.write"])
        incoming = Incoming(
            store_of_app(), current_app.extensions["settings"], filename or "", is_welcome=is_welcome
        )
        known.append(incoming)
        return cast(IO[bytes], incoming)

    def close(self) -> None:
        """Drop what no view has kept, also where the form was never read to its end."""
        super().close()
        for incoming in self.__dict__.get("_incoming", []):
            incoming.close()


def incoming_of(file: FileStorage | None) -> Incoming:
    """The upload in a form's file field. Raises FileRefused where none was chosen."""
    stream: Any = file.stream if file is not None else None
    if file is None or not file.filename or not isinstance(stream, Incoming):
        raise FileRefused("Pilih berkas yang akan diunggah.")
    return stream


def store_of_app() -> Store:
    """The store of the running portal."""
    found: Store = current_app.extensions["evidence_store"]
    return found


def accept_large(settings: Settings) -> int:
    """How many bytes a form with a file may have before its connection is cut."""
    return DROPPED * largest(settings)
