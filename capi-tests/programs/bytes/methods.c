/* The methods that bytes and bytearray share, on both. */
#include "harness.h"

static PyTypeObject *kind;
/* A bytes or bytearray of the text, as the running test wants it. */
static PyObject *N(const char *text, Py_ssize_t n) {
    return MUST(kind == &PyBytes_Type ? PyBytes_FromStringAndSize(text, n) : PyByteArray_FromStringAndSize(text, n));
}
static PyObject *B(const char *text) { return N(text, strlen(text)); }
#define BOTH(name) \
    static void both_##name(void); \
    TEST(bytes_##name) { kind = &PyBytes_Type; both_##name(); } \
    TEST(bytearray_##name) { kind = &PyByteArray_Type; both_##name(); } \
    static void both_##name(void)
#define X(text, ...) SHOW(M(B(text), __VA_ARGS__))

BOTH(find) {
    X("hello", "find", "(y)", "l");
    X("hello", "find", "(y)", "lo");
    X("hello", "find", "(y)", "x");
    X("hello", "find", "(y)", "");
    X("hello", "find", "(yi)", "", 5);
    X("hello", "find", "(yi)", "", 6);
    X("hello", "find", "(yi)", "l", 3);
    X("hello", "find", "(yii)", "l", 0, 2);
    X("hello", "find", "(yii)", "l", -2, -1);
    X("hello", "find", "(yii)", "l", -100, 100);
    X("hello", "find", "(yOO)", "l", Py_None, Py_None);
    X("hello", "find", "(yOO)", "l", I("-100000000000000000000000"), I("100000000000000000000000"));
    X("hello", "find", "(i)", 'l');
    X("hello", "find", "(i)", 256);
    X("hello", "find", "(i)", -1);
    X("hello", "find", "(O)", I("99999999999999999999"));
    X("hello", "find", "(s)", "l");
    X("hello", "find", "(d)", 1.0);
    X("hello", "find", "()");
    X("hello", "find", "(yiii)", "l", 0, 1, 2);
    X("hello", "find", "(ys)", "l", "x");
    X("hello", "find", "(N)", PyByteArray_FromStringAndSize("ll", 2));
    X("hello", "find", "(N)", PyMemoryView_FromObject(PyBytes_FromString("llo")));
    X("hello", "rfind", "(y)", "l");
    X("hello", "rfind", "(y)", "");
    X("hello", "rfind", "(yii)", "l", 0, 3);
    X("hello", "rfind", "(y)", "hello!");
    X("hello", "rfind", "(i)", 'l');
    X("hello", "rfind", "(s)", "l");
    X("hello", "index", "(y)", "l");
    X("hello", "index", "(y)", "x");
    X("hello", "index", "(i)", 'x');
    X("hello", "rindex", "(y)", "l");
    X("hello", "rindex", "(y)", "x");
    X("hello", "rindex", "(yii)", "l", 4, 2);
    X("", "find", "(y)", "");
    X("", "rfind", "(y)", "");
    X("", "find", "(y)", "a");
    X("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "find", "(y)", "aaaab");
    X("abababababababababababababababc", "rfind", "(y)", "abababab");
}
BOTH(count) {
    X("banana", "count", "(y)", "a");
    X("banana", "count", "(y)", "an");
    X("banana", "count", "(y)", "ana");
    X("banana", "count", "(y)", "");
    X("banana", "count", "(yi)", "", 4);
    X("banana", "count", "(yi)", "", 6);
    X("banana", "count", "(yi)", "", 7);
    X("banana", "count", "(i)", 'a');
    X("banana", "count", "(i)", 300);
    X("banana", "count", "(yii)", "a", 2, 4);
    X("banana", "count", "(yi)", "a", -1);
    X("banana", "count", "(s)", "a");
    X("banana", "count", "()");
    X("aaaa", "count", "(y)", "aa");
    X("", "count", "(y)", "");
    X("", "count", "(y)", "x");
}
BOTH(startswith_endswith) {
    X("hello", "startswith", "(y)", "he");
    X("hello", "startswith", "(y)", "lo");
    X("hello", "startswith", "(y)", "");
    X("hello", "startswith", "(yi)", "ll", 2);
    X("hello", "startswith", "(yi)", "", 5);
    X("hello", "startswith", "(yi)", "", 6);
    X("hello", "startswith", "(yii)", "llo", 2, 4);
    X("hello", "startswith", "((yy))", "x", "he");
    X("hello", "startswith", "((yy))", "x", "y");
    X("hello", "startswith", "(())");
    X("hello", "startswith", "((ys))", "x", "he");
    X("hello", "startswith", "((ys))", "he", "x");
    X("hello", "startswith", "(s)", "he");
    X("hello", "startswith", "([y])", "he");
    X("hello", "startswith", "(i)", 104);
    X("hello", "startswith", "()");
    X("hello", "endswith", "(y)", "lo");
    X("hello", "endswith", "(y)", "he");
    X("hello", "endswith", "(y)", "hello");
    X("hello", "endswith", "(y)", "xhello");
    X("hello", "endswith", "(y)", "");
    X("hello", "endswith", "(yii)", "l", 0, 3);
    X("hello", "endswith", "(yii)", "l", 0, -1);
    X("hello", "endswith", "((yN))", "x", PyByteArray_FromStringAndSize("lo", 2));
    X("hello", "endswith", "(s)", "lo");
    X("hello", "endswith", "(O)", Py_None);
}
BOTH(predicates) {
    const char *names[] = {"isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper"};
    const char *texts[] = {"", "abc", "ABC", "Abc Def", "aBc", "123", "12a", " \t\n\r\v\f", " x", "\xe9", "\x80\xff", "A1 B2", "Ab1Cd", "a_b", "hello World", "\x1c\x1d"};
    for (int i = 0; i < 8; i++) {
        printf("%s:", names[i]);
        for (int j = 0; j < (int)(sizeof texts / sizeof *texts); j++) {
            PyObject *r = M(B(texts[j]), names[i], NULL);
            printf(" %d", r == Py_True);
        }
        printf("\n");
    }
    X("a", "isalpha", "(i)", 1);
    int counts[8] = {0};
    for (int c = 0; c < 256; c++)
        for (int i = 0; i < 8; i++) { char b = (char)c; counts[i] += M(N(&b, 1), names[i], NULL) == Py_True; }
    for (int i = 0; i < 8; i++) printf("%s %d\n", names[i], counts[i]);
}
BOTH(case) {
    X("Hello WORLD 1\xe9", "lower", NULL);
    X("Hello world 1\xe9", "upper", NULL);
    X("hello WORLD it's 3d", "title", NULL);
    X("hELLO wORLD", "capitalize", NULL);
    X("1hELLO", "capitalize", NULL);
    X("Hello World\xc0", "swapcase", NULL);
    X("", "lower", NULL); X("", "upper", NULL); X("", "title", NULL); X("", "capitalize", NULL); X("", "swapcase", NULL);
    X("a", "upper", "(i)", 1);
}
BOTH(split) {
    X("a,b,c", "split", "(y)", ",");
    X("a,b,c", "split", "(yi)", ",", 1);
    X("a,b,c", "split", "(yi)", ",", 0);
    X("a,b,c", "split", "(yi)", ",", -1);
    X("a,b,c", "split", "(yi)", ",", 100);
    X(",a,,b,", "split", "(y)", ",");
    X("a<>b<>c", "split", "(y)", "<>");
    X("a<>b<>c", "split", "(yi)", "<>", 1);
    X("abc", "split", "(y)", "x");
    X("abc", "split", "(y)", "xyzw");
    X("", "split", "(y)", ",");
    X("", "split", NULL);
    X("  a  b c ", "split", NULL);
    X("  a  b c ", "split", "(Oi)", Py_None, 1);
    X("  a  b c ", "split", "(Oi)", Py_None, 0);
    X("  a  b c  ", "split", "(Oi)", Py_None, 2);
    X("  a  b c  ", "split", "(Oi)", Py_None, 3);
    X("a\tb\nc\rd\ve\ff g", "split", NULL);
    X("a\x1c" "b", "split", NULL);
    X("   ", "split", NULL);
    X("abc", "split", "(y)", "");
    X("abc", "split", "(s)", ",");
    X("abc", "split", "(i)", 1);
    X("abc", "split", "(ys)", ",", "x");
    X("abc", "split", "(yii)", ",", 1, 2);
    X("a,b", "split", "(N)", PyByteArray_FromStringAndSize(",", 1));
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a b c"), "split"), PyTuple_New(0), V("{s:i}", "maxsplit", 1)));
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a b c"), "split"), PyTuple_New(0), V("{s:y}", "sep", "b")));
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a b c"), "split"), PyTuple_New(0), V("{s:y}", "nope", "b")));
    X("a,b,c", "rsplit", "(y)", ",");
    X("a,b,c", "rsplit", "(yi)", ",", 1);
    X("a,b,c", "rsplit", "(yi)", ",", 0);
    X(",a,,b,", "rsplit", "(y)", ",");
    X("a<>b<>c", "rsplit", "(yi)", "<>", 1);
    X("aaa", "rsplit", "(yi)", "aa", 1);
    X("aaa", "split", "(yi)", "aa", 1);
    X("  a  b c ", "rsplit", NULL);
    X("  a  b c ", "rsplit", "(Oi)", Py_None, 1);
    X("  a  b c ", "rsplit", "(Oi)", Py_None, 0);
    X("  a  b c ", "rsplit", "(Oi)", Py_None, 2);
    X("abc", "rsplit", "(y)", "");
    X("abc", "rsplit", "(s)", ",");
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a b c"), "rsplit"), PyTuple_New(0), V("{s:i}", "maxsplit", 1)));
    PyObject *whole = B("abc"), *parts = M(Py_NewRef(whole), "split", "(y)", ",");
    SHOW_INT(PyList_GET_ITEM(parts, 0) == whole);
    parts = M(Py_NewRef(whole), "split", NULL);
    SHOW_INT(PyList_GET_ITEM(parts, 0) == whole);
    SHOW_INT(Py_TYPE(PyList_GET_ITEM(parts, 0)) == kind);
    X("a b c d e f g h i j k l m n o p q r s t", "split", NULL);
    X("a b c d e f g h i j k l m n o p q r s t", "rsplit", NULL);
    X("a b c d e f g h i j k l m n o p q r s t", "rsplit", "(y)", " ");
}
BOTH(splitlines) {
    X("a\nb\r\nc\rd", "splitlines", NULL);
    X("a\nb\r\nc\rd", "splitlines", "(i)", 1);
    X("a\nb\n", "splitlines", NULL);
    X("a\nb\n", "splitlines", "(O)", Py_True);
    X("\n\n", "splitlines", NULL);
    X("\r\n\r", "splitlines", "(i)", 1);
    X("", "splitlines", NULL);
    X("a\x0b" "b\x0c" "c\x1c\x85", "splitlines", NULL);
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a\nb"), "splitlines"), PyTuple_New(0), V("{s:i}", "keepends", 1)));
    X("a", "splitlines", "(ii)", 1, 2);
    X("a\nb", "splitlines", "(s)", "yes");
}
BOTH(partition) {
    X("a=b=c", "partition", "(y)", "=");
    X("a=b=c", "rpartition", "(y)", "=");
    X("abc", "partition", "(y)", "=");
    X("abc", "rpartition", "(y)", "=");
    X("=abc", "partition", "(y)", "=");
    X("abc=", "rpartition", "(y)", "=");
    X("a::b", "partition", "(y)", "::");
    X("", "partition", "(y)", "x");
    X("abc", "partition", "(y)", "");
    X("abc", "rpartition", "(y)", "");
    X("abc", "partition", "(s)", "b");
    X("abc", "partition", "(i)", 1);
    X("abc", "partition", "(O)", Py_None);
    X("abc", "partition", "()");
    X("abc", "partition", "(N)", PyByteArray_FromStringAndSize("b", 1));
    SHOW(PySequence_GetItem(M(B("abc"), "rpartition", "(N)", PyMemoryView_FromObject(PyBytes_FromString("b"))), 2));
    PyObject *whole = B("abc"), *p = M(Py_NewRef(whole), "partition", "(y)", "=");
    SHOW_INT(PyTuple_GET_ITEM(p, 0) == whole);
    p = M(Py_NewRef(whole), "rpartition", "(y)", "=");
    SHOW_INT(PyTuple_GET_ITEM(p, 2) == whole);
}
BOTH(strip) {
    X("  x y  ", "strip", NULL);
    X("  x y  ", "lstrip", NULL);
    X("  x y  ", "rstrip", NULL);
    X(" \t\n\r\v\fx\x1c", "strip", NULL);
    X("xxabcxx", "strip", "(y)", "x");
    X("xyabcyx", "strip", "(y)", "xy");
    X("xyabcyx", "lstrip", "(y)", "yx");
    X("xyabcyx", "rstrip", "(y)", "yx");
    X("abc", "strip", "(y)", "");
    X("abc", "strip", "(O)", Py_None);
    X("xxx", "strip", "(y)", "x");
    X("", "strip", NULL);
    X("abc", "strip", "(s)", "a");
    X("abc", "strip", "(i)", 1);
    X("abc", "strip", "(yy)", "a", "b");
    X("abcba", "strip", "(N)", PyByteArray_FromStringAndSize("a", 1));
    PyObject *whole = B("abc");
    SHOW_INT(M(Py_NewRef(whole), "strip", NULL) == whole);
    X("prefix-x", "removeprefix", "(y)", "prefix-");
    X("prefix-x", "removeprefix", "(y)", "fix");
    X("prefix-x", "removeprefix", "(y)", "");
    X("x", "removeprefix", "(y)", "xyz");
    X("x.py", "removesuffix", "(y)", ".py");
    X("x.py", "removesuffix", "(y)", ".p");
    X("x.py", "removesuffix", "(y)", "");
    X("x.py", "removesuffix", "(s)", "y");
    X("x.py", "removeprefix", "(s)", "y");
    X("x.py", "removeprefix", "(i)", 1);
    SHOW_INT(M(Py_NewRef(whole), "removeprefix", "(y)", "z") == whole);
    SHOW_INT(M(Py_NewRef(whole), "removesuffix", "(y)", "z") == whole);
}
BOTH(replace) {
    X("banana", "replace", "(yy)", "a", "o");
    X("banana", "replace", "(yyi)", "a", "o", 2);
    X("banana", "replace", "(yyi)", "a", "o", 0);
    X("banana", "replace", "(yyi)", "a", "o", -1);
    X("banana", "replace", "(yy)", "an", "AN");
    X("banana", "replace", "(yy)", "an", "");
    X("banana", "replace", "(yy)", "a", "");
    X("banana", "replace", "(yyi)", "a", "", 1);
    X("banana", "replace", "(yy)", "a", "xyz");
    X("banana", "replace", "(yy)", "an", "xyz");
    X("banana", "replace", "(yyi)", "an", "xyz", 1);
    X("banana", "replace", "(yy)", "", "-");
    X("banana", "replace", "(yyi)", "", "-", 3);
    X("banana", "replace", "(yyi)", "", "-", 1);
    X("banana", "replace", "(yy)", "", "");
    X("banana", "replace", "(yy)", "q", "z");
    X("banana", "replace", "(yy)", "banana", "x");
    X("banana", "replace", "(yy)", "bananas", "x");
    X("", "replace", "(yy)", "", "x");
    X("", "replace", "(yy)", "a", "x");
    X("", "replace", "(yyi)", "", "x", 0);
    X("banana", "replace", "(ss)", "a", "b");
    X("banana", "replace", "(ys)", "a", "b");
    X("banana", "replace", "(y)", "a");
    X("banana", "replace", "(yyy)", "a", "b", "c");
    X("banana", "replace", "(NN)", PyByteArray_FromStringAndSize("n", 1), PyMemoryView_FromObject(PyBytes_FromString("NN")));
    PyObject *whole = B("abc");
    SHOW_INT(M(Py_NewRef(whole), "replace", "(yy)", "z", "y") == whole);
    SHOW(PyObject_Call(PyObject_GetAttrString(whole, "replace"), V("(yy)", "a", "b"), V("{s:i}", "count", 1)));
}
BOTH(padding) {
    X("ab", "center", "(i)", 7); X("ab", "center", "(i)", 6); X("abc", "center", "(i)", 6); X("ab", "center", "(i)", 1); X("ab", "center", "(i)", -5);
    X("ab", "center", "(iy)", 7, "*"); X("ab", "ljust", "(iy)", 7, "*"); X("ab", "rjust", "(iy)", 7, "*");
    X("ab", "ljust", "(i)", 5); X("ab", "rjust", "(i)", 5);
    X("ab", "ljust", "(iy)", 5, "xy"); X("ab", "ljust", "(is)", 5, "x"); X("ab", "ljust", "(iN)", 5, PyByteArray_FromStringAndSize("q", 1));
    X("ab", "ljust", "(iN)", 5, PyByteArray_FromStringAndSize("qq", 2)); X("ab", "center", "(ii)", 5, 3); X("ab", "rjust", "(iy)", 5, "");
    X("ab", "ljust", "(s)", "x"); X("ab", "ljust", NULL); X("", "center", "(iy)", 3, "-");
    X("42", "zfill", "(i)", 5); X("-42", "zfill", "(i)", 5); X("+42", "zfill", "(i)", 5); X("42", "zfill", "(i)", 1); X("", "zfill", "(i)", 3); X("-", "zfill", "(i)", 3); X("x-1", "zfill", "(i)", 6);
    X("42", "zfill", "(s)", "x");
    X("ab", "ljust", "(O)", I("99999999999999999999999"));
    X("ab", "center", "(O)", I("9223372036854775807"));
    X("ab", "zfill", "(O)", I("9223372036854775807"));
    PyObject *whole = B("abc");
    SHOW_INT(M(Py_NewRef(whole), "ljust", "(i)", 2) == whole);
    SHOW_INT(M(Py_NewRef(whole), "zfill", "(i)", 2) == whole);
    X("a\tb", "expandtabs", NULL); X("a\tb", "expandtabs", "(i)", 4); X("a\tb", "expandtabs", "(i)", 0); X("a\tb", "expandtabs", "(i)", -1); X("a\tb", "expandtabs", "(i)", 1);
    X("ab\tc\n\td\r\te", "expandtabs", "(i)", 4); X("abcdefgh\ti", "expandtabs", NULL); X("", "expandtabs", NULL); X("\t", "expandtabs", "(i)", 2147483647 / 1000000);
    X("a\tb", "expandtabs", "(s)", "x");
    SHOW(PyObject_Call(PyObject_GetAttrString(B("a\tb"), "expandtabs"), PyTuple_New(0), V("{s:i}", "tabsize", 3)));
    X("a\tb", "expandtabs", "(O)", I("99999999999"));
}
BOTH(hex) {
    X("\x01\xab\xff z", "hex", NULL);
    X("", "hex", NULL);
    X("abcdef", "hex", "(s)", ":");
    X("abcdef", "hex", "(si)", ":", 2);
    X("abcde", "hex", "(si)", ":", 2);
    X("abcde", "hex", "(si)", ":", -2);
    X("abcde", "hex", "(si)", ":", 0);
    X("abcde", "hex", "(si)", ":", 5);
    X("abcde", "hex", "(si)", ":", 100);
    X("abcde", "hex", "(si)", ":", -100);
    X("abcde", "hex", "(y)", ":");
    X("abcde", "hex", "(s)", "::");
    X("abcde", "hex", "(s)", "");
    X("abcde", "hex", "(y)", "");
    X("abcde", "hex", "(s)", "\xc3\xa9");
    X("abcde", "hex", "(y)", "\xe9");
    X("abcde", "hex", "(i)", 3);
    X("abcde", "hex", "(O)", Py_None);
    SHOW(PyObject_Call(PyObject_GetAttrString(B("abcd"), "hex"), PyTuple_New(0), V("{s:s,s:i}", "sep", "-", "bytes_per_sep", 2)));
    SHOW(PyObject_Call(PyObject_GetAttrString(B("abcd"), "hex"), PyTuple_New(0), V("{s:i}", "bytes_per_sep", 2)));
}
BOTH(fromhex) {
    PyObject *f = PyObject_GetAttrString((PyObject *)kind, "fromhex");
    SHOW(C(f, "(s)", "00ff10"));
    SHOW(C(f, "(s)", " 00 FF\t10\n"));
    SHOW(C(f, "(s)", ""));
    SHOW(C(f, "(s)", "  "));
    SHOW(C(f, "(s)", "0"));
    SHOW(C(f, "(s)", "000"));
    SHOW(C(f, "(s)", "0 0"));
    SHOW(C(f, "(s)", "zz"));
    SHOW(C(f, "(s)", "00 0g"));
    SHOW(C(f, "(s)", "00\xc3\xa9"));
    SHOW(C(f, "(s)", "00 \xc3\xa9"));
    SHOW(C(f, "(s)", "00\xe2\x82\xac"));
    SHOW(C(f, "(y)", "00ff"));
    SHOW(C(f, "(y)", "00fg"));
    SHOW(C(f, "(N)", PyByteArray_FromStringAndSize("0a0b", 4)));
    SHOW(C(f, "(N)", PyMemoryView_FromObject(PyBytes_FromString("0c"))));
    SHOW(C(f, "(i)", 1));
    SHOW(C(f, "(O)", Py_None));
    SHOW(C(f, NULL));
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", kind);
    PyObject *r = M(sub, "fromhex", "(s)", "4142");
    SAY("%s", Py_TYPE(r)->tp_name);
    SHOW(r);
}
BOTH(join) {
    X(", ", "join", "([yy])", "a", "b");
    X("", "join", "((yyy))", "a", "b", "c");
    X("-", "join", "([])");
    X("-", "join", "([y])", "only");
    X("-", "join", "(y)", "ab");
    X("-", "join", "([ys])", "a", "b");
    X("-", "join", "([yi])", "a", 3);
    X("-", "join", "(i)", 3);
    X("-", "join", "([yN])", "a", PyByteArray_FromStringAndSize("b", 1));
    X("-", "join", "(N)", PyObject_GetIter(V("[yy]", "x", "y")));
    X("-", "join", "()");
    PyObject *only = PyBytes_FromString("only"), *r = M(B("-"), "join", "([O])", only);
    SHOW_INT(r == only);
    SHOW_INT(Py_TYPE(r) == kind);
}
BOTH(translate) {
    char table[256];
    for (int i = 0; i < 256; i++) table[i] = (char)i;
    table['a'] = 'b'; table['n'] = '_';
    PyObject *t = PyBytes_FromStringAndSize(table, 256);
    X("banana", "translate", "(O)", t);
    X("banana", "translate", "(Oy)", t, "n");
    X("banana", "translate", "(Oy)", Py_None, "an");
    X("banana", "translate", "(Oy)", t, "");
    X("banana", "translate", "(O)", Py_None);
    X("banana", "translate", "(y)", "short");
    X("banana", "translate", "(s)", "x");
    X("banana", "translate", "(Os)", Py_None, "x");
    X("banana", "translate", "(i)", 3);
    X("", "translate", "(O)", t);
    SHOW(PyObject_Call(PyObject_GetAttrString(B("banana"), "translate"), V("(O)", Py_None), V("{s:y}", "delete", "b")));
    PyObject *whole = B("xyz");
    SHOW_INT(M(Py_NewRef(whole), "translate", "(O)", t) == whole);
    SHOW_INT(M(Py_NewRef(whole), "translate", "(Oy)", Py_None, "q") == whole);
    PyObject *mt = PyObject_GetAttrString((PyObject *)kind, "maketrans");
    PyObject *made = C(mt, "(yy)", "abc", "xyz");
    SHOW_INT(PyBytes_Size(made));
    SAY("%s", Py_TYPE(made)->tp_name);
    X("aabbcc-d", "translate", "(O)", made);
    SHOW(C(mt, "(yy)", "ab", "x"));
    SHOW(C(mt, "(ss)", "ab", "xy"));
    SHOW(C(mt, "(y)", "ab"));
    SHOW_INT(PyBytes_Size(C(mt, "(NN)", PyByteArray_FromStringAndSize("b", 1), PyByteArray_FromStringAndSize("c", 1))));
}
BOTH(decode) {
    X("abc", "decode", NULL);
    X("\xc3\xa9", "decode", "(s)", "utf-8");
    X("\xe9", "decode", "(s)", "latin-1");
    X("\xe9", "decode", "(ss)", "ascii", "replace");
    X("\xe9", "decode", "(ss)", "utf-8", "ignore");
    X("\xe9", "decode", "(s)", "ascii");
    X("\xe9" "a", "decode", NULL);
    X("abc", "decode", "(i)", 3);
    X("abc", "decode", "(ss)", "ascii", "nonexistent");
    SHOW(PyObject_Call(PyObject_GetAttrString(B("\xff"), "decode"), PyTuple_New(0), V("{s:s}", "errors", "replace")));
    SHOW(PyObject_Call(PyObject_GetAttrString(B("\xff"), "decode"), PyTuple_New(0), V("{s:s}", "encoding", "latin1")));
}
BOTH(decode_unknown) { X("abc", "decode", "(s)", "no-such-codec"); }
BOTH(subclass_results) {
    PyObject *sub = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", kind));
    const char *calls[] = {"lower", "strip", "title", "expandtabs", "swapcase", "__copy__"};
    for (int i = 0; i < 5; i++) {
        PyObject *o = C(sub, "(y)", "Abc");
        PyObject *r = M(Py_NewRef(o), calls[i], NULL);
        SAY("%s %s %d", calls[i], Py_TYPE(r)->tp_name, r == o);
    }
    PyObject *o = C(sub, "(y)", "abc");
    SAY("%s", Py_TYPE(M(Py_NewRef(o), "replace", "(yy)", "z", "q"))->tp_name);
    SAY("%s", Py_TYPE(M(Py_NewRef(o), "ljust", "(i)", 1))->tp_name);
    SAY("%s", Py_TYPE(M(Py_NewRef(o), "translate", "(O)", Py_None))->tp_name);
    SAY("%s", Py_TYPE(PyList_GET_ITEM(M(Py_NewRef(o), "split", NULL), 0))->tp_name);
    SAY("%s", Py_TYPE(PyTuple_GET_ITEM(M(Py_NewRef(o), "partition", "(y)", "z"), 0))->tp_name);
    SAY("%s", Py_TYPE(PySequence_Repeat(o, 1))->tp_name);
    SAY("%s", Py_TYPE(PySequence_GetSlice(o, 0, 3))->tp_name);
    SAY("%s", Py_TYPE(PySequence_Concat(o, PyBytes_FromString("")))->tp_name);
}
