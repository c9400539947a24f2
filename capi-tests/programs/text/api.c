/* The PyUnicode_* functions that work on whole strings: compare, find, split, append, intern, private ones that extensions use. */
#include "harness.h"
#include <stdint.h>
#define E "\xc3\xa9"
#define EURO "\xe2\x82\xac"
#define SMILE "\xf0\x9f\x98\x80"
#define MAX PY_SSIZE_T_MAX
int _PyUnicode_EqualToASCIIString(PyObject *, const char *);
PyObject *_PyUnicode_Copy(PyObject *);
PyObject *_PyUnicode_JoinArray(PyObject *, PyObject *const *, Py_ssize_t);
PyObject *_PyUnicode_TransformDecimalAndSpaceToASCII(PyObject *);
int _PyUnicode_CheckConsistency(PyObject *, int);
const char *_PyUnicode_AsUTF8NoNUL(PyObject *);
int _PyUnicode_Equal(PyObject *, PyObject *);
Py_ssize_t _PyUnicode_ScanIdentifier(PyObject *);
PyObject *_PyUnicode_AsUTF8String(PyObject *, const char *);
PyObject *_PyUnicode_EncodeUTF16(PyObject *, const char *, int);
PyObject *_PyUnicode_EncodeUTF32(PyObject *, const char *, int);
Py_ssize_t PyUnicode_GetSize(PyObject *);
void PyUnicode_InternImmortal(PyObject **);

