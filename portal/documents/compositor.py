"""Sets documents, one after another, in a child process; its parent is `portal.documents.press`.

Imports nothing of the portal. One line of JSON asks for a document; one line answers, with the bytes of
the PDF behind it. Each document may use so much time of the processor; then the kernel ends the process.
"""

from __future__ import annotations

import io
import json
import os
import resource
import select
from typing import Any

import typst

MEMORY = 3 * 1024**3  # bytes of address space; the fonts and the compiler's own memory are in it
IDLE_SECONDS = 300  # without work it ends, and the next document starts another
NICE = 10  # readers of pages come first
PICTURE = "png"  # in place of a standard of PDF: one page as a picture
COLOURS = 64
PIXELS_PER_INCH = 144.0  # two pixels a point: a page of 600 by 315 points is 1200 by 630 pixels


def compose(asked: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Set one document: what is to be said of it, and its bytes."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + asked["seconds"] + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    try:
        compiler = typst.Compiler(
            asked["source"].encode(),
            root=asked["root"],
            font_paths=asked["fonts"],
            ignore_system_fonts=True,
            package_path=asked["root"],
            package_cache_path=asked["root"],
            sys_inputs={"values": asked["values"]},
        )
        if asked["standard"] == PICTURE:
            made, warnings = compiler.compile_with_warnings(format="png", ppi=PIXELS_PER_INCH)
        else:
            made, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=asked["standard"], timestamp=asked["timestamp"]
            )
    except typst.TypstError as error:
        return {"error": str(error)[:2_000]}, b""
    if not isinstance(made, bytes):
        return {"error": "one file is expected as bytes"}, b""
    if asked["standard"] == PICTURE:
        made = _lighter(made)
    return {"size": len(made), "warnings": [warning.message for warning in warnings]}, made


def _lighter(png: bytes) -> bytes:
    """The same picture with 64 colours: a third of the bytes; in letters no eye sees a difference."""
    from PIL import Image  # a paper needs none of it

    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as drawn:
        drawn.convert("RGB").quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> None:
    """Set what is asked for until the input ends or nobody asks any more."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with os.fdopen(0, "rb") as asking, os.fdopen(1, "wb") as answering:
        while select.select([asking], [], [], IDLE_SECONDS)[0]:
            line = asking.readline()
            if not line:
                return
            said, made = compose(json.loads(line))
            answering.write(json.dumps(said).encode("ascii") + b"\n" + made)
            answering.flush()


if __name__ == "__main__":
    main()
