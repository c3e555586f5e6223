"""Who may do what: the table permissions.toml, the actor of a request, and the door before every view.

A view carries `@allow("room.verb")`, the name of its permission. The table says which roles hold it and
which routes it opens; a route that is missing there, or that stands there under another name, is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.errors import Forbidden, InvalidSettings, SignInNeeded

TABLE = Path(__file__).with_name("permissions.toml")
MAX_PATH = 2_000  # characters of an address to come back to
View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person is in the portal; the first two are not given but follow from signing in or not."""

    ANYONE = "siapa saja"
    SIGNED_IN = "masuk"
    READER = "pembaca"
    OPERATOR = "operator"
    HEAD = "kepala"
    COACH = "pendamping"
    ASSISTANT = "asisten"
    CURATOR = "kurator"
    ASSESSOR = "penilai"
    ORGANISATION = "organisasi"
    PERSONNEL = "bkpsdm"
    SECRETARY = "sekda"
    LEADERSHIP = "pimpinan"
    AUDITOR = "auditor"
    ADMIN = "admin"


GIVEN_ROLES = tuple(role for role in Role if role not in (Role.ANYONE, Role.SIGNED_IN))
OPD_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.COACH, Role.ASSISTANT})  # exist only inside an OPD
LEADERS = frozenset({Role.LEADERSHIP, Role.SECRETARY})  # head of the region with deputy, and the secretary
ROLE_NAMES = {
    Role.READER: "Pembaca",
    Role.OPERATOR: "Operator OPD",
    Role.HEAD: "Kepala OPD",
    Role.COACH: "Pendamping",
    Role.ASSISTANT: "Asisten yang membidangi",
    Role.CURATOR: "Kurator",
    Role.ASSESSOR: "Tim Penilai",
    Role.ORGANISATION: "Bagian Organisasi",
    Role.PERSONNEL: "BKPSDM",
    Role.SECRETARY: "Sekda",
    Role.LEADERSHIP: "Kepala daerah",
    Role.AUDITOR: "Auditor",
    Role.ADMIN: "Admin",
}


class Condition(StrEnum):
    """What narrows a grant."""

    NONE = ""
    OWN_OPD = "own-opd"  # the thing belongs to an OPD in which the actor holds that very role
    CASES_PUBLIC = "cases-public"  # the government lets everyone read (setting cases_public)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person with an account, a command, or an anonymous reader."""

    account_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    posts: frozenset[tuple[Role, str]] = frozenset()  # (role, OPD code) for roles held inside an OPD
    withheld: frozenset[Role] = frozenset()  # roles that work only after a second step at sign-in

    @property
    def is_signed_in(self) -> bool:
        """Is this a person with an account?"""
        return self.account_id is not None

    def opds(self, *roles: Role) -> frozenset[str]:
        """The OPDs in which the actor holds one of these roles; without roles, any role."""
        return frozenset(code for role, code in self.posts if not roles or role in roles)


ANONYMOUS = Actor()


@dataclass(frozen=True)
class Grant:
    """One role that holds a permission, perhaps narrowed by a condition."""

    role: Role
    condition: Condition = Condition.NONE


@dataclass(frozen=True)
class Permission:
    """One row of the table."""

    name: str
    does: str
    who: tuple[Grant, ...]
    routes: tuple[tuple[str, str], ...]  # (method, endpoint)


class Table(Mapping[str, Permission]):
    """The permissions by name; each route stands in exactly one of them."""

    def __init__(self, permissions: Mapping[str, Permission]) -> None:
        self._permissions = dict(permissions)
        self._by_route: dict[tuple[str, str], Permission] = {}
        for permission in permissions.values():
            for route in permission.routes:
                if route in self._by_route:
                    raise InvalidSettings(f"permissions.toml: {' '.join(route)} ditulis dua kali")
                self._by_route[route] = permission

    def __getitem__(self, name: str) -> Permission:
        return self._permissions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._permissions)

    def __len__(self) -> int:
        return len(self._permissions)

    def of(self, method: str, endpoint: str) -> Permission | None:
        """The permission that a route asks for; None for an undeclared one."""
        wanted = {"HEAD": "GET"}.get(method, method)
        if wanted == "OPTIONS":
            return next((found for (_, name), found in self._by_route.items() if name == endpoint), None)
        return self._by_route.get((wanted, endpoint))


