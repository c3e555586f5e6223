# Sourced by the scripts of bin/: makes .venv with the pinned, hash-checked packages, once.
# shellcheck shell=sh

export PYTHONUTF8=1

say() { printf '%s\n' "$*" >&2; }
stop() { say "$*"; exit 1; }

find_python() {
    if [ -n "${PYTHON:-}" ] && ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        say "PYTHON=$PYTHON tidak dapat dijalankan atau lebih lama dari 3.11; dicari yang lain."
    fi
    for candidate in "${PYTHON:-}" python3.14 python3.13 python3.12 python3.11 python3 python; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    stop "Perlu Python 3.11 atau lebih baru. Pasang dahulu, misalnya: apt-get install python3 python3-venv"
}

# ensure_environment GROUP: GROUP is run, postgresql, test or bench (each holds the one before it).
ensure_environment() {
    group=$1
    wanted=$(fingerprint "$group")
    if [ -x .venv/bin/portal ] && [ "$(cat ".venv/installed-$group" 2>/dev/null)" = "$wanted" ]; then
        return 0
    fi
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        rm -rf .venv
        python=$(find_python) || exit 1
        say "Menyiapkan lingkungan Python (.venv) …"
        "$python" -m venv .venv 2>/dev/null ||
            stop "Lingkungan Python gagal dibuat. Pasang modul venv, misalnya: apt-get install python3-venv"
    fi
    say "Memasang paket dari requirements/$group.txt …"
    pip_install --require-hashes -r "requirements/$group.txt"
    pip_install --no-deps --no-build-isolation --no-index -e .
    # The way to this folder holds no letter that Python with LC_ALL=C (cron, a small image) could not read.
    for way in .venv/lib/python3*/site-packages/_editable_impl_tiru.pth; do
        printf '../../../..\n' >"$way"
    done
    for held in run postgresql test bench; do
        fingerprint "$held" >".venv/installed-$held"
        [ "$held" = "$group" ] && break
    done
}

# The group that serves this portal: with the driver where its database is on a PostgreSQL server.
serving_group() {
    if [ -n "${PORTAL_DATABASE:-}${PORTAL_DEMO_DATABASE:-}" ] ||
        grep -Eq '^(demo_)?database *= *"postgresql' settings.toml 2>/dev/null; then
        printf postgresql
    else
        printf run
    fi
}

fingerprint() { cat "requirements/$1.txt" pyproject.toml | cksum; }

pip_install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --retries 2 --timeout 30 \
        "$@" >.venv/install.log 2>&1 && return 0
    if grep -q -i -e 'hash' .venv/install.log && grep -q -i 'do not match' .venv/install.log; then
        stop "Isi sebuah paket tidak sama dengan yang dikunci; pemasangan dihentikan. Rincian: .venv/install.log"
    fi
    stop "Paket tidak dapat dipasang: indeks paket tidak terjangkau atau paket tidak ada. Periksa jaringan lalu ulangi. Rincian: .venv/install.log"
}
