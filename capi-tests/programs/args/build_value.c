/* Py_BuildValue. */
#include "harness.h"

#define BUILD(...) do { printf("Py_BuildValue(" #__VA_ARGS__ ") "); print_new("=", Py_BuildValue(__VA_ARGS__)); } while (0)
TEST(shapes) {
    BUILD(""); BUILD("i", 1); BUILD("ii", 1, 2); BUILD("()"); BUILD("(i)", 1); BUILD("(ii)", 1, 2); BUILD("[]"); BUILD("[i]", 1); BUILD("[i,i]", 1, 2); BUILD("{}"); BUILD("{s:i}", "a", 1);
    BUILD("{s:i,s:i}", "a", 1, "b", 2); BUILD("{si si}", "a", 1, "b", 2); BUILD("((i)(i))", 1, 2); BUILD("(i)(i)", 1, 2); BUILD("[i]i", 1, 2); BUILD("{s:(i[i{s:i}])}", "k", 1, 2, "x", 3); BUILD(" i ", 1); BUILD("i,", 1);
    BUILD("i:i\t,i", 1, 2, 3); BUILD("() ()"); BUILD("( i )", 1); BUILD("{s:i,s:i}", "a", 1, "a", 2); BUILD(","); BUILD(" "); BUILD("[[[]]]"); BUILD("(())"); BUILD("i#", 1);
}
TEST(integers) {
    BUILD("b", -128); BUILD("b", 127); BUILD("B", 255); BUILD("h", -32768); BUILD("H", 65535); BUILD("i", -2147483647 - 1); BUILD("I", 4294967295u); BUILD("l", LONG_MIN); BUILD("k", ULONG_MAX); BUILD("L", LLONG_MIN); BUILD("K", ULLONG_MAX);
    BUILD("n", PY_SSIZE_T_MIN); BUILD("n", PY_SSIZE_T_MAX); BUILD("bBhHiIlkLKn", -1, 255, -1, 65535, -1, 4294967295u, -1L, ULONG_MAX, -1LL, ULLONG_MAX, (Py_ssize_t)-1);
    BUILD("b", 300); BUILD("B", -1); BUILD("H", -1); BUILD("h", 70000);
}
TEST(floats) {
    Py_complex z = {1.5, -2.5};
    BUILD("d", 1.5); BUILD("f", 2.5); BUILD("d", -0.0); BUILD("d", Py_HUGE_VAL); BUILD("D", &z); BUILD("(dddddddddd)", 1., 2., 3., 4., 5., 6., 7., 8., 9., 10.);
}
TEST(predicate) { BUILD("p", 0); BUILD("p", 1); BUILD("p", -5); BUILD("(pp)", 0, 7); }
TEST(text) {
    BUILD("s", "hello"); BUILD("s", ""); BUILD("s", NULL); BUILD("z", "hello"); BUILD("z", NULL); BUILD("U", "h\xc3\xa9"); BUILD("U", NULL); BUILD("s#", "hello", (Py_ssize_t)3); BUILD("s#", "a\0b", (Py_ssize_t)3); BUILD("z#", NULL, (Py_ssize_t)3);
    BUILD("s#", "hello", (Py_ssize_t)0); BUILD("s#", "hello", (Py_ssize_t)-1); BUILD("U#", "hello", (Py_ssize_t)2); BUILD("s", "\xff"); BUILD("(is)", 1, "\xff"); BUILD("s#", NULL, (Py_ssize_t)0);
    BUILD("u", L"wide"); BUILD("u", NULL); BUILD("u#", L"wide", (Py_ssize_t)2); BUILD("u", L"\x1f40d"); BUILD("u#", NULL, (Py_ssize_t)2);
}
TEST(bytes) {
    BUILD("y", "hello"); BUILD("y", ""); BUILD("y", NULL); BUILD("y#", "a\0b", (Py_ssize_t)3); BUILD("y#", "abc", (Py_ssize_t)0); BUILD("y#", NULL, (Py_ssize_t)3); BUILD("y", "\xff"); BUILD("y#", "abc", (Py_ssize_t)-1);
}
TEST(characters) { BUILD("c", 'a'); BUILD("c", 255); BUILD("c", 0); BUILD("C", 'a'); BUILD("C", 0x1f40d); BUILD("C", 0x110000); BUILD("C", -1); BUILD("C", 0xd800); BUILD("c", 256 + 65); }
static PyObject *converter(void *p) { return PyLong_FromLong(*(int *)p * 2); }
static PyObject *failing(void *p) { PyErr_SetString(PyExc_LookupError, "failing"); return NULL; }
static PyObject *silent(void *p) { return NULL; }
TEST(objects) {
    PyObject *list = V("[]");
    SHOW_REFS(list, BUILD("O", list)); SHOW_REFS(list, BUILD("S", list)); SHOW_REFS(list, BUILD("(OO)", list, list));
    Py_INCREF(list); SHOW_REFS(list, BUILD("N", list)); Py_INCREF(list); SHOW_REFS(list, BUILD("(N)", list));
    Py_INCREF(list); SHOW_REFS(list, BUILD("{s:N}", "a", list));
    int seven = 7;
    BUILD("O&", converter, &seven); BUILD("(O&i)", converter, &seven, 5); BUILD("O&", failing, NULL); BUILD("(iO&)", 1, failing, NULL); BUILD("O&", silent, NULL); BUILD("[O&]", silent, NULL);
    Py_DECREF(list);
}
TEST(null_objects) {
    BUILD("O", NULL); BUILD("N", NULL); BUILD("(O)", NULL); BUILD("(iO)", 1, NULL); BUILD("[O]", NULL); BUILD("{s:O}", "a", NULL); BUILD("{O:i}", NULL, 1); BUILD("S", NULL);
    PyErr_SetString(PyExc_LookupError, "set before"); BUILD("O", NULL);
    PyErr_SetString(PyExc_LookupError, "set before"); BUILD("(iN)", 1, NULL);
    PyObject *list = V("[]");
    /* References given with N are consumed even when another unit fails. */
    Py_INCREF(list); SHOW_REFS(list, BUILD("(NO)", list, NULL)); Py_INCREF(list); SHOW_REFS(list, BUILD("(ON)", NULL, list));
    Py_INCREF(list); SHOW_REFS(list, BUILD("[ON]", NULL, list)); Py_INCREF(list); SHOW_REFS(list, BUILD("{s:O,s:N}", "a", NULL, "b", list));
    Py_INCREF(list); SHOW_REFS(list, BUILD("(s(N))", "\xff", list)); Py_INCREF(list); SHOW_REFS(list, BUILD("ON", NULL, list)); Py_INCREF(list); SHOW_REFS(list, BUILD("{[]:i,s:N}", 1, "b", list));
    Py_INCREF(list); SHOW_REFS(list, BUILD("(s#(dN))", "\xff", (Py_ssize_t)1, 1.5, list));
    Py_DECREF(list);
}
TEST(dict_errors) { BUILD("{[]:i}", 1); BUILD("{s}", "a"); BUILD("{s:i,s}", "a", 1, "b"); BUILD("{i}", 1); }
TEST(wrong_formats) {
    BUILD("x", 1); BUILD("(x)", 1); BUILD("[x]", 1); BUILD("{s:x}", "a", 1); BUILD("ix", 1, 2); BUILD("(", 1); BUILD("(i", 1); BUILD("[i", 1); BUILD("{s:i", "a", 1); BUILD("(i]", 1); BUILD("[i)", 1); BUILD("{s:i)", "a", 1); BUILD(")"); BUILD("i)", 1); BUILD("]"); BUILD("}");
    BUILD("?", 1); BUILD("!", 1); BUILD("((i)", 1); BUILD("i;", 1); BUILD("((", 1); BUILD("q", 1);
}
static PyObject *va_build(const char *format, ...) { va_list va; va_start(va, format); PyObject *a = Py_VaBuildValue(format, va), *b = Py_VaBuildValue(format, va); va_end(va); PyObject *r = PyTuple_Pack(2, MUST(a), MUST(b)); Py_DECREF(a); Py_DECREF(b); return r; }
extern PyObject *_Py_BuildValue_SizeT(const char *, ...);
TEST(va_form) { SHOW(va_build("(ids)", 1, 2.5, "x")); SHOW(va_build("i", 1)); SHOW(_Py_BuildValue_SizeT("(s#y#)", "hello", (Py_ssize_t)2, "bytes", (Py_ssize_t)3)); }
TEST(many) { BUILD("(iiiiiiiiiiddddddddddss)", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1., 2., 3., 4., 5., 6., 7., 8., 9., 10., "a", "b"); }
TEST(dict_order) { BUILD("{s:i,s:i,s:i,i:s,d:s}", "z", 1, "a", 2, "m", 3, 4, "int", 5.5, "float"); BUILD("{(ii):s}", 1, 2, "tuple key"); }
