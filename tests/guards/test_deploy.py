"""The samples for running the portal name settings, commands and limits that exist."""

from __future__ import annotations

import re
import tomllib

from portal.command import COMMANDS
from portal.config import Settings, load
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def sample(name: str) -> str:
    return (DEPLOY / name).read_text("utf-8")


def test_units_run_commands_that_exist() -> None:
    units = "\n".join(path.read_text("utf-8") for path in (DEPLOY / "systemd").glob("*.service"))

    run = re.findall(r"\.venv/bin/portal (\S+)", units)

    assert set(run) == {"backup", "audit", "evidence", "periksa"}
    assert set(run) <= set(COMMANDS)
    assert (ROOT / "bin/serve").is_file()


def test_every_timer_has_its_service() -> None:
    for timer in (DEPLOY / "systemd").glob("*.timer"):
        assert timer.with_suffix(".service").is_file(), timer.name


def test_proxies_let_the_largest_upload_through_and_little_more() -> None:
    largest = load(ROOT, {}).evidence_video_mb

    for name, pattern in (
        ("nginx.conf", r"client_max_body_size (\d+)m;"),
        ("Caddyfile", r"max_size (\d+)MB"),
    ):
        [megabytes] = re.findall(pattern, sample(name))
        assert largest < int(megabytes) <= largest * 1.25, name


def test_proxies_name_settings_that_exist() -> None:
    shipped = tomllib.loads((ROOT / "settings.toml").read_text("utf-8"))

    for name in ("nginx.conf", "Caddyfile"):
        for key, _value in re.findall(r"(\w+) = (\"[^\"]*\"|\d+)", sample(name)):
            assert key in Settings.model_fields, f"{name}: {key}"
            assert key in shipped, f"{name}: {key}"


def test_the_image_runs_as_nobody_special_and_says_whether_it_is_well() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()

    stages = [line for line in lines if line.startswith("FROM ")]
    last = lines[lines.index(stages[-1]) :]
    assert len(stages) == 2
    assert "USER tiru" in last
    assert last.index("USER tiru") < last.index('CMD ["portal", "serve"]')
    assert any(line.startswith("HEALTHCHECK") for line in last)
