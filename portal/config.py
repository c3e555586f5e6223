"""Settings: one TOML file, overridden by environment variables, checked once."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from portal.disk import private_folder, why
from portal.errors import InvalidSettings
from portal.faults import fault

PREFIX = "PORTAL_"
SETTINGS = "settings.toml"
SECRET = "secret"  # noqa: S105 -- the name of a file
_WEB = re.compile(r"https?://[^/?#\s@]+(/[\w.~-]+)*")
_SERVER = re.compile(r"postgresql(\+psycopg)?://.")


class Settings(BaseModel):
    """What a government sets for its portal; documented in settings.toml and docs/operations.md."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    government: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str = Field(min_length=1, max_length=40)
    tagline: str = ""
    address: str = ""
    content_check_seconds: int = Field(default=60, ge=1, le=86_400)
    time_zone: Literal["WIB", "WITA", "WIT"] = "WIB"
    cases_public: bool = True
    two_step_roles: tuple[str, ...] = ("admin", "kurator")
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    oidc_issuer: str = Field(default="", pattern=r"^(https?://\S+)?$")
    oidc_client: str = ""
    oidc_secret_env: str = "PORTAL_OIDC_SECRET"  # noqa: S105 -- a name, no secret
    oidc_label: str = "Masuk dengan SSO"
    oidc_claim_nip: str = "nip"
    oidc_claim_name: str = "name"
    oidc_second_factor: bool = False
    evidence_document_mb: int = Field(default=20, ge=1, le=500)
    evidence_image_mb: int = Field(default=10, ge=1, le=60)
    evidence_video_mb: int = Field(default=100, ge=1, le=2000)
    evidence_keep_free_mb: int = Field(default=256, ge=1, le=100_000)
    evidence_scanner: str = Field(default="", pattern=r"^(unix:/\S+|[^\s:/]+:\d{1,5})?$")
    plan_silence_days: int = Field(default=30, ge=1, le=365)
    silence_warning_days: int = Field(default=60, ge=1, le=730)
    silence_alarm_days: int = Field(default=90, ge=1, le=730)
    late_warning_days: int = Field(default=14, ge=2, le=730)
    late_alarm_days: int = Field(default=45, ge=2, le=730)
    problem_days: int = Field(default=14, ge=1, le=365)
    letter_fonts: str = ""
    backup_days: int = Field(default=2, ge=0, le=365)
    visit_members: int = Field(default=8, ge=1, le=100)
    mail_server: str = Field(default="", pattern=r"^(berkas|log|(smtp|smtps|starttls)://[^\s/:@]+:\d{1,5})?$")
    mail_sender: str = Field(default="", pattern=r"^([^@\s<>,;]+@[^@\s<>,;]+)?$")
    mail_user: str = ""
    mail_password_env: str = "PORTAL_MAIL_PASSWORD"  # noqa: S105 -- a name, no secret
    database: SecretStr = SecretStr("")  # address of a PostgreSQL database; empty: a SQLite file
    demo_database: SecretStr = SecretStr("")  # the same for the demo
    content: Path = Path("content")
    index: Path = Path("search_index")
    instance: Path = Path("instance")
    development: bool = False
    demo: bool = False

    @property
    def database_file(self) -> Path:
        """The file of the database, where it is not on a server."""
        return self.instance / "portal.sqlite3"

    @property
    def hosts(self) -> list[str] | None:
        """The names this portal answers to: its address's, and this machine's own for those who watch it."""
        name = urlsplit(self.address).hostname
        return [name, "localhost", "127.0.0.1", "[::1]"] if name else None

    @field_validator("address")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        """With or without a path; what was pasted with a slash at its end loses it."""
        value = value.strip().rstrip("/")
        if value and not _WEB.fullmatch(value):
            raise ValueError(
                "harus berupa alamat seperti https://inovasi.contohkab.go.id, atau dengan jalur seperti "
                "https://www.contohkab.go.id/tiru; tanpa tanda tanya, pagar, atau spasi"
            )
        return value

    @field_validator("database", "demo_database")
    @classmethod
    def _is_address(cls, value: SecretStr) -> SecretStr:
        """Only its beginning is looked at here; an error never quotes it, for it may hold a password."""
        if value.get_secret_value() and not _SERVER.match(value.get_secret_value()):
            raise ValueError("harus berupa alamat seperti postgresql+psycopg://pengguna@host/nama")
        return value

    @field_validator("silence_alarm_days", "late_alarm_days")
    @classmethod
    def _no_sooner(cls, value: int, known: ValidationInfo) -> int:
        """The third degree of warning begins no sooner than the second."""
        second = str(known.field_name).replace("alarm", "warning")
        if value < known.data.get(second, value):
            raise ValueError(f"paling sedikit sama dengan {second}")
        return value

    @field_validator("two_step_roles", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def project_root(environ: Mapping[str, str] | None = None) -> Path:
    """The folder in which settings.toml stands: PORTAL_ROOT, the checkout, or the folder one works in.

    An installed package lies in no checkout; `portal init` has made such a folder for it.
    """
    environ = os.environ if environ is None else environ
    if named := environ.get("PORTAL_ROOT"):
        return Path(named).resolve()
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / SETTINGS).is_file() else Path.cwd()


