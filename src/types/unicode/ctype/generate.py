"""Writes tables.rs: what CPython 3.14 says of every code point, asked of a running one.

Run it with the reference interpreter: `python3.14 generate.py > tables.rs`.
Nothing is read from CPython's sources: each property is observed through str methods and the exported predicates.
"""
import ctypes
import sys
import unicodedata

api = ctypes.pythonapi


def predicate(name, restype=ctypes.c_int):
    function = getattr(api, name)
    function.argtypes = [ctypes.c_uint32]
    function.restype = restype
    return function


IS_LOWER = predicate("_PyUnicode_IsLowercase")
IS_UPPER = predicate("_PyUnicode_IsUppercase")
IS_TITLE = predicate("_PyUnicode_IsTitlecase")
IS_SPACE = predicate("_PyUnicode_IsWhitespace")
IS_LINEBREAK = predicate("_PyUnicode_IsLinebreak")
IS_DECIMAL = predicate("_PyUnicode_IsDecimalDigit")
IS_DIGIT = predicate("_PyUnicode_IsDigit")
IS_NUMERIC = predicate("_PyUnicode_IsNumeric")
IS_PRINTABLE = predicate("_PyUnicode_IsPrintable")
IS_ALPHA = predicate("_PyUnicode_IsAlpha")
TO_LOWER = predicate("_PyUnicode_ToLowercase", ctypes.c_uint32)
TO_UPPER = predicate("_PyUnicode_ToUppercase", ctypes.c_uint32)
TO_TITLE = predicate("_PyUnicode_ToTitlecase", ctypes.c_uint32)
TO_DECIMAL = predicate("_PyUnicode_ToDecimalDigit")
TO_DIGIT = predicate("_PyUnicode_ToDigit")
TO_NUMERIC = predicate("_PyUnicode_ToNumeric", ctypes.c_double)

FLAGS = ["ALPHA", "DECIMAL", "DIGIT", "NUMERIC", "LOWER", "UPPER", "TITLE", "SPACE", "LINEBREAK", "PRINTABLE",
         "XID_START", "XID_CONTINUE", "CASED", "CASE_IGNORABLE", "SPECIAL"]
BIT = {name: 1 << i for i, name in enumerate(FLAGS)}
SIGMA, FINAL_SIGMA = "\u03c3", "\u03c2"


def flags_of(cp):
    c = chr(cp)
    cased = (c + "b").title()[-1] == "b"
    before_letter = ("A\u03a3" + c + "B").lower()[1]
    before_space = ("A\u03a3" + c + " ").lower()[1]
    ignorable = before_letter == SIGMA and (not cased or before_space == FINAL_SIGMA)
    full = (c.lower(), c.upper(), c.title(), c.casefold())
    simple = (chr(TO_LOWER(cp)), chr(TO_UPPER(cp)), chr(TO_TITLE(cp)), chr(TO_LOWER(cp)))
    found = [IS_ALPHA(cp), IS_DECIMAL(cp), IS_DIGIT(cp), IS_NUMERIC(cp), IS_LOWER(cp), IS_UPPER(cp), IS_TITLE(cp),
             IS_SPACE(cp), IS_LINEBREAK(cp), IS_PRINTABLE(cp), c.isidentifier(), ("a" + c).isidentifier(), cased, ignorable, full != simple]
    bits = 0
    for name, yes in zip(FLAGS, found):
        if yes:
            bits |= BIT[name]
    if cp == 0x5F:
        bits &= ~BIT["XID_START"]
    return bits, full


def main():
    records, record_index, special, numeric = {}, [], [], []
    for cp in range(0x110000):
        bits, full = flags_of(cp)
        record = (bits, TO_LOWER(cp) - cp, TO_UPPER(cp) - cp, TO_TITLE(cp) - cp, TO_DECIMAL(cp), TO_DIGIT(cp))
        record_index.append(records.setdefault(record, len(records)))
        if bits & BIT["SPECIAL"]:
            special.append((cp, full))
        if bits & BIT["NUMERIC"]:
            numeric.append((cp, TO_NUMERIC(cp)))
    blocks, block_index = {}, []
    for start in range(0, 0x110000, 128):
        block = tuple(record_index[start:start + 128])
        block_index.append(blocks.setdefault(block, len(blocks)))
    out = sys.stdout.write
    out("//! What every code point is, by Unicode %s.  Written by generate.py; do not edit.\n#![cfg_attr(rustfmt, rustfmt_skip)]\n" % unicodedata.unidata_version)
    out("use super::Record;\n\n")

    def table(doc, name, kind, items, per_line):
        out("/// %s\npub static %s: [%s; %d] = [\n" % (doc, name, kind, len(items)))
        for i in range(0, len(items), per_line):
            out(" " + ",".join(items[i:i + per_line]) + ",\n")
        out("];\n\n")

    table("The distinct combinations of properties: flags, distance to the lower, upper and title case, decimal value, digit value.", "RECORDS", "Record",
          ["r(%d,%d,%d,%d,%d,%d)" % r for r in records], 6)
    assert len(blocks) < 65536 and len(records) < 65536
    table("Which block a code point's 128-wide page is.", "PAGES", "u16", [str(b) for b in block_index], 64)
    flat = [str(i) for block in blocks for i in block]
    table("The blocks: indices in RECORDS.", "BLOCKS", "u16", flat, 64)

    def chars(text):
        return "&[" + ",".join("0x%X" % ord(c) for c in text) + "]"
    table("Full mappings that differ from the simple ones: code point, lower, upper, title, fold.", "SPECIAL_CASES", "(u32, &[u32], &[u32], &[u32], &[u32])",
          ["(0x%X,%s)" % (cp, ",".join(chars(f) for f in full)) for cp, full in special], 2)
    table("Numeric values.", "NUMERIC_VALUES", "(u32, f64)", ["(0x%X,%r)" % (cp, value) for cp, value in numeric], 8)
    out("const fn r(flags: u16, lower: i32, upper: i32, title: i32, decimal: i8, digit: i8) -> Record { Record { flags, decimal, digit, lower, upper, title } }\n")


main()
