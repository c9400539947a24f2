/* Every str method: ordinary, edge and bad arguments, and their messages. */
#include "harness.h"
#define m(text, name, ...) print_new(#text "." name " " #__VA_ARGS__, M(S(text), name, __VA_ARGS__))
#define E "\xc3\xa9"           /* e acute */
#define EURO "\xe2\x82\xac"
#define SMILE "\xf0\x9f\x98\x80"
#define HUGE_ PY_SSIZE_T_MAX

TEST(casing) {
    static const char *texts[] = {"", "hello World", "HELLO", "\xc3\x9f", "\xc3\x89t\xc3\xa9", "\xce\xa3\xce\xa3", "A\xce\xa3", "A\xce\xa3.", "A\xce\xa3 B", "\xef\xac\x80x", "\xc7\x85", "\xc7\x84zz", "it's a they're", "x1y 2z", "\xc4\xb0I\xc4\xb1i", "\xe1\xbe\xb3", "\xc2\xb5", "\xf0\x90\x90\x80\xf0\x90\x90\xa8", "\xc5\x89oo", "\xea\xad\xb0", "A\xc2\xad\xce\xa3", "\xce\xa3" "a", "\xc3\xbf", NULL};
    static const char *methods[] = {"lower", "upper", "title", "capitalize", "swapcase", "casefold", NULL};
    for (int i = 0; texts[i]; i++) for (int j = 0; methods[j]; j++) { printf("%s ", methods[j]); print_new(texts[i], M(S(texts[i]), methods[j], NULL)); }
    m("a", "lower", "(i)", 1); m("a", "upper", "(i)", 1);
}
TEST(predicates) {
    static const char *texts[] = {"", "abc", "ABC", "aBc", "Abc Def", "Abc def", "123", "\xc2\xb2", "\xc2\xbd", "\xd9\xa3", " \t\n", "\xe2\x80\x83", "a1", "_x", "1x", "\xc3\xa9", "\xe4\xb8\x80", "a\nb", "\xc7\x85", "A\xc7\x85", "a b", "\x7f", "\xc2\xa0", "\xf0\x9f\x98\x80", "x\xcc\x81", "\xe2\x84\x98", "\xc2\xb7", "a\xc2\xb7", "A1", "1", "True", NULL};
    static const char *methods[] = {"isalpha", "isalnum", "isdecimal", "isdigit", "isnumeric", "isspace", "isidentifier", "isprintable", "isascii", "isupper", "islower", "istitle", NULL};
    for (int i = 0; texts[i]; i++) {
        PyObject *o = S(texts[i]); printf("%s:", PyUnicode_AsUTF8(PyObject_Repr(o)));
        for (int j = 0; methods[j]; j++) { PyObject *r = M(Py_NewRef(o), methods[j], NULL); printf(" %d", r == Py_True); }
        printf(" %d\n", PyUnicode_IsIdentifier(o));
    }
    m("a", "isalpha", "(i)", 1);
}
TEST(all_code_points) {
    /* Each predicate and mapping over the whole of Unicode, as a checksum and as a count. */
    static const char *predicates[] = {"isalpha", "isalnum", "isdecimal", "isdigit", "isnumeric", "isspace", "isidentifier", "isprintable", "isupper", "islower", "istitle"};
    static const char *mappings[] = {"lower", "upper", "title", "swapcase", "casefold", "capitalize", "__repr__"};
    PyObject *names[18]; for (int i = 0; i < 11; i++) names[i] = S(predicates[i]); for (int i = 0; i < 7; i++) names[11 + i] = S(mappings[i]);
    unsigned long long sum[18] = {0}; long count[11] = {0};
    for (int c = 0; c <= 0x10ffff; c++) {
        PyObject *o = PyUnicode_FromOrdinal(c);
        for (int i = 0; i < 11; i++) { PyObject *r = PyObject_CallMethodNoArgs(o, names[i]); if (r == Py_True) { count[i]++; sum[i] = sum[i] * 31 + c; } Py_XDECREF(r); }
        for (int i = 0; i < 7; i++) { PyObject *r = PyObject_CallMethodNoArgs(o, names[11 + i]); sum[11 + i] = sum[11 + i] * 31 + (r ? PyObject_Hash(r) : -1); Py_XDECREF(r); }
        Py_DECREF(o);
    }
    for (int i = 0; i < 18; i++) printf("%s %llx %ld\n", i < 11 ? predicates[i] : mappings[i - 11], sum[i], i < 11 ? count[i] : 0);
}
TEST(find) {
    m("hello", "find", "(s)", "l"); m("hello", "find", "(s)", "xyz"); m("hello", "find", "(s)", ""); m("hello", "find", "(si)", "l", 3); m("hello", "find", "(sii)", "l", 3, 3); m("hello", "find", "(si)", "", 5); m("hello", "find", "(si)", "", 6); m("hello", "find", "(si)", "l", -2); m("hello", "find", "(sOO)", "l", Py_None, Py_None); m("hello", "find", "(sOi)", "l", Py_None, -3); m("hello", "find", "(sL)", "l", 1LL << 62); m("hello", "find", "(sO)", "l", I("99999999999999999999999")); m("hello", "find", "(sO)", "l", I("-99999999999999999999999"));
    m("hello", "rfind", "(s)", "l"); m("hello", "rfind", "(s)", ""); m("hello", "rfind", "(sii)", "l", 0, 3); m("hello", "rfind", "(sii)", "", 2, 4); m("hello", "rfind", "(s)", EURO);
    m("hello", "index", "(s)", "l"); m("hello", "index", "(s)", "q"); m("hello", "rindex", "(s)", "q"); m("hello", "rindex", "(s)", "l");
    m("hello", "count", "(s)", "l"); m("hello", "count", "(s)", ""); m("aaaa", "count", "(s)", "aa"); m("hello", "count", "(sii)", "l", 3, 9); m("hello", "count", "(si)", "", 6); m("", "count", "(s)", "");
    m("h" EURO "llo", "find", "(s)", "l"); m("h" EURO "llo" SMILE, "find", "(s)", SMILE); m("h" EURO "llo", "find", "(s)", SMILE); m("h" EURO "llo", "count", "(s)", "l"); m("h" EURO "ll" EURO, "rfind", "(s)", EURO); m("h" E "ll" E, "find", "(s)", "l" E); m("h" EURO "lo" EURO "lo", "rfind", "(s)", EURO "lo"); m(SMILE "ab" SMILE "ab", "count", "(s)", "ab"); m(SMILE "ab" SMILE "ab", "find", "(s)", "ab" SMILE);
    m("hello", "find", "(i)", 1); m("hello", "find", "()"); m("hello", "find", "(ss)", "l", "x"); m("hello", "find", "(siii)", "l", 1, 2, 3); m("hello", "index", "(O)", Py_None); m("hello", "count", "(i)", 3); m("hello", "rfind", "(i)", 3); m("hello", "rindex", "(i)", 3); m("hello", "count", "(sd)", "l", 1.5);
    m("hello", "startswith", "(s)", "he"); m("hello", "startswith", "(s)", ""); m("hello", "startswith", "(si)", "l", 2); m("hello", "startswith", "(sii)", "ll", 2, 3); m("hello", "startswith", "((ss))", "x", "he"); m("hello", "startswith", "(())"); m("hello", "startswith", "((si))", "x", 1); m("hello", "startswith", "(i)", 1); m("hello", "startswith", "([s])", "he"); m("hello", "startswith", "(si)", "", 5); m("hello", "startswith", "(si)", "", 6); m("hello", "startswith", "((si))", "he", 1);
    m("hello", "endswith", "(s)", "lo"); m("hello", "endswith", "(sii)", "l", 0, -1); m("hello", "endswith", "((sss))", "x", "y", "lo"); m("hello", "endswith", "(i)", 1); m("hello", "endswith", "((si))", "x", 1); m("h" EURO, "endswith", "(s)", EURO); m("he", "endswith", "(s)", EURO); m("hello", "endswith", "()"); m("hello", "endswith", "(siii)", "a", 1, 2, 3);
    m("hello", "__contains__", "(s)", "ell"); m("hello", "__contains__", "(s)", EURO); m("hello", "__contains__", "(i)", 1);
}
TEST(long_search) {
    /* Inputs that a careless search takes quadratic time for, or gets wrong at block boundaries. */
    for (int kind = 0; kind < 3; kind++) {
        Py_UCS4 letters[] = {'a', 0x100, 0x10400}; Py_UCS4 c = letters[kind];
        PyObject *a = PyUnicode_New(50000, c), *n = PyUnicode_New(2000, c); PyUnicode_Fill(a, 0, 50000, c); PyUnicode_Fill(n, 0, 2000, c);
        PyUnicode_WriteChar(n, 1000, 'b');
        SHOW_INT(PyUnicode_Find(a, n, 0, HUGE_, 1)); SHOW_INT(PyUnicode_Find(a, n, 0, HUGE_, -1)); SHOW_INT(PyUnicode_Count(a, n, 0, HUGE_));
        PyUnicode_WriteChar(a, 41000, 'b'); SHOW_INT(PyUnicode_Find(a, n, 0, HUGE_, 1)); SHOW_INT(PyUnicode_Find(a, n, 0, HUGE_, -1)); SHOW_INT(PyUnicode_Count(a, n, 0, HUGE_)); SHOW_INT(PyUnicode_FindChar(a, 'b', 0, HUGE_, 1)); SHOW_INT(PyUnicode_FindChar(a, 'b', 0, HUGE_, -1)); SHOW_INT(PyUnicode_FindChar(a, 'b', 41001, HUGE_, 1)); SHOW_INT(PyUnicode_FindChar(a, c, 0, 10, -1));
        Py_DECREF(a); Py_DECREF(n);
    }
    for (int n = 1; n < 70; n += 3) { PyObject *o = PyUnicode_New(n, 0xffff); PyUnicode_Fill(o, 0, n, 0x101); PyUnicode_WriteChar(o, n - 1, 0x102); printf("%zd ", PyUnicode_FindChar(o, 0x102, 0, n, 1)); PyUnicode_WriteChar(o, n - 1, 0x101); PyUnicode_WriteChar(o, 0, 0x102); printf("%zd ", PyUnicode_FindChar(o, 0x102, 0, n, -1)); Py_DECREF(o); } puts("");
}
TEST(strip) {
    m("  a b \t\n", "strip", NULL); m("  a b  ", "lstrip", NULL); m("  a b  ", "rstrip", NULL); m("xxaxx", "strip", "(s)", "x"); m("xyaxy", "strip", "(s)", "yx"); m("xxaxx", "lstrip", "(s)", "x"); m("xxaxx", "rstrip", "(s)", "x"); m("abc", "strip", "(s)", ""); m("abc", "strip", "(s)", "abc"); m("", "strip", NULL); m("abc", "strip", "(O)", Py_None); m("abc", "strip", "(i)", 1); m("abc", "lstrip", "(i)", 1); m("abc", "rstrip", "(ii)", 1, 2); m(EURO "a" EURO, "strip", "(s)", EURO); m("\xe2\x80\x83x\xc2\xa0", "strip", NULL); m("a" SMILE, "rstrip", "(s)", SMILE E "z"); m("\x1c\x1d\x1e\x1f\xc2\x85q", "strip", NULL);
    m("hello", "removeprefix", "(s)", "he"); m("hello", "removeprefix", "(s)", "lo"); m("hello", "removesuffix", "(s)", "lo"); m("hello", "removesuffix", "(s)", ""); m("hello", "removeprefix", "(s)", "hello"); m("hello", "removeprefix", "(i)", 1); m("hello", "removesuffix", "(O)", Py_None); m("hello", "removeprefix", "()");
}
TEST(split) {
    m(" a b  c ", "split", NULL); m("", "split", NULL); m("   ", "split", NULL); m("a,b,,c", "split", "(s)", ","); m("a,b,,c", "split", "(si)", ",", 2); m("a,b,,c", "split", "(si)", ",", 0); m("a,b", "split", "(si)", ",", -1); m("a b c", "split", "(Oi)", Py_None, 1); m(" a b c ", "split", "(Oi)", Py_None, 0); m("a", "split", "(s)", ""); m("a", "split", "(i)", 1); m("", "split", "(s)", ","); m("a--b--c", "split", "(s)", "--"); m("a" EURO "b", "split", "(s)", EURO); m("a" EURO "b c", "split", NULL); m("aXb" SMILE, "split", "(s)", "X"); m("abc", "split", "(s)", "abc"); m("abc", "split", "(s)", SMILE); m("a\xc2\xa0" "b\xe2\x80\x83" "c", "split", NULL);
    m(" a b  c ", "rsplit", NULL); m("", "rsplit", NULL); m("a,b,,c", "rsplit", "(s)", ","); m("a,b,,c", "rsplit", "(si)", ",", 1); m(" a b c ", "rsplit", "(Oi)", Py_None, 1); m(" a b c ", "rsplit", "(Oi)", Py_None, 0); m("a", "rsplit", "(s)", ""); m("a--b--c", "rsplit", "(si)", "--", 1); m("a" EURO "b" EURO "c", "rsplit", "(si)", EURO, 1); m("a", "rsplit", "(i)", 1); m("a", "rsplit", "(ss)", "a", "b"); m("a", "split", "(sii)", "a", 1, 2);
    m("a\nb\r\nc\rd", "splitlines", NULL); m("a\nb\r\nc\rd\n", "splitlines", "(O)", Py_True); m("", "splitlines", NULL); m("\n", "splitlines", NULL); m("\n\n", "splitlines", "(i)", 1); m("a\x0b" "b\x0c" "c\x1c" "d\x1d" "e\x1e" "f\xc2\x85g\xe2\x80\xa8h\xe2\x80\xa9i\x1f", "splitlines", NULL); m("abc", "splitlines", "(s)", ""); m("a\r", "splitlines", "(i)", 1); m("a", "splitlines", "(ii)", 1, 2);
    m("a=b=c", "partition", "(s)", "="); m("a=b=c", "rpartition", "(s)", "="); m("abc", "partition", "(s)", "="); m("abc", "rpartition", "(s)", "="); m("abc", "partition", "(s)", ""); m("abc", "rpartition", "(s)", ""); m("abc", "partition", "(i)", 1); m("abc", "rpartition", "(O)", Py_None); m("a" EURO "c", "partition", "(s)", EURO); m("a--b", "partition", "(s)", "--");
    PyObject *kw = V("{s:s,s:i}", "sep", ",", "maxsplit", 1), *meth = PyObject_GetAttrString(S("a,b,c"), "split"); SHOW(PyObject_Call(meth, PyTuple_New(0), kw)); SHOW(PyObject_Call(meth, V("(s)", ","), kw)); SHOW(PyObject_Call(meth, PyTuple_New(0), V("{s:i}", "zz", 1)));
    SHOW(PyObject_Call(PyObject_GetAttrString(S("a\nb"), "splitlines"), PyTuple_New(0), V("{s:i}", "keepends", 1))); SHOW(PyObject_Call(PyObject_GetAttrString(S("a\nb"), "splitlines"), PyTuple_New(0), V("{s:i}", "keepend", 1)));
    SHOW(PyObject_Call(PyObject_GetAttrString(S("a\nb"), "strip"), PyTuple_New(0), V("{s:i}", "chars", 1)));
}
TEST(join) {
    m(",", "join", "([sss])", "a", "b", "c"); m(",", "join", "([])"); m(",", "join", "([s])", "a"); m("", "join", "((ss))", "a", EURO); m(EURO, "join", "((ss))", "a", "b"); m(",", "join", "(s)", "abc"); m(",", "join", "([si])", "a", 1); m(",", "join", "([i])", 1); m(",", "join", "(i)", 1); m(",", "join", "()"); m(SMILE, "join", "([s])", "q"); m("--", "join", "([ssss])", "", "", E, SMILE); m(",", "join", "({s:i})", "k", 1); m("", "join", "([ss])", "", "");
    PyObject *l = V("[s]", "only"), *only = PyList_GetItem(l, 0); SHOW_INT(PyUnicode_Join(S(","), l) == only); SHOW(PyUnicode_Join(NULL, V("[ss]", "a", "b"))); SHOW(PyUnicode_Join(I("1"), V("[ss]", "a", "b"))); SHOW(PyUnicode_Join(S(","), I("1"))); SHOW(PyUnicode_Join(NULL, V("[]"))); SHOW(PyUnicode_Join(I("1"), V("[]"))); SHOW(PyUnicode_Join(I("1"), V("[s]", "x"))); SHOW(PyUnicode_Join(S("-"), V("(sOs)", "a", Py_None, "b")));
}
TEST(replace) {
    m("hello", "replace", "(ss)", "l", "L"); m("hello", "replace", "(ssi)", "l", "L", 1); m("hello", "replace", "(ssi)", "l", "L", 0); m("hello", "replace", "(ssi)", "l", "L", -1); m("hello", "replace", "(ss)", "l", ""); m("hello", "replace", "(ss)", "", "-"); m("", "replace", "(ss)", "", "-"); m("hello", "replace", "(ssi)", "", "-", 2); m("hello", "replace", "(ss)", "l", EURO); m("h" EURO "llo", "replace", "(ss)", EURO, "e"); m("hello", "replace", "(ss)", "ll", "LLLL"); m("hello", "replace", "(ss)", "xyz", "q"); m("hello", "replace", "(ss)", EURO, "q"); m("hello", "replace", "(ss)", "hello", ""); m("aaa", "replace", "(ss)", "aa", "b"); m("aaaa", "replace", "(ss)", "aa", "bb"); m("a" SMILE "a", "replace", "(ss)", "a", SMILE); m("", "replace", "(ssi)", "", "x", 0); m("", "replace", "(ssi)", "", "x", 5); m("", "replace", "(ss)", "a", "x"); m("a" E "b", "replace", "(ss)", E, "e"); m("a" SMILE "b", "replace", "(ss)", SMILE, EURO); m("a" EURO, "replace", "(ss)", "a", SMILE); m("abc", "replace", "(ss)", "", EURO); m("a" EURO "bEURO", "replace", "(ss)", "EURO", EURO "x");
    m("hello", "replace", "(is)", 1, "a"); m("hello", "replace", "(si)", "a", 1); m("hello", "replace", "(s)", "a"); m("hello", "replace", "(sss)", "a", "b", "c"); m("hello", "replace", "(ssii)", "a", "b", 1, 2);
    SHOW(PyObject_Call(PyObject_GetAttrString(S("aaa"), "replace"), V("(ss)", "a", "b"), V("{s:i}", "count", 2))); SHOW(PyObject_Call(PyObject_GetAttrString(S("aaa"), "replace"), V("(s)", "a"), V("{s:s}", "new", "b")));
    PyObject *o = S("unchanged"), *r = M(Py_NewRef(o), "replace", "(ss)", "q", "z"); SHOW_INT(o == r);
}
TEST(pad) {
    m("ab", "center", "(i)", 5); m("ab", "center", "(i)", 6); m("abc", "center", "(i)", 6); m("ab", "center", "(is)", 7, "*"); m("ab", "center", "(i)", 1); m("ab", "center", "(i)", -1); m("ab", "ljust", "(i)", 5); m("ab", "rjust", "(i)", 5); m("ab", "ljust", "(is)", 5, EURO); m("ab", "rjust", "(is)", 5, SMILE); m("ab", "center", "(is)", 5, "xy"); m("ab", "center", "(is)", 5, ""); m("ab", "center", "(ii)", 5, 1); m("ab", "ljust", "(ii)", 5, 1); m("ab", "center", "(s)", "x"); m("ab", "rjust", "()"); m("ab", "ljust", "(L)", HUGE_); m("ab", "center", "(L)", HUGE_); m("ab", "rjust", "(O)", I("99999999999999999999")); m(EURO, "center", "(i)", 4); m("ab", "center", "(is)", 4, E);
    m("42", "zfill", "(i)", 5); m("-42", "zfill", "(i)", 5); m("+42", "zfill", "(i)", 5); m("", "zfill", "(i)", 3); m("-", "zfill", "(i)", 3); m("abc", "zfill", "(i)", 2); m("--1", "zfill", "(i)", 6); m(EURO, "zfill", "(i)", 3); m("1", "zfill", "(s)", "a"); m("1", "zfill", "(L)", HUGE_);
    m("a\tb", "expandtabs", NULL); m("a\tb", "expandtabs", "(i)", 4); m("\t", "expandtabs", "(i)", 0); m("a\tb", "expandtabs", "(i)", -3); m("abc\tde\r\tf\n\tg", "expandtabs", "(i)", 4); m(EURO "\t.", "expandtabs", "(i)", 3); m("a\t\tb", "expandtabs", "(L)", HUGE_); m("a", "expandtabs", "(s)", "x"); m("abc", "expandtabs", "(i)", 3); m("a\tb", "expandtabs", "(L)", 1LL << 40);
    SHOW(PyObject_Call(PyObject_GetAttrString(S("a\tb"), "expandtabs"), PyTuple_New(0), V("{s:i}", "tabsize", 2)));
}
TEST(translate) {
    PyObject *t = V("{i:s,i:O,i:i,i:s}", 'a', "A", 'b', Py_None, 'c', 'C', 'd', "long"); 
    print_new("t", M(S("abcdef"), "translate", "(O)", t)); print_new("t", M(S("a" EURO "b"), "translate", "(O)", t)); print_new("t", M(S(""), "translate", "(O)", t)); print_new("t", M(S("xyz"), "translate", "(O)", t));
    print_new("list", M(S("\x01\x02\x05"), "translate", "([sss])", "zero", "one", "two")); m("abc", "translate", "(O)", Py_None); m("abc", "translate", "(i)", 1); m("abc", "translate", "({i:d})", 'b', 1.5); m("abc", "translate", "({i:i})", 'b', -1); m("abc", "translate", "({i:i})", 'b', 0x110000); m("abc", "translate", "({i:i})", 'b', 0x10ffff); m("abc", "translate", "({i:s})", 'b', EURO EURO); m("abc", "translate", "({i:s})", 'b', ""); m("h" EURO, "translate", "({i:s})", 0x20ac, SMILE); m("abc", "translate", "()"); m("aab", "translate", "({i:i})", 'a', 0xe9);
    SHOW(PyUnicode_Translate(S("abc"), V("{i:s}", 'a', "q"), NULL)); SHOW(PyUnicode_Translate(S("abc"), V("{i:s}", 'a', "q"), "strict")); SHOW(PyUnicode_Translate(I("1"), V("{i:s}", 'a', "q"), "ignore")); SHOW(PyUnicode_Translate(S("abc"), Py_None, "ignore"));
    PyObject *str = TYPE(PyUnicode_Type);
    SHOW(M(Py_NewRef(str), "maketrans", "({s:i,i:s})", "a", 1, 98, "x")); SHOW(M(Py_NewRef(str), "maketrans", "(ss)", "ab", "xy")); SHOW(M(Py_NewRef(str), "maketrans", "(sss)", "ab", "xy", "cd")); SHOW(M(Py_NewRef(str), "maketrans", "(ss)", "ab", "x")); SHOW(M(Py_NewRef(str), "maketrans", "({s:i})", "ab", 1)); SHOW(M(Py_NewRef(str), "maketrans", "({d:i})", 1.5, 1)); SHOW(M(Py_NewRef(str), "maketrans", "(i)", 1)); SHOW(M(Py_NewRef(str), "maketrans", "(is)", 1, "x")); SHOW(M(Py_NewRef(str), "maketrans", "(si)", "x", 1)); SHOW(M(Py_NewRef(str), "maketrans", "(ssi)", "x", "y", 1)); SHOW(M(Py_NewRef(str), "maketrans", "()"));
    SHOW(M(Py_NewRef(str), "maketrans", "(ss)", EURO, SMILE));
}
TEST(sequence) {
    m("hello", "__getitem__", "(i)", 1); m("hello", "__getitem__", "(i)", -1); m("hello", "__getitem__", "(i)", 5); m("hello", "__getitem__", "(i)", -6); m("hello", "__getitem__", "(s)", "a"); m("hello", "__getitem__", "(d)", 1.0); m("hello", "__getitem__", "(O)", I("99999999999999999999")); m("hello", "__getitem__", "(O)", Py_True);
    m("hello", "__getitem__", "(O)", PySlice_New(I("1"), I("3"), NULL)); m("hello", "__getitem__", "(O)", PySlice_New(NULL, NULL, I("-1"))); m("hello", "__getitem__", "(O)", PySlice_New(NULL, NULL, I("2"))); m("hello", "__getitem__", "(O)", PySlice_New(NULL, NULL, I("0"))); m("h" EURO "l" SMILE "o", "__getitem__", "(O)", PySlice_New(NULL, NULL, I("2"))); m("h" EURO "l" SMILE "o", "__getitem__", "(O)", PySlice_New(I("0"), I("2"), NULL)); m("h" EURO "l" SMILE "o", "__getitem__", "(O)", PySlice_New(I("3"), I("1"), NULL)); m("hello", "__getitem__", "(O)", PySlice_New(I("-3"), I("100"), NULL)); m("hello", "__getitem__", "(O)", PySlice_New(S("x"), NULL, NULL));
    m("ab", "__add__", "(s)", "cd"); m("ab", "__add__", "(i)", 1); m("ab", "__add__", "(y)", "x"); m("ab", "__mul__", "(i)", 3); m("ab", "__mul__", "(i)", 0); m("ab", "__mul__", "(i)", -3); m("a", "__mul__", "(i)", 3); m(E, "__mul__", "(i)", 3); m(EURO, "__mul__", "(i)", 3); m(SMILE, "__mul__", "(i)", 3); m("", "__mul__", "(i)", 3); m("ab", "__rmul__", "(i)", 2); m("ab", "__mul__", "(s)", "x"); m("ab", "__mul__", "(L)", HUGE_); m("ab", "__mul__", "(O)", I("99999999999999999999")); m(EURO "x", "__mul__", "(i)", 4); m("ab", "__mul__", "(d)", 2.0);
    m("abc", "__len__", NULL); SHOW(PyNumber_Add(S("a"), I("1"))); SHOW(PyNumber_Add(I("1"), S("a"))); SHOW(PyNumber_Multiply(I("3"), S("a"))); SHOW(PyNumber_Multiply(S("3"), S("a"))); SHOW(PyNumber_Remainder(S("%s"), S("a"))); SHOW(PySequence_Concat(S("a"), S("b"))); SHOW(PySequence_Concat(S("a"), Py_None)); SHOW(PySequence_Repeat(S("a"), 4)); SHOW(PyNumber_InPlaceAdd(S("a"), S("b"))); SHOW(PySequence_GetItem(S("abc"), 1)); SHOW(PySequence_GetItem(S("abc"), 7)); SHOW(PySequence_GetSlice(S("abc"), 1, 2)); SHOW_INT(PySequence_Contains(S("abc"), S("b"))); SHOW_INT(PySequence_Contains(S("abc"), I("1"))); SHOW(PySequence_List(S("a" EURO SMILE))); SHOW(PySequence_Tuple(S("abc"))); SHOW_INT(PySequence_SetItem(S("abc"), 0, S("x"))); SHOW_INT(PyObject_DelItem(S("abc"), I("0"))); SHOW_INT(PyObject_IsTrue(S(""))); SHOW_INT(PyObject_IsTrue(S("a"))); SHOW_INT(PyObject_Size(S("ab" SMILE))); SHOW_INT(PySequence_Index(S("abc"), S("c"))); SHOW_INT(PySequence_Count(S("abcc"), S("c")));
}
TEST(iterator) {
    PyObject *it = PyObject_GetIter(S("a" E EURO SMILE)); SAY("%s", Py_TYPE(it)->tp_name); SHOW(M(Py_NewRef(it), "__length_hint__", NULL)); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__length_hint__", NULL)); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__length_hint__", NULL)); SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 1)); SHOW(PyIter_Next(it));
    it = PyObject_GetIter(S("abcd")); SAY("%s", Py_TYPE(it)->tp_name); SHOW_INT(PyObject_GetIter(it) == it); SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 2)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__setstate__", "(i)", -2)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 100)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__setstate__", "(s)", "x"));
    it = PyObject_GetIter(S("abc")); Py_XDECREF(PyIter_Next(it)); PyObject *r = MUST(M(Py_NewRef(it), "__reduce__", NULL)); SHOW(PySequence_GetSlice(r, 1, 3)); it = PyObject_GetIter(S("")); SHOW(PyIter_Next(it)); r = MUST(M(Py_NewRef(it), "__reduce__", NULL)); SHOW(PySequence_GetSlice(r, 1, 3)); SHOW_INT(PyIter_Check(it)); SHOW_INT(PyObject_GC_IsTracked(it));
}
TEST(misc) {
    m("abc", "__repr__", NULL); m("abc", "__str__", NULL); m("it's", "__repr__", NULL); m("it's \"x\"", "__repr__", NULL); m("\\\n\t\r\x01\x7f\xc2\x80\xc2\xa0\xc2\xad", "__repr__", NULL); m(E EURO SMILE "\xe2\x80\xa8\xf3\xa0\x80\x81", "__repr__", NULL);
    SHOW(PyObject_ASCII(S("a" E EURO SMILE "'"))); SHOW(PyObject_Repr(PyUnicode_FromOrdinal(0xd800))); SHOW(PyObject_ASCII(PyUnicode_FromOrdinal(0xdfff))); m("abc", "__getnewargs__", NULL); m("a", "__eq__", "(s)", "a"); m("a", "__eq__", "(i)", 1); m("a", "__lt__", "(s)", "b"); m("a", "__lt__", "(i)", 1); m("a", "__ne__", "(s)", "b"); m("a", "__ge__", "(s)", "b"); m("%s", "__mod__", "(s)", "b"); m("%s", "__rmod__", "(s)", "b"); m("x", "__rmod__", "(i)", 1); m("x", "__hash__", NULL); m("", "__hash__", NULL); m(EURO, "__hash__", NULL); m("a somewhat longer text", "__hash__", NULL); m(SMILE "abc", "__hash__", NULL); m(E "x", "__hash__", NULL);
    m("abc", "encode", NULL); m("a" E, "encode", "(s)", "latin-1"); m("a" E, "encode", "(ss)", "ascii", "replace"); m("a" E, "encode", "(s)", "ascii"); m("a", "encode", "(i)", 1); m("a", "encode", "(s)", "no such"); m("a", "encode", "(sss)", "a", "b", "c"); SHOW(PyObject_Call(PyObject_GetAttrString(S(E), "encode"), PyTuple_New(0), V("{s:s}", "encoding", "utf-16")));
    m("abc", "__format__", "(s)", ""); m("abc", "__format__", "(s)", "5"); m("abc", "__format__", "(i)", 1);
    SHOW(PyObject_Dir(TYPE(PyUnicode_Type)));
    SHOW(PyObject_GetAttrString(TYPE(PyUnicode_Type), "__text_signature__"));
    static const char *names[] = {"replace", "split", "find", "join", "lower", "encode", "center", "zfill", "startswith", "maketrans", "format", "format_map", "translate", "splitlines", "expandtabs", "strip", "partition", "removeprefix", "isascii", "count", "__sizeof__", "__getnewargs__", "__format__", NULL};
    for (int i = 0; names[i]; i++) print_new(names[i], PyObject_GetAttrString(PyObject_GetAttrString(TYPE(PyUnicode_Type), names[i]), "__text_signature__"));
}
TEST(constructor) {
    PyObject *str = TYPE(PyUnicode_Type), *none = PyTuple_New(0);
    SHOW(C(str, NULL)); SHOW(C(str, "(i)", 1)); SHOW(C(str, "(s)", "x")); SHOW(C(str, "(y)", "x")); SHOW(C(str, "(ys)", "x", "ascii")); SHOW(C(str, "(yss)", "\xff", "ascii", "replace")); SHOW(C(str, "(ss)", "x", "ascii")); SHOW(C(str, "(is)", 1, "ascii")); SHOW(C(str, "(yi)", "x", 1)); SHOW(C(str, "(ysss)", "x", "a", "b", "c")); SHOW(C(str, "(y)", "\xff")); SHOW(PyObject_Call(str, none, V("{s:i}", "object", 12))); SHOW(PyObject_Call(str, none, V("{s:y,s:s}", "object", "\xc3\xa9", "encoding", "utf8"))); SHOW(PyObject_Call(str, none, V("{s:y,s:s}", "object", "\xc3\xa9", "errors", "strict"))); SHOW(PyObject_Call(str, none, V("{s:s}", "encoding", "utf8"))); SHOW(PyObject_Call(str, none, V("{s:s}", "errors", "strict"))); SHOW(PyObject_Call(str, none, V("{s:s}", "zzz", "utf8"))); SHOW(PyObject_Call(str, V("(ys)", "x", "ascii"), V("{s:s}", "encoding", "utf8"))); SHOW(C(str, "(yz)", "x", NULL)); SHOW(C(str, "(O)", Py_None)); SHOW(C(str, "(O)", str));
}