def read_table(text: str) -> Table:
    """Parse permissions.toml; raises InvalidSettings with the row at fault."""
    permissions = {}
    for room, rows in tomllib.loads(text).items():
        for verb, row in rows.items():
            name = f"{room}.{verb}"
            try:
                who = tuple(_grant(entry) for entry in row["who"])
                routes = tuple(_route(entry) for entry in row["routes"])
                permissions[name] = Permission(name, str(row["does"]), who, routes)
            except (KeyError, TypeError, ValueError) as error:
                raise InvalidSettings(f"permissions.toml: baris [{name}] keliru: {error}") from None
    return Table(permissions)


def _grant(entry: str) -> Grant:
    role, _, condition = entry.partition(":")
    return Grant(Role(role.strip()), Condition(condition.strip()))


def _route(entry: str) -> tuple[str, str]:
    method, endpoint = entry.split()
    if method not in {"GET", "POST", "PUT", "PATCH", "DELETE"}:
        raise ValueError(f"cara '{method}' tidak dikenal")
    return method, endpoint


def allow(permission: str, *, guests: bool = False) -> Callable[[View], View]:
    """Name the permission that a view asks for; only a view for `guests` is open without signing in.

    The table must let guests in as well: the door here and the sign-in of `accounts` each refuse alone.
    """

    def mark(view: View) -> View:
        view.permission, view.guests = permission, guests  # type: ignore[attr-defined]
        return view

    return mark


def table() -> Table:
    """The table of the running portal."""
    found: Table = current_app.extensions["permissions"]
    return found


def actor() -> Actor:
    """Who makes this request; found once a request."""
    if not has_request_context():
        return ANONYMOUS
    if "actor" not in g:
        source: Callable[[], Actor] | None = current_app.extensions.get("actor_source")
        g.actor = source() if source else ANONYMOUS
    found: Actor = g.actor
    return found


def command_actor(command: str) -> Actor:
    """The actor of a command, as the audit trail names it."""
    return Actor(name=f"perintah:{command}")


def may(actor: Actor, permission: str, *, opd: str | None = None) -> bool:
    """Does the actor hold the permission, for a thing of this OPD?

    Without an OPD a grant that is narrowed to the own OPD does not count, so that forgetting it refuses.
    """
    _note_check(opd)
    return any(_holds(actor, grant, opd) for grant in table()[permission].who)


def require(permission: str, *, opd: str | None = None) -> Actor:
    """The actor of this request, who holds the permission for a thing of this OPD; else Forbidden."""
    found = actor()
    if not may(found, permission, opd=opd):
        raise Forbidden("Anda tidak berwenang melakukan ini untuk OPD tersebut.")
    return found


def opds_where(actor: Actor, permission: str) -> frozenset[str] | None:
    """The OPDs whose things the actor may do this to; None for every OPD. For lists and filters."""
    _note_check("")
    if any(_holds(actor, grant, None) for grant in table()[permission].who):
        return None
    narrowed = [grant.role for grant in table()[permission].who if grant.condition is Condition.OWN_OPD]
    return actor.opds(*narrowed) if narrowed else frozenset()


def may_enter(actor: Actor, permission: Permission) -> bool:
    """Does the door open: does the actor hold the permission at least for one OPD?"""
    return any(
        _holds(actor, grant, None) or (grant.condition is Condition.OWN_OPD and bool(actor.opds(grant.role)))
        for grant in permission.who
    )


def _holds(actor: Actor, grant: Grant, opd: str | None) -> bool:
    if grant.role is Role.SIGNED_IN:
        has_role = actor.is_signed_in
    else:
        has_role = grant.role is Role.ANYONE or grant.role in actor.roles
    if grant.condition is Condition.CASES_PUBLIC:
        return has_role and bool(current_app.extensions["settings"].cases_public)
    if grant.condition is Condition.OWN_OPD:
        return opd is not None and (grant.role, opd) in actor.posts
    return has_role


def _note_check(opd: str | None) -> None:
    if opd is not None and has_request_context():
        g.opd_checked = True


