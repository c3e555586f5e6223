"""What pydantic finds wrong with a value, said to the person who wrote it."""

from __future__ import annotations

from pydantic_core import ErrorDetails

SENTENCES = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal",
    "string_type": "harus berupa teks",
    "int_type": "harus berupa bilangan bulat",
    "int_parsing": "harus berupa bilangan bulat",
    "int_from_float": "harus berupa bilangan bulat",
    "float_type": "harus berupa angka",
    "float_parsing": "harus berupa angka",
    "finite_number": "harus berupa angka",
    "bool_type": "harus true atau false",
    "bool_parsing": "harus true atau false",
    "list_type": "harus berupa daftar",
    "tuple_type": "harus berupa daftar",
    "dict_type": "harus berupa pasangan kunci dan isi",
    "model_type": "harus berupa pasangan kunci dan isi",
    "invalid_key": "harus berupa teks",
    "date_type": "harus berupa tanggal, misalnya 2026-11-21",
    "date_from_datetime_parsing": "harus berupa tanggal, misalnya 2026-11-21",
    "date_from_datetime_inexact": "harus berupa tanggal, misalnya 2026-11-21",
    "string_too_long": "terlalu panjang (paling banyak {max_length} huruf)",
    "string_too_short": "tidak boleh kosong",
    "too_short": "tidak boleh kosong",
    "string_pattern_mismatch": "tidak sesuai bentuk yang diminta",
    "literal_error": "harus salah satu dari {expected}",
    "enum": "harus salah satu dari {expected}",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
}


def fault(detail: ErrorDetails) -> str:
    """The end of a sentence that begins with the key at fault."""
    template = SENTENCES.get(detail["type"])
    if template is None:
        return detail["msg"].removeprefix("Value error, ")
    return template.format(**detail.get("ctx", {})).replace(" or ", " atau ")
