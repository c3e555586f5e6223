"""`portal init DIR`: a folder to run the installed portal in, with settings and content of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from portal.config import SETTINGS
from portal.disk import why
from portal.errors import PortalError

PACKED = Path(__file__).parent / "shipped"  # where the wheel carries what a checkout has beside portal/


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Buat FOLDER berisi pengaturan dan isi, untuk portal yang dipasang sebagai paket."""
    make_folder(folder, shipped())
    print(f"{folder} siap. Sesuaikan {folder / SETTINGS}, lalu di folder itu jalankan: portal serve")


def shipped() -> Path:
    """The folder with the settings and content of this release."""
    return PACKED if PACKED.is_dir() else Path(__file__).resolve().parent.parent


def make_folder(folder: Path, source: Path) -> None:
    """Copy settings and content into a folder that is new or empty.

    Raises PortalError where something already stands there, or where it cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise PortalError(f"{folder} tidak kosong; tidak ada yang ditulis. Pilih folder lain.")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source / "content", folder / "content")
        shutil.copyfile(source / SETTINGS, folder / SETTINGS)
    except OSError as error:
        raise PortalError(f"{folder} tidak dapat dibuat: {why(error)}") from None