def own_path(value: str | None) -> str:
    """An address inside this portal to go on to; its front page for anything that could lead elsewhere."""
    root = request.script_root if has_request_context() else ""
    value, front = value or "/", f"{root}/"
    is_plain = len(value) <= MAX_PATH and not any(mark <= " " or mark in "\\\x7f" for mark in value)
    if not is_plain or not value.startswith("/") or "//" in value.partition("?")[0]:
        return front
    try:
        parts = urlsplit(value)
    except ValueError:
        return front
    is_ours = parts.path == root or parts.path.startswith(front)
    return front if parts.scheme or parts.netloc or not is_ours or ".." in parts.path.split("/") else value


def problems(app: Flask) -> list[str]:
    """What disagrees between the routes and the table; a sound portal has none."""
    permissions: Table = app.extensions["permissions"]
    found, served = [], set()
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            served.add((method, rule.endpoint))
            marked = getattr(app.view_functions[rule.endpoint], "permission", None)
            permission = permissions.of(method, rule.endpoint)
            if permission is None:
                found.append(f"{method} {rule.endpoint} ({rule.rule}): not in permissions.toml")
            elif permission.name != marked:
                found.append(f"{method} {rule.endpoint}: table says {permission.name}, @allow says {marked}")
            elif is_for_guests(app, rule.endpoint) != any(one.role is Role.ANYONE for one in permission.who):
                found.append(f"{method} {rule.endpoint}: table and @allow disagree about guests")
    listed = {route for permission in permissions.values() for route in permission.routes}
    found.extend(f"{' '.join(route)}: in permissions.toml, but no such route" for route in listed - served)
    return sorted(found)


def is_for_guests(app: Flask, endpoint: str) -> bool:
    """Does the view say that it is open without signing in?"""
    return bool(getattr(app.view_functions[endpoint], "guests", False))


def init_app(app: Flask) -> None:
    """Put the door before every view."""
    app.extensions["permissions"] = read_table(TABLE.read_text("utf-8"))
    app.jinja_env.globals.update(actor=actor, may=lambda *given, **named: may(actor(), *given, **named))
    allow("portal.open", guests=True)(app.view_functions["static"])
    app.before_request(_check)
    app.after_request(_check_asked)


def _check() -> ResponseReturnValue | None:
    """Let the actor in, send an anonymous reader to sign in, refuse everyone else."""
    endpoint = request.endpoint
    if endpoint is None:
        return None
    permission = table().of(request.method, endpoint)
    marked = getattr(current_app.view_functions[endpoint], "permission", None)
    if permission is None or permission.name != marked:
        raise Forbidden("Halaman ini belum dibuka untuk siapa pun.")
    if any(grant == Grant(Role.ANYONE) for grant in permission.who):
        return None  # spares public pages the look for an actor
    found = actor()
    if may_enter(found, permission):
        g.needs_opd_check = not any(_holds(found, grant, None) for grant in permission.who)
        return None
    if not found.is_signed_in:
        return to_sign_in()
    if found.withheld & {grant.role for grant in permission.who}:
        return redirect(url_for("accounts.two_step"), code=303)
    raise Forbidden("Peran Anda tidak mencakup halaman ini. Hubungi admin portal bila Anda memerlukannya.")


def to_sign_in() -> ResponseReturnValue:
    """Lead whoever is not signed in to the form, and back to the address they asked for."""
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        raise SignInNeeded("Masuk dahulu untuk membuka ini.")
    if request.method not in ("GET", "HEAD"):
        again: Callable[[], ResponseReturnValue] | None = current_app.extensions.get("sign_in_again")
        return again() if again else redirect(url_for("accounts.sign_in"), code=303)
    query = request.query_string.decode("ascii", "ignore")
    wanted = quote(request.script_root + request.path) + (f"?{query}" if query else "")
    return redirect(url_for("accounts.sign_in", lanjut=own_path(wanted)), code=303)


def _check_asked(response: Response) -> Response:
    """Stop an answer whose view let an actor of one OPD in and never asked which OPD the thing is of."""
    if g.pop("needs_opd_check", False) and not g.get("opd_checked") and response.status_code < 400:
        raise RuntimeError(f"{request.endpoint} never asked whose OPD it is: use access.require(…, opd=…)")
    return response
