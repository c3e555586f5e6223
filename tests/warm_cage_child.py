"""Examiners that start at once: has read the libraries, and forks one for each file it is handed.

    python -P -E -s warm_cage_child.py SOCKET FOLDER

Each message is the examiner's words in JSON, with the open files: upload, answer, place of a picture.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from importlib import import_module

READ = ("pdf", "office", "picture", "preview", "grid", "main")


def examine(words: list[str], files: list[int]) -> None:
    """In the forked process: be what `portal.cage` starts, and end."""
    silence = os.open(os.devnull, os.O_WRONLY)
    for place, file in enumerate((files[0], files[1], silence)):
        os.dup2(file, place)
    sys.argv = ["-c", words[0], str(files[2] if len(files) > 2 else -1), words[1]]
    try:
        sys.modules["examiner.main"].main()
        sys.stdout.flush()
    finally:
        os._exit(0)


def main() -> None:
    """Fork until nobody is there any more."""
    sys.path.append(sys.argv[2])
    for name in READ:
        import_module(f"examiner.{name}")
    running: list[int] = []  # those that ended are waited for, so that their work is counted
    with socket.socket(fileno=int(sys.argv[1])) as asking:
        while True:
            message, files, _, _ = socket.recv_fds(asking, 1 << 20, 3)
            running = [child for child in running if os.waitpid(child, os.WNOHANG) == (0, 0)]
            if not message:
                return
            if (child := os.fork()) == 0:
                examine(json.loads(message), files)
            running.append(child)
            for file in files:
                os.close(file)


if __name__ == "__main__":
    main()