TEST(compare) {
    static const char *t[] = {"", "a", "b", "ab", E, E "x", EURO, SMILE, "\xef\xbf\xbf", "a" EURO, "z"};
    for (int i = 0; i < 11; i++) { for (int j = 0; j < 11; j++) printf("%d", PyUnicode_Compare(S(t[i]), S(t[j])) + 1); printf(" "); for (int j = 0; j < 11; j++) printf("%d", PyUnicode_Equal(S(t[i]), S(t[j]))); printf(" ");
        for (int op = 0; op < 6; op++) { PyObject *r = PyUnicode_RichCompare(S(t[i]), S(t[(i * 7 + 3) % 11]), op); printf("%d", r == Py_True); r = PyObject_RichCompare(S(t[i]), S(t[i]), op); printf("%d", r == Py_True); } puts(""); }
    SHOW_INT(PyUnicode_Compare(S("a"), I("1"))); SHOW_INT(PyUnicode_Compare(Py_None, S("a"))); SHOW_INT(PyUnicode_Compare(I("1"), I("1"))); SHOW_INT(PyUnicode_Equal(S("a"), I("1"))); SHOW_INT(PyUnicode_Equal(I("1"), S("a")));
    SHOW(PyUnicode_RichCompare(S("a"), I("1"), Py_EQ)); SHOW(PyUnicode_RichCompare(S("a"), S("a"), 99)); PyObject *same = S("same"); SHOW(PyUnicode_RichCompare(same, same, Py_LT)); SHOW(PyUnicode_RichCompare(same, same, Py_LE));
    SHOW_INT(PyUnicode_CompareWithASCIIString(S("abc"), "abc")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("abc"), "abd")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("abd"), "abc")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("ab"), "abc")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("abc"), "ab")); SHOW_INT(PyUnicode_CompareWithASCIIString(S(E), "\xe9")); SHOW_INT(PyUnicode_CompareWithASCIIString(S(EURO), "\xe9")); SHOW_INT(PyUnicode_CompareWithASCIIString(PyUnicode_FromStringAndSize("a\0b", 3), "a")); SHOW_INT(PyUnicode_CompareWithASCIIString(S(EURO "x"), "a")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("a" EURO), "a")); SHOW_INT(PyUnicode_CompareWithASCIIString(S(""), "")); SHOW_INT(PyUnicode_CompareWithASCIIString(S("a"), "\xff"));
    SHOW_INT(PyUnicode_EqualToUTF8(S("abc"), "abc")); SHOW_INT(PyUnicode_EqualToUTF8(S("abc"), "abd")); SHOW_INT(PyUnicode_EqualToUTF8(S("h" E EURO SMILE), "h" E EURO SMILE)); SHOW_INT(PyUnicode_EqualToUTF8(S("h" E EURO), "h" E EURO "x")); SHOW_INT(PyUnicode_EqualToUTF8(S(E), "\xe9")); SHOW_INT(PyUnicode_EqualToUTF8AndSize(S("abc"), "abcd", 3)); SHOW_INT(PyUnicode_EqualToUTF8AndSize(PyUnicode_FromStringAndSize("a\0b", 3), "a\0b", 3)); SHOW_INT(PyUnicode_EqualToUTF8(PyUnicode_FromOrdinal(0xd800), "\xed\xa0\x80")); SHOW_INT(PyUnicode_EqualToUTF8AndSize(S(""), "", 0)); SHOW_INT(PyUnicode_EqualToUTF8AndSize(S("a"), "", 0)); SHOW_INT(PyUnicode_EqualToUTF8AndSize(S(E E), "\xc3\xa9\xc3", 3)); SHOW_INT(PyUnicode_EqualToUTF8AndSize(S(EURO), "\xe2\x82\xad", 3));
    SHOW_INT(_PyUnicode_EqualToASCIIString(S("abc"), "abc")); SHOW_INT(_PyUnicode_EqualToASCIIString(S(E), "abc")); SHOW_INT(_PyUnicode_Equal(S("x"), S("x")));
}
TEST(find) {
    PyObject *o = S("abcabc"), *w = S("ab" EURO "ab" SMILE);
    static const Py_ssize_t ranges[][2] = {{0, MAX}, {1, MAX}, {0, 4}, {-3, MAX}, {-3, -1}, {4, 2}, {7, 9}, {6, 6}, {-99, 99}, {PY_SSIZE_T_MIN, MAX}};
    static const char *needles[] = {"", "a", "abc", "c", "x", EURO, SMILE, "b" EURO};
    for (int d = -1; d < 2; d += 2) for (int r = 0; r < 10; r++) { for (int n = 0; n < 8; n++) printf("%zd %zd  ", PyUnicode_Find(o, S(needles[n]), ranges[r][0], ranges[r][1], d), PyUnicode_Find(w, S(needles[n]), ranges[r][0], ranges[r][1], d)); printf("| %zd %zd\n", PyUnicode_FindChar(o, 'a', ranges[r][0], ranges[r][1], d), PyUnicode_FindChar(w, 0x20ac, ranges[r][0], ranges[r][1], d)); }
    for (int r = 0; r < 10; r++) { for (int n = 0; n < 8; n++) printf("%zd %zd %zd %zd  ", PyUnicode_Count(o, S(needles[n]), ranges[r][0], ranges[r][1]), PyUnicode_Count(w, S(needles[n]), ranges[r][0], ranges[r][1]), PyUnicode_Tailmatch(o, S(needles[n]), ranges[r][0], ranges[r][1], -1), PyUnicode_Tailmatch(w, S(needles[n]), ranges[r][0], ranges[r][1], 1)); puts(""); }
    SHOW_INT(PyUnicode_Find(o, I("1"), 0, 9, 1)); SHOW_INT(PyUnicode_Find(I("1"), o, 0, 9, 1)); SHOW_INT(PyUnicode_Count(o, I("1"), 0, 9)); SHOW_INT(PyUnicode_Count(I("1"), o, 0, 9)); SHOW_INT(PyUnicode_Tailmatch(o, I("1"), 0, 9, 1)); SHOW_INT(PyUnicode_Tailmatch(I("1"), o, 0, 9, 1)); SHOW_INT(PyUnicode_FindChar(o, 0x10ffff, 0, 9, 1));
    SHOW_INT(PyUnicode_Contains(o, S("ca"))); SHOW_INT(PyUnicode_Contains(o, S(""))); SHOW_INT(PyUnicode_Contains(o, S(EURO))); SHOW_INT(PyUnicode_Contains(o, I("1"))); SHOW_INT(PyUnicode_Contains(I("1"), o)); SHOW_INT(PyUnicode_Contains(w, S("b" EURO))); SHOW_INT(PyUnicode_Contains(S("a"), S("aa")));
}
TEST(split) {
    SHOW(PyUnicode_Split(S("a b c"), NULL, -1)); SHOW(PyUnicode_Split(S("a b c"), NULL, 1)); SHOW(PyUnicode_Split(S("a,b,c"), S(","), 1)); SHOW(PyUnicode_Split(S("a,b,c"), S(""), 1)); SHOW(PyUnicode_Split(S("a,b,c"), I("1"), 1)); SHOW(PyUnicode_Split(I("1"), S(","), 1)); SHOW(PyUnicode_Split(I("1"), NULL, 1));
    SHOW(PyUnicode_RSplit(S("a b c"), NULL, -1)); SHOW(PyUnicode_RSplit(S("a b c"), NULL, 1)); SHOW(PyUnicode_RSplit(S("a,b,c"), S(","), 1)); SHOW(PyUnicode_RSplit(S("a,b,c"), S(""), 1)); SHOW(PyUnicode_RSplit(S("a,b,c"), I("1"), 1)); SHOW(PyUnicode_RSplit(I("1"), S(","), 1));
    SHOW(PyUnicode_Splitlines(S("a\nb\r\n"), 0)); SHOW(PyUnicode_Splitlines(S("a\nb\r\n"), 1)); SHOW(PyUnicode_Splitlines(I("1"), 1));
    SHOW(PyUnicode_Partition(S("a,b,c"), S(","))); SHOW(PyUnicode_RPartition(S("a,b,c"), S(","))); SHOW(PyUnicode_Partition(S("a,b,c"), S(""))); SHOW(PyUnicode_RPartition(S("a,b,c"), S(""))); SHOW(PyUnicode_Partition(S("a"), I("1"))); SHOW(PyUnicode_Partition(I("1"), S("a"))); SHOW(PyUnicode_RPartition(I("1"), S("a")));
    SHOW(PyUnicode_Replace(S("abcabc"), S("b"), S("X"), -1)); SHOW(PyUnicode_Replace(S("abcabc"), S("b"), S("X"), 1)); SHOW(PyUnicode_Replace(S("abcabc"), I("1"), S("X"), 1)); SHOW(PyUnicode_Replace(S("abcabc"), S("b"), I("1"), 1)); SHOW(PyUnicode_Replace(I("1"), S("b"), S("b"), 1));
    SHOW(PyUnicode_Substring(S("abc"), 1, 2)); SHOW(PyUnicode_Substring(S("abc"), 1, 99)); SHOW(PyUnicode_Substring(S("abc"), 3, 2)); SHOW(PyUnicode_Substring(S("abc"), -1, 2)); SHOW(PyUnicode_Substring(S("abc"), 1, -1)); SHOW(PyUnicode_Substring(S("a" EURO "b"), 2, 3)); SHOW(PyUnicode_Substring(S("a" EURO "bc" SMILE), 1, 4)); SHOW(PyUnicode_Substring(S(E "bc"), 1, 4)); PyObject *o = S("whole"); SHOW_INT(PyUnicode_Substring(o, 0, 5) == o); SHOW_INT(PyUnicode_Substring(o, 0, 99) == o);
    SHOW(PyUnicode_IsIdentifier(S("x")) ? S("yes") : S("no")); SHOW_INT(_PyUnicode_ScanIdentifier(S("abc def"))); SHOW_INT(_PyUnicode_ScanIdentifier(S("1bc def"))); SHOW_INT(_PyUnicode_ScanIdentifier(S("")));
}
TEST(append) {
    PyObject *o = S("abc"), *b = S("def"); PyUnicode_Append(&o, b); SHOW_BORROWED(o); SHOW_INT(Py_REFCNT(b)); PyUnicode_AppendAndDel(&o, S(EURO)); SHOW_BORROWED(o); PyUnicode_AppendAndDel(&o, S(SMILE)); SHOW_BORROWED(o); PyUnicode_AppendAndDel(&o, S("z")); SHOW_BORROWED(o);
    PyUnicode_Append(&o, I("1")); SHOW_BORROWED(o); PyUnicode_Append(&o, S("x")); SHOW_BORROWED(o); o = S("q"); PyUnicode_Append(&o, NULL); SHOW_BORROWED(o); o = I("1"); PyUnicode_Append(&o, S("x")); SHOW_BORROWED(o);
    o = S("shared"); PyObject *keep = Py_NewRef(o); PyUnicode_Append(&o, S("!")); SHOW_BORROWED(o); SHOW_BORROWED(keep); SHOW_INT(Py_REFCNT(keep));
    o = PyUnicode_FromString(""); PyUnicode_Append(&o, b); SHOW_INT(o == b); PyUnicode_Append(&o, PyUnicode_FromString("")); SHOW_INT(o == b); o = S("x1"); PyUnicode_Append(&o, o); SHOW_BORROWED(o);
    o = PyUnicode_FromString(""); for (int i = 0; i < 1000; i++) PyUnicode_AppendAndDel(&o, PyUnicode_FromFormat("%d,", i)); SHOW_INT(PyUnicode_GET_LENGTH(o)); SHOW_INT(PyObject_Hash(o));
    SHOW(PyUnicode_Concat(S("a"), S(EURO))); SHOW(PyUnicode_Concat(S(""), S(EURO))); SHOW(PyUnicode_Concat(S(E), S("x"))); SHOW(PyUnicode_Concat(S("a"), I("1"))); SHOW(PyUnicode_Concat(I("1"), S("a"))); SHOW(PyUnicode_Concat(S("a"), PyBytes_FromString("b"))); o = S("xyz"); SHOW_INT(PyUnicode_Concat(o, S("")) == o); SHOW_INT(PyUnicode_Concat(S(""), o) == o); SHOW_REFS(o, PyUnicode_Concat(o, S("1"))); SHOW_REFS(o, PyUnicode_Concat(o, S("")));
    PyObject *i = PyUnicode_InternFromString("append_interned"); Py_hash_t h = PyObject_Hash(i); o = i; Py_INCREF(i); PyUnicode_Append(&o, S("x")); SHOW_BORROWED(i); SHOW_INT(h == PyObject_Hash(i));
}
TEST(intern) {
    PyObject *a = PyUnicode_InternFromString("intern_test_a"), *b = S("intern_test_a"), *c = b; Py_INCREF(c); SHOW_INT(a == b); PyUnicode_InternInPlace(&c); SHOW_INT(a == c); SHOW_INT(PyUnicode_CHECK_INTERNED(a)); SHOW_INT(PyUnicode_CHECK_INTERNED(b)); SHOW_INT(PyUnstable_IsImmortal(a)); SHOW_INT(Py_REFCNT(a)); SHOW_INT(Py_REFCNT(b));
    PyObject *d = S("intern_imm"), *e = Py_NewRef(d); PyUnicode_InternImmortal(&d); SHOW_INT(PyUnicode_CHECK_INTERNED(d)); SHOW_INT(PyUnstable_IsImmortal(d)); SHOW_INT(d == e);
    PyObject *n = Py_NewRef(Py_None); PyUnicode_InternInPlace(&n); SHOW_BORROWED(n); PyObject *null = NULL; PyUnicode_InternInPlace(&null); SHOW_INT(null == NULL); SHOW(PyUnicode_InternFromString("\xff"));
    PyObject *w = PyUnicode_InternFromString(EURO "x"); SHOW_INT(PyUnicode_CHECK_INTERNED(w)); SHOW_INT(w == PyUnicode_InternFromString(EURO "x"));
    Py_DECREF(a); Py_DECREF(c); PyObject *again = PyUnicode_InternFromString("intern_test_a"); SHOW_INT(PyUnicode_CHECK_INTERNED(again)); SHOW_BORROWED(again);
    for (int i = 0; i < 3; i++) { PyObject *o = PyUnicode_InternFromString("intern_gone"); printf("%d %zd\n", PyUnicode_CHECK_INTERNED(o), Py_REFCNT(o)); Py_DECREF(o); }
    _Py_IDENTIFIER(an_identifier); PyObject *id = _PyUnicode_FromId(&PyId_an_identifier); SHOW_BORROWED(id); SHOW_INT(id == _PyUnicode_FromId(&PyId_an_identifier)); SHOW_INT(PyUnicode_CHECK_INTERNED(id));
    PyObject *one = PyUnicode_Substring(S("xyz"), 1, 2), *o2 = one; PyUnicode_InternInPlace(&o2); SHOW_INT(one == o2);
    PyObject *attr = S("upper"); PyObject_GetAttr(S("x"), attr); SHOW_INT(PyUnicode_CHECK_INTERNED(attr));
}
TEST(hash) {
    static const char *t[] = {"", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "\xc3\xa9", EURO, SMILE, EURO SMILE "abc", "The quick brown fox jumps over the lazy dog"};
    for (int i = 0; i < 11; i++) printf("%zd %zd\n", PyObject_Hash(S(t[i])), PyObject_Hash(PyBytes_FromString(t[i])));
    SHOW_INT(Py_HashBuffer("abc", 3)); SHOW_INT(Py_HashBuffer("", 0)); PyHash_FuncDef *d = PyHash_GetFuncDef(); SAY("%s %d %d", d->name, d->hash_bits, d->seed_bits); SHOW_INT(d->hash("abc", 3));
    SHOW_INT(PyUnicode_Type.tp_hash(S("abc"))); SHOW_INT(PyObject_GenericHash(Py_None) != -1);
}
TEST(private_) {
    SHOW(_PyUnicode_Copy(S("abc"))); SHOW(_PyUnicode_Copy(S("ab" EURO))); SHOW(_PyUnicode_TransformDecimalAndSpaceToASCII(S("\xd9\xa1\xd9\xa2\xe2\x80\x83" "7"))); SHOW(_PyUnicode_TransformDecimalAndSpaceToASCII(S("1" EURO "2"))); SHOW(_PyUnicode_TransformDecimalAndSpaceToASCII(S("plain"))); PyObject *items[] = {S("a"), S("b"), S(EURO)}; SHOW(_PyUnicode_JoinArray(S("-"), items, 3)); SHOW(_PyUnicode_JoinArray(S("-"), items, 0)); SHOW_INT(_PyUnicode_CheckConsistency(items[0], 1)); SHOW_TEXT(_PyUnicode_AsUTF8NoNUL(S("abc"))); SHOW_TEXT(_PyUnicode_AsUTF8NoNUL(PyUnicode_FromStringAndSize("a\0b", 3)));
    SHOW(_PyUnicode_AsUTF8String(S(E), "strict")); SHOW(_PyUnicode_AsUTF8String(PyUnicode_FromOrdinal(0xd800), "surrogatepass")); SHOW(_PyUnicode_EncodeUTF16(S("a" SMILE), NULL, -1)); SHOW(_PyUnicode_EncodeUTF16(S("a" SMILE), NULL, 1)); SHOW(_PyUnicode_EncodeUTF16(S("a"), NULL, 0)); SHOW(_PyUnicode_EncodeUTF32(S("a" SMILE), NULL, -1)); SHOW(_PyUnicode_EncodeUTF32(S("a" SMILE), NULL, 1)); SHOW(_PyUnicode_EncodeUTF32(S("a"), NULL, 0)); SHOW_INT(PyUnicode_GetSize(S("abc")));
}
TEST(ctype) {
    /* The exported predicates over all of Unicode and a little beyond. */
    unsigned long long sum = 0, up = 0, lo = 0, ti = 0, de = 0, di = 0; double nu = 0;
    for (Py_UCS4 c = 0; c < 0x110010; c++) {
        sum = sum * 31 + (_PyUnicode_IsLowercase(c) | _PyUnicode_IsUppercase(c) << 1 | _PyUnicode_IsTitlecase(c) << 2 | _PyUnicode_IsWhitespace(c) << 3 | _PyUnicode_IsLinebreak(c) << 4 | _PyUnicode_IsDecimalDigit(c) << 5 | _PyUnicode_IsDigit(c) << 6 | _PyUnicode_IsNumeric(c) << 7 | _PyUnicode_IsPrintable(c) << 8 | _PyUnicode_IsAlpha(c) << 9);
        up = up * 31 + _PyUnicode_ToUppercase(c); lo = lo * 31 + _PyUnicode_ToLowercase(c); ti = ti * 31 + _PyUnicode_ToTitlecase(c); de = de * 31 + _PyUnicode_ToDecimalDigit(c); di = di * 31 + _PyUnicode_ToDigit(c); nu += _PyUnicode_ToNumeric(c) / 7;
    }
    printf("%llx %llx %llx %llx %llx %llx %.6f\n", sum, up, lo, ti, de, di, nu); for (int i = 0; i < 128; i++) printf("%d", _Py_ascii_whitespace[i]); puts("");
}
TEST(fs) {
    PyObject *out = NULL; SHOW_INT(PyUnicode_FSConverter(S("a" E), &out)); SHOW_BORROWED(out); SHOW_INT(PyUnicode_FSConverter(PyBytes_FromString("b\xff"), &out)); SHOW_BORROWED(out); SHOW_INT(PyUnicode_FSConverter(I("1"), &out)); SHOW_INT(PyUnicode_FSConverter(PyUnicode_FromStringAndSize("a\0b", 3), &out)); SHOW_INT(PyUnicode_FSConverter(PyUnicode_FromOrdinal(0xdcff), &out)); SHOW_BORROWED(out); SHOW_INT(PyUnicode_FSConverter(NULL, &out)); SHOW_INT(out == NULL); SHOW_INT(PyUnicode_FSConverter(PyUnicode_FromOrdinal(0xd800), &out));
    SHOW_INT(PyUnicode_FSDecoder(S("a" E), &out)); SHOW_BORROWED(out); SHOW_INT(PyUnicode_FSDecoder(PyBytes_FromString("b\xff"), &out)); SHOW_BORROWED(out); SHOW_INT(PyUnicode_FSDecoder(I("1"), &out)); SHOW_INT(PyUnicode_FSDecoder(PyUnicode_FromStringAndSize("a\0b", 3), &out)); SHOW_INT(PyUnicode_FSDecoder(NULL, &out)); SHOW_INT(out == NULL);
    SHOW(PyUnicode_DecodeFSDefault("a\xc3\xa9\xff")); SHOW(PyUnicode_DecodeFSDefaultAndSize("a\xc3\xa9\xff", 2)); SHOW(PyUnicode_EncodeFSDefault(S("a" E))); SHOW(PyUnicode_EncodeFSDefault(PyUnicode_DecodeFSDefault("\x80\xff"))); SHOW(PyUnicode_EncodeFSDefault(PyUnicode_FromOrdinal(0xd800))); SHOW(PyUnicode_EncodeFSDefault(I("1")));
}
