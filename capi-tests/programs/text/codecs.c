/* Encoders and decoders: every codec of unicodeobject.h, with every error handler, stateful, with messages and error objects. */
#include "harness.h"
#include <locale.h>
static const char *handlers[] = {NULL, "strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass", "nonexistent"};
typedef PyObject *(*Decode)(const char *, Py_ssize_t, const char *);
static PyObject *utf8(const char *s, Py_ssize_t n, const char *e) { return PyUnicode_DecodeUTF8(s, n, e); }
static PyObject *utf16(const char *s, Py_ssize_t n, const char *e) { return PyUnicode_DecodeUTF16(s, n, e, NULL); }
static PyObject *utf16le(const char *s, Py_ssize_t n, const char *e) { int b = -1; return PyUnicode_DecodeUTF16(s, n, e, &b); }
static PyObject *utf16be(const char *s, Py_ssize_t n, const char *e) { int b = 1; return PyUnicode_DecodeUTF16(s, n, e, &b); }
static PyObject *utf32(const char *s, Py_ssize_t n, const char *e) { return PyUnicode_DecodeUTF32(s, n, e, NULL); }
static PyObject *utf32be(const char *s, Py_ssize_t n, const char *e) { int b = 1; return PyUnicode_DecodeUTF32(s, n, e, &b); }
static void decode(const char *label, Decode d, const char *s, Py_ssize_t n) {
    printf("%s", label); for (Py_ssize_t i = 0; i < n; i++) printf(" %02x", (unsigned char)s[i]); puts("");
    PyObject *strict = d(s, n, NULL); if (strict) { print_new(" ok", strict); return; } 
    PyObject *exc = PyErr_GetRaisedException();
    if (PyErr_GivenExceptionMatches(exc, PyExc_UnicodeDecodeError)) { Py_ssize_t a, b; PyUnicodeDecodeError_GetStart(exc, &a); PyUnicodeDecodeError_GetEnd(exc, &b); PyObject *en = PyUnicodeDecodeError_GetEncoding(exc), *re = PyUnicodeDecodeError_GetReason(exc); printf(" %s %zd %zd %s\n", PyUnicode_AsUTF8(en), a, b, PyUnicode_AsUTF8(re)); Py_DECREF(en); Py_DECREF(re); }
    else { PyErr_SetRaisedException(exc); print_raised(); exc = NULL; } Py_XDECREF(exc);
    for (int h = 1; h < 10; h++) print_new(handlers[h], d(s, n, handlers[h]));
}
#define D(d, bytes) decode(#d, d, bytes, sizeof bytes - 1)
TEST(utf8_decode) {
    D(utf8, ""); D(utf8, "abc"); D(utf8, "h\xc3\xa9"); D(utf8, "\xe2\x82\xac"); D(utf8, "\xf0\x9f\x98\x80"); D(utf8, "a\0b"); D(utf8, "\xff"); D(utf8, "\xc0\x80"); D(utf8, "\xc1\xbf"); D(utf8, "\xc3"); D(utf8, "\xc3" "a"); D(utf8, "\xe2\x82"); D(utf8, "\xe2\x82" "a"); D(utf8, "\xe2" "a"); D(utf8, "\xe0\x80\x80"); D(utf8, "\xe0\x9f\xbf"); D(utf8, "\xed\xa0\x80"); D(utf8, "\xed\xa0\x80\xed\xb0\x80"); D(utf8, "\xed\xa0"); D(utf8, "\xed"); D(utf8, "\xef\xbf\xbf"); D(utf8, "\xf0\x80\x80\x80"); D(utf8, "\xf0\x9f\x98"); D(utf8, "\xf0\x9f"); D(utf8, "\xf0"); D(utf8, "\xf4\x90\x80\x80"); D(utf8, "\xf4\x8f\xbf\xbf"); D(utf8, "\xf5\x80\x80\x80"); D(utf8, "\x80"); D(utf8, "ab\x80\x81" "cd"); D(utf8, "\xf0\x9f\x98" "ab\xff\xe2\x82\xac\xff"); D(utf8, "0123456789abcdef\xff" "0123456789\xc3\xa9"); D(utf8, "\xfe\xff\x00\x41");
}
TEST(ascii_latin1_decode) {
    D(PyUnicode_DecodeASCII, ""); D(PyUnicode_DecodeASCII, "abc"); D(PyUnicode_DecodeASCII, "ab\x80\xff" "c"); D(PyUnicode_DecodeASCII, "0123456789012345678\xe9"); D(PyUnicode_DecodeLatin1, "a\x80\xff"); D(PyUnicode_DecodeLatin1, "");
}
TEST(utf16_decode) {
    D(utf16, ""); D(utf16, "a\0b\0"); D(utf16, "\xff\xfe" "a\0"); D(utf16, "\xfe\xff\0a"); D(utf16, "\xff\xfe"); D(utf16, "\xff"); D(utf16, "a\0b"); D(utf16, "\x3d\xd8\x00\xde"); D(utf16, "\x3d\xd8"); D(utf16, "\x3d\xd8" "a\0"); D(utf16, "\x00\xde"); D(utf16, "\x00\xde" "a\0"); D(utf16, "\x3d\xd8\x00"); D(utf16, "\xac\x20\xe9\0"); D(utf16le, "\xff\xfe" "a\0"); D(utf16be, "\xff\xfe" "\0a"); D(utf16be, "\xd8\x3d\xde\x00"); D(utf16be, "\xd8\x3d\0a"); D(utf16be, "\xdc\x00"); D(utf16le, "\xff\xff");
}
TEST(utf32_decode) {
    D(utf32, ""); D(utf32, "a\0\0\0"); D(utf32, "\xff\xfe\0\0a\0\0\0"); D(utf32, "\0\0\xfe\xff\0\0\0a"); D(utf32, "a\0\0"); D(utf32, "\0\xd8\0\0"); D(utf32, "\0\0\x11\0"); D(utf32, "\xff\xff\xff\xff"); D(utf32be, "\0\1\xf6\0"); D(utf32be, "\0\0\xd8\0\0\0\0a"); D(utf32, "a\0\0\0\xac\x20\0\0\0\xf6\1\0"); D(utf32be, "\0\0\0");
}
TEST(utf7_decode) {
    D(PyUnicode_DecodeUTF7, ""); D(PyUnicode_DecodeUTF7, "abc"); D(PyUnicode_DecodeUTF7, "a+-b"); D(PyUnicode_DecodeUTF7, "+AOk-"); D(PyUnicode_DecodeUTF7, "+IKw"); D(PyUnicode_DecodeUTF7, "+2D3eAA-"); D(PyUnicode_DecodeUTF7, "+2D3eAA x"); D(PyUnicode_DecodeUTF7, "+2D0-"); D(PyUnicode_DecodeUTF7, "+"); D(PyUnicode_DecodeUTF7, "a+"); D(PyUnicode_DecodeUTF7, "\xff"); D(PyUnicode_DecodeUTF7, "+AOk\xff"); D(PyUnicode_DecodeUTF7, "+A-"); D(PyUnicode_DecodeUTF7, "+AO"); D(PyUnicode_DecodeUTF7, "+AOl"); D(PyUnicode_DecodeUTF7, "+AOkA-"); D(PyUnicode_DecodeUTF7, "+!"); D(PyUnicode_DecodeUTF7, "+AOk-+AOk-"); D(PyUnicode_DecodeUTF7, "~\\"); D(PyUnicode_DecodeUTF7, "+AOk.x"); D(PyUnicode_DecodeUTF7, "+3gA-"); D(PyUnicode_DecodeUTF7, "+2D0AYQ-"); D(PyUnicode_DecodeUTF7, "a+IKwgrA-b\x80"); D(PyUnicode_DecodeUTF7, "+AAAA-");
}
TEST(escape_decode) {
    D(PyUnicode_DecodeUnicodeEscape, ""); D(PyUnicode_DecodeUnicodeEscape, "a\\n\\t\\\\\\'\\\"\\a\\b\\f\\r\\v"); D(PyUnicode_DecodeUnicodeEscape, "\\101\\0\\7\\18\\777"); D(PyUnicode_DecodeUnicodeEscape, "\\x41\\u20ac\\U0001f600"); D(PyUnicode_DecodeUnicodeEscape, "\\x4"); D(PyUnicode_DecodeUnicodeEscape, "\\x4g"); D(PyUnicode_DecodeUnicodeEscape, "\\u20a"); D(PyUnicode_DecodeUnicodeEscape, "\\u20ax"); D(PyUnicode_DecodeUnicodeEscape, "\\U0011ffff"); D(PyUnicode_DecodeUnicodeEscape, "\\U0001f60"); D(PyUnicode_DecodeUnicodeEscape, "a\\"); D(PyUnicode_DecodeUnicodeEscape, "a\\\nb"); D(PyUnicode_DecodeUnicodeEscape, "\xe9"); D(PyUnicode_DecodeUnicodeEscape, "\\N{EURO SIGN}\\N{latin small letter a}"); D(PyUnicode_DecodeUnicodeEscape, "\\N{NO SUCH}x"); D(PyUnicode_DecodeUnicodeEscape, "\\N"); D(PyUnicode_DecodeUnicodeEscape, "\\N{"); D(PyUnicode_DecodeUnicodeEscape, "\\N{}"); D(PyUnicode_DecodeUnicodeEscape, "\\Nx"); D(PyUnicode_DecodeUnicodeEscape, "\\ud800"); D(PyUnicode_DecodeUnicodeEscape, "\\N{HANGUL SYLLABLE GAG}\\N{CJK UNIFIED IDEOGRAPH-4E00}\\N{LF}\\N{BELL}"); D(PyUnicode_DecodeUnicodeEscape, "\\xzz\\u");
    D(PyUnicode_DecodeRawUnicodeEscape, ""); D(PyUnicode_DecodeRawUnicodeEscape, "a\\n\\\\u20ac\\u20ac\\U0001f600\xe9"); D(PyUnicode_DecodeRawUnicodeEscape, "\\u20a"); D(PyUnicode_DecodeRawUnicodeEscape, "\\u20axyz"); D(PyUnicode_DecodeRawUnicodeEscape, "\\U00110000x"); D(PyUnicode_DecodeRawUnicodeEscape, "\\"); D(PyUnicode_DecodeRawUnicodeEscape, "\\\\\\u20ac"); D(PyUnicode_DecodeRawUnicodeEscape, "\\U");
}
static void encode(const char *label, const char *enc, PyObject *o) {
    printf("%s ", enc); print_object(label, o);
    PyObject *strict = PyUnicode_AsEncodedString(o, enc, NULL); if (strict) { print_new(" ok", strict); return; }
    PyObject *exc = PyErr_GetRaisedException();
    if (PyErr_GivenExceptionMatches(exc, PyExc_UnicodeEncodeError)) { Py_ssize_t a, b; PyUnicodeEncodeError_GetStart(exc, &a); PyUnicodeEncodeError_GetEnd(exc, &b); PyObject *en = PyUnicodeEncodeError_GetEncoding(exc), *re = PyUnicodeEncodeError_GetReason(exc); printf(" %s %zd %zd %s\n", PyUnicode_AsUTF8(en), a, b, PyUnicode_AsUTF8(re)); Py_DECREF(en); Py_DECREF(re); }
    else { PyErr_SetRaisedException(exc); print_raised(); exc = NULL; } Py_XDECREF(exc);
    for (int h = 1; h < 10; h++) print_new(handlers[h], PyUnicode_AsEncodedString(o, enc, handlers[h]));
}
static PyObject *W(const wchar_t *w) { return MUST(PyUnicode_FromWideChar(w, -1)); }
TEST(encode_builtin) {
    static const char *encs[] = {"utf-8", "latin-1", "ascii", "utf-16-le"};
    static const wchar_t *texts[] = {L"", L"abc", L"h\xe9", L"\x20ac", L"a\x20ac\x20ac" L"b", L"\x1f600", L"\xd800", L"a\xdc80\xdcff" L"b", L"\xd83d\xde00", L"\xe9\x100", L"\x100\xd800\x100", L"\x1f600\xdfff", L"ab\x80\x81" L"c"};
    for (int e = 0; e < 3; e++) for (int t = 0; t < 13; t++) encode("text", encs[e], W(texts[t]));
    for (int t = 0; t < 13; t++) { SHOW(PyUnicode_AsUTF8String(W(texts[t]))); SHOW(PyUnicode_AsLatin1String(W(texts[t]))); SHOW(PyUnicode_AsASCIIString(W(texts[t]))); SHOW(PyUnicode_AsUTF16String(W(texts[t]))); SHOW(PyUnicode_AsUTF32String(W(texts[t]))); SHOW(PyUnicode_AsUnicodeEscapeString(W(texts[t]))); SHOW(PyUnicode_AsRawUnicodeEscapeString(W(texts[t]))); }
    SHOW(PyUnicode_AsUnicodeEscapeString(S("\\\n\t\r\x01'\"\x7f"))); SHOW(PyUnicode_AsRawUnicodeEscapeString(S("\\\n\\u"))); SHOW(PyUnicode_AsUTF8String(I("1"))); SHOW(PyUnicode_AsLatin1String(I("1"))); SHOW(PyUnicode_AsASCIIString(I("1"))); SHOW(PyUnicode_AsUTF16String(I("1"))); SHOW(PyUnicode_AsUTF32String(I("1"))); SHOW(PyUnicode_AsUnicodeEscapeString(I("1"))); SHOW(PyUnicode_AsRawUnicodeEscapeString(I("1"))); SHOW(PyUnicode_AsEncodedString(I("1"), "ascii", NULL)); SHOW(PyUnicode_AsEncodedString(S("x"), NULL, NULL)); SHOW(PyUnicode_AsEncodedString(S("x"), "UTF8", NULL)); SHOW(PyUnicode_AsEncodedString(S("x"), "Utf_8", NULL)); SHOW(PyUnicode_AsEncodedString(S("\xc3\xa9"), "ISO-8859-1", NULL)); SHOW(PyUnicode_AsEncodedString(S("\xc3\xa9"), "us_ascii", "ignore"));
    SHOW(PyUnicode_Decode("x", 1, NULL, NULL)); SHOW(PyUnicode_Decode("\xe9", 1, "latin1", NULL)); SHOW(PyUnicode_Decode("\xe9", 1, "iso-8859-1", NULL)); SHOW(PyUnicode_Decode("a\0", 2, "utf-16", NULL)); SHOW(PyUnicode_Decode("a\0", 2, "UTF16", NULL)); SHOW(PyUnicode_Decode("a\0\0\0", 4, "utf_32", NULL)); SHOW(PyUnicode_Decode("x", 1, "us-ascii", NULL)); SHOW(PyUnicode_Decode("x", 1, "ASCII", "nonexistent"));
}
TEST(stateful) {
    static const char *cut[] = {"ab", "ab\xe2", "ab\xe2\x82", "ab\xe2\x82\xac", "\xf0\x9f\x98", "\xff" "a\xe2", "\xed\xa0", "\xed"};
    for (int i = 0; i < 8; i++) { Py_ssize_t used = -1; print_new("utf8", PyUnicode_DecodeUTF8Stateful(cut[i], strlen(cut[i]), "replace", &used)); printf("%zd\n", used); used = -1; print_new("strict", PyUnicode_DecodeUTF8Stateful(cut[i], strlen(cut[i]), NULL, &used)); printf("%zd\n", used); }
    static const char *u16[] = {"a\0b\0\0", "a\0\x3d\xd8", "a\0\x3d\xd8\x00\0", "\xff\xfe" "a\0\0"}; for (int i = 0; i < 4; i++) for (int n = 0; n <= 4; n++) for (int bo = -1; bo < 2; bo++) { Py_ssize_t used = -1; int b = bo; PyObject *r = PyUnicode_DecodeUTF16Stateful(u16[i], n, "replace", &b, &used); printf("%d %d ", n, bo); print_new("utf16", r); printf("%zd %d\n", used, b); }
    for (int n = 0; n <= 8; n++) for (int bo = -1; bo < 2; bo++) { Py_ssize_t used = -1; int b = bo; PyObject *r = PyUnicode_DecodeUTF32Stateful("\xff\xfe\0\0a\0\0\0", n, "replace", &b, &used); printf("%d %d ", n, bo); print_new("utf32", r); printf("%zd %d\n", used, b); }
    static const char *u7[] = {"a+", "a+IK", "a+IKw", "a+IKw-", "a+2D3", "a+2D3eAA", "a+2D3eAA-b+A", "+2D0-+", "abc"}; for (int i = 0; i < 9; i++) { Py_ssize_t used = -1; print_new("utf7", PyUnicode_DecodeUTF7Stateful(u7[i], strlen(u7[i]), "replace", &used)); printf("%zd\n", used); used = -1; print_new("strict", PyUnicode_DecodeUTF7Stateful(u7[i], strlen(u7[i]), NULL, &used)); printf("%zd\n", used); }
}
TEST(charmap) {
    PyObject *d = V("{i:i,i:s,i:O,i:s}", 'a', 0x20ac, 'b', "long", 'c', Py_None, 'd', "\xef\xbf\xbe"), *s = S("xyz\xef\xbf\xbe\xe2\x82\xac");
    SHOW(PyUnicode_DecodeCharmap("ab", 2, d, NULL)); SHOW(PyUnicode_DecodeCharmap("abc", 3, d, NULL)); SHOW(PyUnicode_DecodeCharmap("abcd", 4, d, "replace")); SHOW(PyUnicode_DecodeCharmap("az", 2, d, NULL)); SHOW(PyUnicode_DecodeCharmap("az", 2, d, "backslashreplace")); SHOW(PyUnicode_DecodeCharmap("\0\1\4", 3, s, NULL)); SHOW(PyUnicode_DecodeCharmap("\0\3", 2, s, NULL)); SHOW(PyUnicode_DecodeCharmap("\0\3\x80", 3, s, "ignore")); SHOW(PyUnicode_DecodeCharmap("\xe9", 1, NULL, NULL)); SHOW(PyUnicode_DecodeCharmap("", 0, d, NULL)); SHOW(PyUnicode_DecodeCharmap("a", 1, V("{i:d}", 'a', 1.5), NULL)); SHOW(PyUnicode_DecodeCharmap("a", 1, V("{i:i}", 'a', 0x110000), NULL)); SHOW(PyUnicode_DecodeCharmap("a", 1, V("{i:i}", 'a', -1), NULL)); SHOW(PyUnicode_DecodeCharmap("a", 1, I("1"), NULL)); SHOW(PyUnicode_DecodeCharmap("\1", 1, V("[ss]", "p", "q"), NULL)); SHOW(PyUnicode_DecodeCharmap("\5", 1, V("[ss]", "p", "q"), NULL));
    PyObject *e = V("{i:i,i:y,i:O,i:y}", 'a', 200, 'b', "long", 'c', Py_None, 'd', "");
    SHOW(PyUnicode_AsCharmapString(S("abd"), e)); SHOW(PyUnicode_AsCharmapString(S("abc"), e)); SHOW(PyUnicode_AsCharmapString(S("az"), e)); SHOW(PyUnicode_AsCharmapString(S("\xe2\x82\xac"), e)); SHOW(PyUnicode_AsCharmapString(S("a\xc3\xa9"), NULL)); SHOW(PyUnicode_AsCharmapString(S("a"), V("{i:i}", 'a', 256))); SHOW(PyUnicode_AsCharmapString(S("a"), V("{i:s}", 'a', "x"))); SHOW(PyUnicode_AsCharmapString(I("1"), e)); SHOW(PyUnicode_AsCharmapString(S(""), e)); SHOW(PyUnicode_AsCharmapString(S("a"), V("{i:i}", 'a', -1)));
    wchar_t table[257]; for (int i = 0; i < 256; i++) table[i] = i < 128 ? i : 0x400 + i; table[256] = 0; PyObject *t = PyUnicode_FromWideChar(table, 256), *m = PyUnicode_BuildEncodingMap(t); SAY("%s", m ? Py_TYPE(m)->tp_name : "NULL"); SHOW(PyUnicode_AsCharmapString(S("abc\xd2\x80\xd2\x81"), m)); SHOW(PyUnicode_AsCharmapString(S("\xe2\x82\xac"), m)); if (m) SHOW(M(Py_NewRef(m), "size", NULL)); SHOW(PyUnicode_BuildEncodingMap(I("1"))); SHOW(PyUnicode_BuildEncodingMap(S("ab"))); SHOW(PyUnicode_DecodeCharmap("a\x80\xff", 3, t, NULL)); table[5] = 0x1f600; SHOW(PyUnicode_DecodeCharmap("\5\6", 2, PyUnicode_FromWideChar(table, 256), NULL));
    PyObject *m2 = PyUnicode_BuildEncodingMap(PyUnicode_FromWideChar(table, 256)); SAY("%s", m2 ? Py_TYPE(m2)->tp_name : "NULL"); if (m2) SHOW_INT(PyObject_Size(m2));
}
TEST(locale_) {
    SHOW(PyUnicode_DecodeLocale("abc", NULL)); SHOW(PyUnicode_DecodeLocale("abc", "strict")); SHOW(PyUnicode_DecodeLocale("abc", "surrogateescape")); SHOW(PyUnicode_DecodeLocale("abc", "replace")); SHOW(PyUnicode_DecodeLocaleAndSize("abc", 3, "strict")); SHOW(PyUnicode_DecodeLocaleAndSize("a\0c", 3, "strict")); SHOW(PyUnicode_DecodeLocaleAndSize("abc", 2, "strict")); SHOW(PyUnicode_EncodeLocale(S("abc"), NULL)); SHOW(PyUnicode_EncodeLocale(S("abc"), "surrogateescape")); SHOW(PyUnicode_EncodeLocale(S("abc"), "ignore")); SHOW(PyUnicode_EncodeLocale(PyUnicode_FromStringAndSize("a\0b", 3), NULL)); SHOW(PyUnicode_EncodeLocale(I("1"), NULL));
}
