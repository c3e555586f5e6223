"""Settings are read from one file and the environment, and every mistake is one sentence."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.config import Settings, load, secret_key
from portal.errors import InvalidSettings
from tests.conftest import ROOT

SOUND = 'government = "contoh"\nname = "Portal"\n'


def write(root: Path, text: str) -> Path:
    (root / "settings.toml").write_text(text, "utf-8")
    return root


def test_folders_are_relative_to_the_project(tmp_path: Path) -> None:
    settings = load(write(tmp_path, SOUND + 'content = "isi"\nindex = "/var/indeks"\n'), {})

    assert (settings.content, settings.index) == (tmp_path / "isi", Path("/var/indeks"))
    assert settings.instance == tmp_path / "instance"


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    environ = {
        "PORTAL_NAME": "Lain",
        "PORTAL_CONTENT_CHECK_SECONDS": "5",
        "PORTAL_DEVELOPMENT": "1",
        "NAME": "x",
    }

    settings = load(write(tmp_path, SOUND), environ)

    assert (settings.name, settings.content_check_seconds, settings.development) == ("Lain", 5, True)
    assert settings.government == "contoh"


def test_the_project_is_found_by_its_own_place_or_by_the_environment(tmp_path: Path) -> None:
    assert load(environ={}).content == ROOT / "content"
    assert load(environ={"PORTAL_ROOT": str(write(tmp_path, SOUND))}).content == tmp_path / "content"


@pytest.mark.parametrize(
    ("text", "environ", "says"),
    [
        ("", {}, "Pengaturan 'government' wajib diisi."),
        (SOUND + 'warna = "merah"\n', {}, "Pengaturan 'warna' tidak dikenal."),
        (SOUND.replace("contoh", "../etc"), {}, "Pengaturan 'government' tidak sesuai bentuk yang diminta."),
        (
            SOUND,
            {"PORTAL_CONTENT_CHECK_SECONDS": "lama"},
            "'content_check_seconds' harus berupa bilangan bulat.",
        ),
        (SOUND, {"PORTAL_CONTENT_CHECK_SECONDS": "0"}, "Pengaturan 'content_check_seconds' paling kecil 1."),
        (SOUND, {"PORTAL_DEVELOPMENT": "mungkin"}, "Pengaturan 'development' harus true atau false."),
        (SOUND, {"PORTAL_NAME": ""}, "Pengaturan 'name' tidak boleh kosong."),
        (SOUND, {"PORTAL_ADDRESS": "portal.example.id"}, "'address' harus berupa alamat seperti https://"),
        (SOUND, {"PORTAL_ADDRESS": "https://a.id/b?c"}, "'address' harus berupa alamat seperti https://"),
        (SOUND, {"PORTAL_ADDRESS": "https://a.id/b c"}, "'address' harus berupa alamat seperti https://"),
        (SOUND, {"PORTAL_ADDRESS": "https://nama@a.id"}, "'address' harus berupa alamat seperti https://"),
        (SOUND, {"PORTAL_ADDRESS": "https://a.id//b"}, "'address' harus berupa alamat seperti https://"),
        ("government = ", {}, "tidak dapat dibaca"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_key(
    tmp_path: Path, text: str, environ: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidSettings) as caught:
        load(write(tmp_path, text), environ)

    assert says in str(caught.value)
    assert "\n" not in str(caught.value).split("(at line")[0]


def test_a_settings_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidSettings, match=r"settings\.toml tidak ada"):
        load(tmp_path, {})
    (tmp_path / "settings.toml").mkdir()
    with pytest.raises(InvalidSettings, match="tidak dapat dibaca"):
        load(tmp_path, {})


def test_the_shipped_settings_hold_and_explain_every_key_that_readers_see() -> None:
    shipped = (ROOT / "settings.toml").read_text("utf-8")

    assert load(ROOT, {}).government == "batang"
    for key in ("government", "name", "tagline", "address", "content_check_seconds"):
        assert key in Settings.model_fields
        assert f"\n{key} = " in shipped


def test_the_secret_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "instance")

    assert len(first) >= 43
    assert secret_key(tmp_path / "instance") == first
    assert secret_key(tmp_path / "lain") != first
    assert stat.S_IMODE((tmp_path / "instance" / "secret").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "instance").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "instance").iterdir()] == ["secret"]


def test_processes_that_start_together_get_the_same_whole_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(20):
            folder = tmp_path / str(number)
            keys = set(pool.map(secret_key, [folder] * 8))

            assert len(keys) == 1
            assert len(keys.pop()) >= 43
