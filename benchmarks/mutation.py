"""How many small faults put into pure rules the tests find.

    python -m benchmarks.mutation [MODULE …] [--survivors] [--jobs 2]

Each mutant is one module with one fault: a comparison turned round or moved by one, `and` for `or`, a
condition fixed, a number one off, a member dropped, a raise left out. It is put in memory in the place of the
module and the module's own unit tests run against it; at least 90 % must fail. Mutants that no test can tell
from the module (`EQUIVALENT`) do not count. There is no peer: the measure is absolute.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parent.parent
GOAL = 0.9
SECONDS = 60  # of work: a mutant that loops is found too

# Module → the tests that are about it.
TARGETS: dict[str, tuple[str, ...]] = {
    "portal.access": ("tests/unit/access/test_table.py",),
    "portal.accounts.rules": ("tests/unit/accounts/test_rules.py",),
    "portal.adoption.measures": ("tests/unit/adoption/test_measures.py", "tests/unit/adoption/test_rules.py"),
    "portal.adoption.rules": ("tests/unit/adoption/test_rules.py",),
    "portal.dashboards.rules": ("tests/unit/dashboards/test_rules.py",),
    "portal.evidence.rules": ("tests/unit/evidence/test_rules.py",),
    "portal.portfolio.packages": ("tests/unit/portfolio/test_packages.py",),
    "portal.portfolio.rules": ("tests/unit/portfolio/test_rules.py",),
    "portal.search.grammar": ("tests/unit/search/test_grammar.py",),
    "portal.visits.rules": ("tests/unit/visits/test_rules.py",),
}

# Part of a line, or part and fault → why no test can tell such a mutant of it from the module.
EQUIVALENT: dict[str, str] = {
    "@dataclass(frozen=True": "nothing assigns to a value",
    "from __future__": "no behaviour",
    "class Table(Mapping[": "the parameters of a type",
    "FundYear = tuple[": "the parameters of a type",
    "Pair = tuple[": "the parameters of a type",
    "Weights = Mapping[": "the parameters of a type",
    "if text.isascii() and text.isprintable() | drop condition 1": "a short cut: the long way gives the same",
    "if name and name in filter_names | drop condition 1": "no name is none of a filter",
    "if tokens and found else () | drop condition 1": "where something was found there are words",
    "Spoken = tuple[": "the parameters of a type",
    "Synonyms = Mapping[": "the parameters of a type",
    "return opd is not None and (grant.role, opd) | drop condition 1": "no post is held in no OPD",
    "if opd is not None and has_request_context() | drop condition 2": "read inside requests only",
    "if parts.scheme or parts.netloc": "a second lock: an address of one slash has neither",
    '- {"HEAD", "OPTIONS"}': "of() answers for them as for the methods they go with",
    "__all__": "no behaviour",
}

Change = Callable[[ast.AST], ast.AST | None]
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
CALLED = {"any": "all", "all": "any", "min": "max", "max": "min"}
COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module with one fault in it."""

    module: str
    line: int
    what: str
    tree: ast.Module


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each fault that may be put in the place of a node."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            made = copy.deepcopy(node)
            made.ops[index] = COMPARED[type(operator)]()
            yield type(made.ops[index]).__name__, made
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield type(other).__name__, ast.BoolOp(other, node.values)
        for index in range(len(node.values)):
            rest = [value for place, value in enumerate(node.values) if place != index]
            yield f"drop condition {index + 1}", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "drop not", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in COUNTED:
        yield "operator", ast.BinOp(node.left, COUNTED[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield str(not node.value), ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLED:
        yield (
            CALLED[node.func.id],
            ast.Call(ast.Name(CALLED[node.func.id], ast.Load()), node.args, node.keywords),
        )
    elif isinstance(node, ast.Tuple | ast.Set) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        for index in range(len(node.elts)):
            made_of = copy.deepcopy(node)
            del made_of.elts[index]
            if made_of.elts or isinstance(made_of, ast.Tuple):
                yield f"drop member {index + 1}", made_of
    elif isinstance(node, ast.Raise):
        yield "drop raise", ast.Pass()


class _Put(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        """The new node for the old one."""
        if node is self.old:
            return ast.copy_location(self.new, node)
        return self.generic_visit(node)


def mutants(module: str) -> list[Mutant]:
    """Every mutant of a module but those that cannot be told from it."""
    path = source(module)
    lines = path.read_text("utf-8").splitlines()
    tree = ast.parse("\n".join(lines))
    typed = {
        id(inner)
        for node in ast.walk(tree)
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if part is not None
        for inner in ast.walk(part)
    }
    found = []
    nodes = list(ast.walk(tree))
    for place, node in enumerate(nodes):
        line = getattr(node, "lineno", 0)
        if not line or id(node) in typed:
            continue
        for what, _ in changes(node):
            if is_equivalent(lines[line - 1], what):
                continue
            fresh = ast.parse("\n".join(lines))
            same = list(ast.walk(fresh))[place]
            new = dict(changes(same))[what]
            _Put(same, new).visit(fresh)
            found.append(Mutant(module, line, what, ast.fix_missing_locations(fresh)))
    return found


def is_equivalent(line: str, what: str) -> bool:
    """Is this fault in this line none that a test can see?"""
    marks = (mark.partition(" | ") for mark in EQUIVALENT)
    return any(part in line and fault in ("", what) for part, _, fault in marks)


def source(module: str) -> Path:
    """The file of a module."""
    return ROOT / (module.replace(".", "/") + ".py")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant to whoever imports the module."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module, and no other."""
        if name != self.mutant.module:
            return None
        return importlib.util.spec_from_file_location(name, source(name), loader=self)

    def exec_module(self, module: ModuleType) -> None:
        """Run the mutant's tree."""
        exec(compile(self.mutant.tree, str(source(self.mutant.module)), "exec"), module.__dict__)


def is_found(mutant: Mutant, tests: Sequence[str]) -> bool:
    """Do the tests fail with the mutant? In a process forked before anything of ours was imported."""
    child = os.fork()
    if child == 0:
        os._exit(_try(mutant, tests))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) != 0


def _try(mutant: Mutant, tests: Sequence[str]) -> int:
    import signal

    import pytest

    signal.setitimer(signal.ITIMER_PROF, SECONDS)  # of the processor: a busy machine finds no mutant
    sys.meta_path.insert(0, _Finder(mutant))
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        try:
            return int(
                pytest.main(
                    [
                        "-q",
                        "-x",
                        "--assert=plain",
                        "--noconftest",
                        "-p",
                        "no:randomly",
                        "-p",
                        "no:cacheprovider",
                        *tests,
                    ]
                )
            )
        except BaseException:
            return 1


def main() -> None:
    """Try every mutant; exit 1 where a module's share is below the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("modules", nargs="*", default=list(TARGETS), choices=[*TARGETS, []], metavar="MODULE")
    parser.add_argument("--survivors", action="store_true", help="print each mutant that no test found")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    os.chdir(ROOT)
    _warm()
    is_met = True
    print(f"{'module':32} {'found':>6} {'of':>5} {'share':>7}")
    for module in asked.modules:
        tests = TARGETS[module]
        made = mutants(module)
        if _try_plain(tests):
            sys.exit(f"{module}: its tests fail without any mutant")
        with ThreadPoolExecutor(asked.jobs) as pool:
            found = list(pool.map(lambda one, tests=tests: is_found(one, tests), made))
        share = sum(found) / len(made)
        is_met &= share >= GOAL
        print(f"{module:32} {sum(found):6} {len(made):5} {share:7.1%}", flush=True)
        if asked.survivors:
            lines = source(module).read_text("utf-8").splitlines()
            for one, was_found in zip(made, found, strict=True):
                if not was_found:
                    print(f"    {one.line}: {one.what}: {lines[one.line - 1].strip()[:90]}", flush=True)
    sys.exit(0 if is_met else 1)


def _try_plain(tests: Sequence[str]) -> bool:
    nothing = Mutant("portal.none", 0, "", ast.Module([], []))
    return is_found(nothing, tests)


def _warm() -> None:
    """Import what is not ours once, so that each forked process starts at once."""
    for name in (
        "pytest",
        "_pytest.python",
        "hypothesis",
        "flask",
        "sqlalchemy.orm",
        "pydantic",
        "pytest_socket",
    ):
        importlib.import_module(name)


if __name__ == "__main__":
    main()
