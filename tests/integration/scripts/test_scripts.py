"""The scripts of bin/ as a newcomer meets them."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.make import SETTINGS, Maker
from tests.patience import WAIT

ROOT = Path(__file__).parents[3]
SCRIPTS = sorted(path for path in (ROOT / "bin").iterdir() if path.is_file())
pytestmark = pytest.mark.enable_socket


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PORTAL_INSTANCE": str(tmp_path / "instance"),
        "PORTAL_INDEX": str(tmp_path / "index"),
        **more,
    }


@pytest.fixture(scope="session")
def small_office(small: Maker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small library, neither published nor served before."""
    root = tmp_path_factory.mktemp("kantor")
    shutil.copytree(small.content, root / "content")
    (root / "settings.toml").write_text(SETTINGS, "utf-8")
    return root


@pytest.fixture
def serving(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`bin/serve` on a free port, with the small library, or with a demo of the shipped one."""
    port = free_port()
    command = [str(ROOT / "bin/serve"), "--workers", "1"]
    more: dict[str, str] = getattr(request, "param", {})
    if more:
        published: Path = request.getfixturevalue("published")
        shutil.copytree(published / "search_index", tmp_path / "instance/demo/search_index")
    else:
        more = {"PORTAL_ROOT": str(request.getfixturevalue("small_office"))}
    process = subprocess.Popen(
        command, env=environment(tmp_path, PORT=str(port), **more), stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(WAIT)
        if process.stdout is not None:
            process.stdout.close()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_posix_shell(script: Path) -> None:
    checked = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr


def test_the_readme_lists_every_script() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    missing = [path.name for path in SCRIPTS if path.suffix != ".sh" and f"bin/{path.name}" not in readme]

    assert missing == []


def test_no_requirement_names_an_index_or_lacks_a_hash() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text("utf-8")

        assert not re.search(r"https?:|--(extra-)?index-url|--find-links", text), path
        for requirement in re.split(r"\n(?=[a-z0-9])", text.strip()):
            assert "--hash=sha256:" in requirement, requirement


def test_serve_prints_the_address_and_answers_there(
    serving: tuple[subprocess.Popen[str], str],
) -> None:
    process, address = serving
    assert process.stdout is not None

    said = process.stdout.readline()

    assert address in said
    with urlopen(f"{address}/sehat", timeout=WAIT) as answer:
        assert answer.status == 200
    with urlopen(f"{address}/cari?q=jempol", timeout=WAIT) as answer:
        assert "/inovasi/jempol" in answer.read().decode()  # it was published by the start


@pytest.mark.parametrize("serving", [{"DEMO": "1", "DEMO_PASSWORD": "sandi-uji-yang-panjang"}], indirect=True)
def test_a_demo_makes_documents_from_its_first_start(serving: tuple[subprocess.Popen[str], str]) -> None:
    process, address = serving
    assert process.stdout is not None
    while address not in process.stdout.readline():
        assert process.poll() is None

    with urlopen(f"{address}/inovasi/smart-kampung.pdf", timeout=WAIT) as answer:
        assert answer.read(5) == b"%PDF-"


def test_serve_says_in_one_sentence_that_the_port_is_taken(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        tried = subprocess.run(
            [str(ROOT / "bin/serve")],
            env=environment(tmp_path, PORT=str(port)),
            capture_output=True,
            text=True,
            timeout=WAIT,
            check=False,
        )

    assert tried.returncode == 1
    assert f"127.0.0.1:{port}" in tried.stderr
    assert "Traceback" not in tried.stderr
    assert len(tried.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "abc"), ("PORT", "70000"), ("HOST", "bukan.alamat.sah.")]
)
def test_serve_refuses_a_wrong_address_without_a_traceback(tmp_path: Path, name: str, value: str) -> None:
    tried = subprocess.run(
        [str(ROOT / "bin/serve")],
        env=environment(tmp_path, **{name: value}),
        capture_output=True,
        text=True,
        timeout=WAIT,
        check=False,
    )

    assert tried.returncode != 0
    assert "Traceback" not in tried.stderr


def test_a_second_start_needs_no_network_and_no_new_install(tmp_path: Path, small_office: Path) -> None:
    port = free_port()
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_NO_INDEX": "1", "PORTAL_ROOT": str(small_office)}
    first = environment(tmp_path, PORT=str(port), **offline)
    process = subprocess.Popen(
        [str(ROOT / "bin/serve"), "--workers", "1"],
        env=first,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    try:
        assert process.stdout is not None
        said = process.stdout.readline()
    finally:
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=WAIT)

    assert "Portal siap" in said
    assert "Memasang" not in complaints


def test_in_a_folder_with_letters_beyond_ascii_python_starts_where_there_is_no_locale(tmp_path: Path) -> None:
    office = tmp_path / "Portal Inovasi é" / "p"
    (office / "portal").mkdir(parents=True)
    (office / "portal/__init__.py").write_text("", "utf-8")
    for name in ("bin/environment.sh", "requirements", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        (office / name).parent.mkdir(exist_ok=True)
        copy(ROOT / name, office / name)
    venv.create(office / ".venv", symlinks=True)
    (packages,) = office.glob(".venv/lib/python3*/site-packages")
    (packages / "pip.py").write_text("", "utf-8")
    way = "_editable_impl_tiru.pth"
    install = """pip_install() { printf '%s' "$PWD" >"$(echo .venv/lib/python3*/site-packages)/$way"; }"""
    start = ".venv/bin/python -I -c 'import portal'"

    def run(command: str) -> subprocess.CompletedProcess[str]:
        plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "way": way}
        return subprocess.run(
            ["sh", "-c", command], cwd=office, env=plain, capture_output=True, text=True, check=False
        )

    made = run(f". bin/environment.sh; {install}; ensure_environment run")

    assert (made.returncode, (office / ".venv/installed-run").exists()) == (0, True), made.stderr
    assert run(start).returncode == 0, run(start).stderr
