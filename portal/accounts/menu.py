"""The entry in the header of every page: "Masuk", or the name with a menu."""

from __future__ import annotations

from flask import Flask, render_template, url_for
from sqlalchemy import true

from portal import audit
from portal.access import actor, may
from portal.accounts.models import Account
from portal.audit.words import titles
from portal.web import panels

ACTIONS = {
    "add": "Menambah akun",
    "edit": "Mengubah data akun",
    "close": "Menonaktifkan akun",
    "open": "Mengaktifkan akun",
    "role-give": "Memberi peran",
    "role-end": "Mengakhiri peran",
    "undo-import": "Membatalkan impor orang",
    "take-out": "Mengeluarkan akun dari impor yang dibatalkan",
    "link": "Membuat tautan sekali pakai",
    "password": "Mengganti kata sandi",
    "second-step-on": "Mengaktifkan langkah kedua",
    "second-step-off": "Menghapus langkah kedua",
    "recovery-codes": "Membuat kode pemulihan",
    "sso-link": "Menghubungkan akun dengan SSO",
    "sign-in": "Masuk",
    "sign-out": "Keluar dari satu perangkat",
    "sign-out-all": "Mengakhiri sesi",
}
FIELDS = {
    "username": "nama pengguna",
    "name": "nama",
    "nip": "NIP",
    "email": "surel",
    "position": "jabatan",
    "rank": "pangkat/golongan",
    "role": "peran",
    "state": "keadaan",
    "sessions": "banyaknya sesi",
    "people": "orang dari impor itu",
}


def _entry(_subject: object) -> str:
    return render_template("accounts/header.html", found=actor())


def _people(_subject: object) -> str:
    return render_template("accounts/menu_people.html") if may(actor(), "account.manage") else ""


def _page_of(number: str) -> str:
    """The page of an account, for those who may open it."""
    return url_for("accounts.person", account_id=int(number)) if may(actor(), "account.manage") else ""


def init_app(app: Flask) -> None:
    """Hang the entry; other rooms add lines to the menu at the place "account-menu"."""
    panels.add(app, "header", _entry, order=900)
    panels.add(app, "account-menu", _people, order=800)
    audit.describe(
        app,
        "account",
        "Akun",
        actions=ACTIONS,
        fields=FIELDS,
        weighty=("role-give", "role-end", "close", "open", "link", "second-step-off"),
        subjects={"account": ("Akun", _page_of)},
        names={"account": titles(Account, lambda _actor: true(), "name")},
    )