def load(root: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read settings.toml below `root` (default: the folder the project stands in) and the environment.

    Relative folders are resolved against `root`. Raises InvalidSettings with the key at fault.
    """
    environ = os.environ if environ is None else environ
    root = (root or project_root(environ)).resolve()
    settings = read(root / SETTINGS, environ)
    folders: dict[str, object] = {
        key: root / getattr(settings, key) for key in ("content", "index", "instance")
    }
    if settings.demo:
        folders |= _demo_folders(root / settings.instance, root / settings.content)
        folders["database"] = settings.demo_database
    return settings.model_copy(update=folders)


def read(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read and check one file of settings, folders as they are written. Raises InvalidSettings."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InvalidSettings(f"Berkas pengaturan {path} tidak ada.") from None
    except OSError as error:
        raise InvalidSettings(f"Berkas pengaturan {path} tidak dapat dibaca: {why(error)}.") from None
    except UnicodeDecodeError:
        raise InvalidSettings(f"Berkas pengaturan {path} tidak dapat dibaca: bukan teks UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"baris {found[1]}, kolom {found[2]}" if found else "di akhir berkas"
        raise InvalidSettings(
            f"Berkas pengaturan {path} tidak dapat dibaca: bukan TOML, lihat {where}."
        ) from None
    for key in Settings.model_fields:
        if (value := environ.get(PREFIX + key.upper())) is not None:
            values[key] = value
    if demo := environ.get("DEMO"):
        values["demo"] = demo
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InvalidSettings(f"Pengaturan '{key}' {fault(first)}.") from None


def _demo_folders(instance: Path, content: Path) -> dict[str, object]:
    """The demo lives apart: its own database and files, a copy of content/ to write in, no second step."""
    apart = instance / "demo"
    copy = apart / "content"
    return {
        "instance": apart,
        "index": apart / "search_index",
        "content": copy if copy.is_dir() else content,
        "two_step_roles": (),
    }


def known_secret(instance: Path) -> str:
    """The key that was made, or one for this process only where the portal was never started."""
    path = instance / SECRET
    return path.read_text("ascii").strip() if path.exists() else secrets.token_urlsafe(48)


def secret_key(instance: Path) -> str:
    """The key that signs cookies: made once, kept readable to its owner only."""
    path = instance / SECRET
    private_folder(instance)
    if not path.exists():
        new = instance / f"{SECRET}.{secrets.token_hex(8)}"
        descriptor = os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # another process was first; a link never replaces its key
            os.link(new, path)
        new.unlink()
    return path.read_text("ascii").strip()
