/* Methods over many generated strings of all widths: a checksum of the results a method, so that a difference anywhere shows. */
#include "harness.h"
static unsigned long long state;
static unsigned rnd(unsigned n) { state = state * 6364136223846793005ULL + 1442695040888963407ULL; return (unsigned)(state >> 33) % n; }
static const Py_UCS4 alphabet[] = {'a', 'b', 'A', ' ', '\t', '\n', '\r', '0', '9', '-', '+', ',', '_', '%', '{', '}', '\\', '\'', '"', 0x7f, 0x85, 0xa0, 0xdf, 0xe9, 0xb5, 0xff, 0x130, 0x131, 0x1c5, 0x3a3, 0x3c2, 0x3c3, 0x301, 0x660, 0x2003, 0x2028, 0x20ac, 0xd800, 0xdc80, 0xdcff, 0xfb00, 0xffff, 0x10400, 0x10428, 0x1f600, 0x10ffff, 0};
static PyObject *text(int longest) {
    int n = rnd(longest + 1), span = (int[]){3, 19, 26, 42, 46}[rnd(5)], low = rnd(4) ? 0 : rnd(span);
    Py_UCS4 buffer[80];
    for (int i = 0; i < n; i++) buffer[i] = alphabet[low + rnd(span - low)];
    return MUST(PyUnicode_FromKindAndData(4, buffer, n));
}
/* Folds a result, or what was raised, into a sum. */
static void fold(unsigned long long *sum, PyObject *result) {
    PyObject *shown = NULL;
    if (result) {
        shown = PyObject_ASCII(result);
        if (PyUnicode_Check(result)) *sum = *sum * 31 + PyUnicode_KIND(result) * 2 + PyUnicode_IS_ASCII(result);
    } else {
        PyObject *exc = PyErr_GetRaisedException();
        if (exc) { PyObject *s = PyObject_Str(exc); if (s) { shown = PyUnicode_FromFormat("%s: %A", Py_TYPE(exc)->tp_name, s); Py_DECREF(s); } Py_DECREF(exc); }
    }
    PyErr_Clear();
    *sum = *sum * 1000003 + (shown ? (unsigned long long)PyObject_Hash(shown) : 77);
    Py_XDECREF(shown); Py_XDECREF(result);
}
static const char *plain[] = {"lower", "upper", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "isalpha", "isalnum", "isdecimal", "isdigit", "isnumeric", "isspace", "isidentifier", "isprintable", "isascii", "isupper", "islower", "istitle", "expandtabs", "__repr__", "__hash__", "__len__", "__getnewargs__", "__sizeof__", NULL};
TEST(without_arguments) {
    for (int m = 0; plain[m]; m++) { unsigned long long sum = 0; state = m; for (int i = 0; i < 1500; i++) fold(&sum, M(text(24), plain[m], NULL)); printf("%s %llx\n", plain[m], sum); }
}
static const char *with_text[] = {"strip", "lstrip", "rstrip", "partition", "rpartition", "split", "rsplit", "find", "rfind", "index", "rindex", "count", "startswith", "endswith", "removeprefix", "removesuffix", "__add__", "__contains__", "__eq__", "__lt__", "__ge__", "__mod__", "join", "__format__", NULL};
TEST(with_a_text) {
    for (int m = 0; with_text[m]; m++) { unsigned long long sum = 0; state = m + 100; for (int i = 0; i < 1500; i++) { PyObject *arg = text(i % 5 ? 2 : 6); fold(&sum, M(text(24), with_text[m], "(N)", arg)); } printf("%s %llx\n", with_text[m], sum); }
}
TEST(replace) {
    for (int part = 0; part < 10; part++) { unsigned long long sum = 0; state = part + 200; for (int i = 0; i < 600; i++) { PyObject *old = text(part % 3), *new = text(3); int limit = rnd(5) - 1; PyObject *o = text(30); fold(&sum, M(o, "replace", "(NNi)", old, new, limit)); } printf("%d %llx\n", part, sum); }
}
TEST(ranges) {
    static const char *names[] = {"find", "rfind", "count", "startswith", "endswith", "index"};
    for (int m = 0; m < 6; m++) { unsigned long long sum = 0; state = m + 300; for (int i = 0; i < 1500; i++) { PyObject *part = text(2); int a = rnd(30) - 15, b = rnd(30) - 15; fold(&sum, M(text(12), names[m], "(Nii)", part, a, b)); } printf("%s %llx\n", names[m], sum); }
}
TEST(limits) {
    for (int m = 0; m < 4; m++) { unsigned long long sum = 0; state = m + 400; for (int i = 0; i < 1500; i++) { PyObject *o = text(24), *sep = m < 2 ? Py_NewRef(Py_None) : text(2); int limit = rnd(6) - 1; fold(&sum, M(o, m % 2 ? "split" : "rsplit", "(Ni)", sep, limit)); } printf("%d %llx\n", m, sum); }
    unsigned long long sum = 0; state = 9; for (int i = 0; i < 1500; i++) { PyObject *o = text(24); int keep = rnd(2); fold(&sum, M(o, "splitlines", "(i)", keep)); } printf("%llx\n", sum);
    sum = 0; for (int i = 0; i < 1500; i++) { PyObject *o = text(24); int tab = rnd(12) - 1; fold(&sum, M(o, "expandtabs", "(i)", tab)); } printf("%llx\n", sum);
}
TEST(widths) {
    static const char *names[] = {"center", "ljust", "rjust"};
    for (int m = 0; m < 3; m++) { unsigned long long sum = 0; state = m + 500; for (int i = 0; i < 1500; i++) { PyObject *o = text(12), *fill = text(1); int width = rnd(24); fold(&sum, M(o, names[m], "(iN)", width, fill)); } printf("%s %llx\n", names[m], sum); }
    unsigned long long sum = 0; for (int i = 0; i < 1500; i++) { PyObject *o = text(12); int width = rnd(24); fold(&sum, M(o, "zfill", "(i)", width)); } printf("zfill %llx\n", sum);
    sum = 0; for (int i = 0; i < 1500; i++) { PyObject *o = text(6); int n = rnd(6) - 1; fold(&sum, M(o, "__mul__", "(i)", n)); } printf("mul %llx\n", sum);
}
TEST(slices) {
    unsigned long long sum = 0; state = 600;
    for (int i = 0; i < 4000; i++) { PyObject *bounds[3]; for (int b = 0; b < 3; b++) bounds[b] = rnd(4) ? PyLong_FromLong((int)rnd(16) - 8) : Py_NewRef(Py_None); fold(&sum, M(text(10), "__getitem__", "(N)", PySlice_New(bounds[0], bounds[1], bounds[2]))); for (int b = 0; b < 3; b++) Py_DECREF(bounds[b]); }
    printf("%llx\n", sum); sum = 0;
    for (int i = 0; i < 2000; i++) { PyObject *o = text(10); int at = rnd(24) - 12; fold(&sum, M(o, "__getitem__", "(i)", at)); } printf("%llx\n", sum); sum = 0;
    for (int i = 0; i < 2000; i++) { PyObject *o = text(10); Py_ssize_t a = rnd(12), b = rnd(12); fold(&sum, PyUnicode_Substring(o, a, b)); Py_DECREF(o); } printf("%llx\n", sum);
}
TEST(encode) {
    static const char *encodings[] = {"utf-8", "ascii", "latin-1", "utf-16", "utf-32"}, *handlers[] = {"strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "surrogateescape", "surrogatepass"};
    for (int e = 0; e < 5; e++) for (int h = 0; h < 8; h++) { unsigned long long sum = 0; state = e * 8 + h; for (int i = 0; i < 400; i++) { PyObject *o = text(16); fold(&sum, PyUnicode_AsEncodedString(o, encodings[e], handlers[h])); Py_DECREF(o); } printf("%s %s %llx\n", encodings[e], handlers[h], sum); }
    unsigned long long sum = 0; for (int i = 0; i < 2000; i++) { PyObject *o = text(16); fold(&sum, PyUnicode_AsUnicodeEscapeString(o)); fold(&sum, PyUnicode_AsRawUnicodeEscapeString(o)); Py_DECREF(o); } printf("escapes %llx\n", sum);
}
static int bytes(char *out, int kind) {
    static const unsigned char odd[] = {0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xc3, 0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff, 0xd8, 0xdc, 0xde, 0xfe};
    static const char escapes[] = "\\\\\\\\xuUN{}0123456789abcdefz ", sevens[] = "+++-ABIKwwOkA/2D3eAA. !~\\\xe9";
    int n = rnd(14);
    for (int i = 0; i < n; i++) out[i] = kind == 0 ? odd[rnd(26)] : kind == 1 ? escapes[rnd(28)] : kind == 2 ? sevens[rnd(26)] : odd[rnd(4) ? 0 : rnd(26)];
    return n;
}
TEST(decode) {
    static const char *handlers[] = {NULL, "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"};
    for (int d = 0; d < 9; d++) for (int h = 0; h < 6; h++) {
        unsigned long long sum = 0; state = d * 6 + h + 700; char in[16];
        for (int i = 0; i < 1200; i++) {
            int n = bytes(in, d == 3 || d == 4 ? 1 : d == 5 ? 2 : d >= 6 ? (i & 1) * 3 : 0), order = (int)rnd(3) - 1; Py_ssize_t used = -1;
            PyObject *r = d == 0 ? PyUnicode_DecodeUTF8(in, n, handlers[h]) : d == 1 ? PyUnicode_DecodeUTF8Stateful(in, n, handlers[h], &used) : d == 2 ? PyUnicode_DecodeASCII(in, n, handlers[h]) : d == 3 ? PyUnicode_DecodeUnicodeEscape(in, n, handlers[h]) : d == 4 ? PyUnicode_DecodeRawUnicodeEscape(in, n, handlers[h]) : d == 5 ? (i & 1 ? PyUnicode_DecodeUTF7(in, n, handlers[h]) : PyUnicode_DecodeUTF7Stateful(in, n, handlers[h], &used)) : d == 6 ? PyUnicode_DecodeUTF16(in, n, handlers[h], &order) : d == 7 ? PyUnicode_DecodeUTF16Stateful(in, n, handlers[h], &order, &used) : PyUnicode_DecodeUTF32Stateful(in, n, handlers[h], &order, i % 3 ? &used : NULL);
            fold(&sum, r); sum = sum * 7 + used + order;
        }
        printf("%d %s %llx\n", d, handlers[h] ? handlers[h] : "strict", sum);
    }
}
TEST(percent) {
    static const char letters[] = "sradiuoxXeEfFgGc%y", *flags[] = {"", "-", "+", " ", "#", "0", "-0", "+0", "#0", "- #"}, *widths[] = {"", "1", "5", "12"}, *precisions[] = {"", ".", ".0", ".2", ".9"};
    PyObject *values[] = {I("0"), I("-17"), I("123456789012345678901"), F(0.0), F(-2.5), F(1e22), S("text"), S("\xe2\x82\xac"), Py_True, Py_None};
    for (int l = 0; letters[l]; l++) { unsigned long long sum = 0; state = l;
        for (int f = 0; f < 10; f++) for (int w = 0; w < 4; w++) for (int p = 0; p < 5; p++) for (int v = 0; v < 10; v++) { PyObject *format = PyUnicode_FromFormat("<%%%s%s%s%c>", flags[f], widths[w], precisions[p], letters[l]); PyObject *args = PyTuple_Pack(1, values[v]); fold(&sum, PyUnicode_Format(format, args)); Py_DECREF(format); Py_DECREF(args); }
        printf("%c %llx\n", letters[l], sum); }
}
TEST(format_strings) {
    unsigned long long sum = 0; state = 900; static const char pieces[] = "{}{}{}0:!rs[].a1^>5 ";
    PyObject *args = V("(isd[ii])", 5, "x", 1.5, 7, 8);
    for (int i = 0; i < 6000; i++) { char in[16]; int n = rnd(12); for (int k = 0; k < n; k++) in[k] = pieces[rnd(sizeof pieces - 1)]; PyObject *m = PyObject_GetAttrString(MUST(PyUnicode_FromStringAndSize(in, n)), "format"); fold(&sum, PyObject_Call(m, args, NULL)); Py_XDECREF(m); if (i % 1000 == 999) printf("%llx\n", sum); }
}
