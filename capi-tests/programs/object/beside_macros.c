/* Functions that the headers hide behind macros and inline functions of the same name, and that binaries call: reached by their symbols. */
#include "harness.h"

PyTypeObject *type_of(PyObject *) __asm__("Py_TYPE");
Py_ssize_t count_of(PyObject *) __asm__("Py_REFCNT");
void set_count(PyObject *, Py_ssize_t) __asm__("_Py_SetRefcnt");
PyObject *new_ref(PyObject *) __asm__("Py_NewRef");
PyObject *xnew_ref(PyObject *) __asm__("Py_XNewRef");
int is(PyObject *, PyObject *) __asm__("Py_Is");
int is_none(PyObject *) __asm__("Py_IsNone");
int is_true(PyObject *) __asm__("Py_IsTrue");
int is_false(PyObject *) __asm__("Py_IsFalse");
void inc(PyObject *) __asm__("_Py_IncRef");
void dec(PyObject *) __asm__("_Py_DecRef");
Py_ssize_t mapping_length(PyObject *) __asm__("PyMapping_Length");
Py_ssize_t object_length(PyObject *) __asm__("PyObject_Length");
Py_ssize_t sequence_length(PyObject *) __asm__("PySequence_Length");
int sequence_in(PyObject *, PyObject *) __asm__("PySequence_In");
int parse_keywords(PyObject *, PyObject *, const char *, char **, ...) __asm__("_PyArg_ParseTupleAndKeywords_SizeT");
int va_parse(PyObject *, const char *, va_list) __asm__("_PyArg_VaParse_SizeT");
int va_parse_keywords(PyObject *, PyObject *, const char *, char **, va_list) __asm__("_PyArg_VaParseTupleAndKeywords_SizeT");
PyObject *va_build(const char *, va_list) __asm__("_Py_VaBuildValue_SizeT");
typedef struct { void *words[4]; } Section;
void section_begin(Section *, PyObject *) __asm__("PyCriticalSection_Begin");
void section_end(Section *) __asm__("PyCriticalSection_End");
void section2_begin(Section *, PyObject *, PyObject *) __asm__("PyCriticalSection2_Begin");
void section2_end(Section *) __asm__("PyCriticalSection2_End");
uint32_t pack_version(int, int) __asm__("Py_PACK_VERSION");
uint32_t pack_full_version(int, int, int, int, int) __asm__("Py_PACK_FULL_VERSION");
int check_recursion(PyThreadState *, const char *) __asm__("_Py_CheckRecursiveCall");

TEST(type) {
    PyObject *list = V("[i]", 1);
    SHOW_INT(type_of(list) == &PyList_Type);
    SHOW_INT(type_of(Py_None) == Py_TYPE(Py_None));
    SHOW_INT(type_of((PyObject *)&PyType_Type) == &PyType_Type);
    Py_DECREF(list);
}
TEST(counts) {
    PyObject *list = V("[i]", 1);
    SHOW_INT(count_of(list));
    SHOW_INT(new_ref(list) == list);
    SHOW_INT(count_of(list));
    SHOW_INT(xnew_ref(list) == list);
    SHOW_INT(count_of(list));
    SHOW_INT(xnew_ref(NULL) == NULL);
    inc(list);
    SHOW_INT(count_of(list));
    dec(list); dec(list); dec(list);
    SHOW_INT(count_of(list));
    set_count(list, 5);
    SHOW_INT(count_of(list));
    set_count(list, 1);
    SHOW_BORROWED(list);
    dec(list);
}
TEST(immortal_counts) {
    Py_ssize_t before = count_of(Py_None);
    set_count(Py_None, 7);
    SHOW_INT(count_of(Py_None) == before);
    inc(Py_None);
    SHOW_INT(count_of(Py_None) == before);
    dec(Py_None);
    SHOW_INT(new_ref(Py_None) == Py_None);
    SHOW_INT(count_of(Py_None) == before);
    SHOW_INT(before == (Py_ssize_t)(3ull << 30));
}
TEST(last_reference) {
    PyObject *inner = PyList_New(0), *outer = V("(O)", inner);
    SHOW_INT(count_of(inner));
    dec(outer);
    SHOW_INT(count_of(inner));
    dec(inner);
}
TEST(identity) {
    PyObject *a = V("[]"), *b = V("[]");
    SHOW_INT(is(a, a)); SHOW_INT(is(a, b)); SHOW_INT(is(NULL, NULL));
    SHOW_INT(is_none(Py_None)); SHOW_INT(is_none(a)); SHOW_INT(is_none(Py_False));
    SHOW_INT(is_true(Py_True)); SHOW_INT(is_true(Py_False)); SHOW_INT(is_true(a));
    SHOW_INT(is_false(Py_False)); SHOW_INT(is_false(Py_None)); SHOW_INT(is_false(Py_True));
    Py_DECREF(a); Py_DECREF(b);
}
TEST(lengths) {
    PyObject *list = V("[iii]", 1, 2, 3), *dict = V("{s:i}", "a", 1), *number = I("5");
    SHOW_INT(object_length(list)); SHOW_INT(object_length(dict)); SHOW_INT(object_length(number)); SHOW_INT(object_length(NULL));
    SHOW_INT(sequence_length(list)); SHOW_INT(sequence_length(dict)); SHOW_INT(sequence_length(number)); SHOW_INT(sequence_length(NULL));
    SHOW_INT(mapping_length(list)); SHOW_INT(mapping_length(dict)); SHOW_INT(mapping_length(number)); SHOW_INT(mapping_length(NULL));
    PyObject *set = PySet_New(list);
    SHOW_INT(sequence_length(set)); SHOW_INT(mapping_length(set)); SHOW_INT(object_length(set));
    Py_DECREF(set); Py_DECREF(list); Py_DECREF(dict); Py_DECREF(number);
}
TEST(in) {
    PyObject *list = V("[i,s]", 1, "x"), *one = I("1"), *two = I("2"), *text = S("text"), *x = S("x");
    SHOW_INT(sequence_in(list, one)); SHOW_INT(sequence_in(list, two)); SHOW_INT(sequence_in(list, x)); SHOW_INT(sequence_in(text, x));
    SHOW_INT(sequence_in(text, one)); SHOW_INT(sequence_in(one, two));
    SHOW_REFS(one, sequence_in(list, one));
    Py_DECREF(list); Py_DECREF(one); Py_DECREF(two); Py_DECREF(text); Py_DECREF(x);
}
static int parse(PyObject *args, const char *format, ...) {
    va_list va;
    va_start(va, format);
    int ok = va_parse(args, format, va);
    va_end(va);
    return ok;
}
static int parse_names(PyObject *args, PyObject *kwargs, const char *format, char **names, ...) {
    va_list va;
    va_start(va, names);
    int ok = va_parse_keywords(args, kwargs, format, names, va);
    va_end(va);
    return ok;
}
static PyObject *build(const char *format, ...) {
    va_list va;
    va_start(va, format);
    PyObject *made = va_build(format, va);
    va_end(va);
    return made;
}
TEST(parse_size_t) {
    PyObject *args = V("(s#i)", "a\0b", (Py_ssize_t)3, 7), *kwargs = V("{s:i}", "n", 9), *none = PyTuple_New(0);
    const char *text = NULL; Py_ssize_t size = -1; int n = 0;
    static char *names[] = {"text", "n", NULL};
    SHOW_INT(parse(args, "s#i", &text, &size, &n)); SHOW_INT(size); SHOW_INT(n); SHOW_INT(text[2]);
    SHOW_INT(parse(args, "i", &n));
    SHOW_INT(parse(args, "s#s:name", &text, &size, &text));
    size = -1; n = 0;
    SHOW_INT(parse_keywords(args, NULL, "s#i", names, &text, &size, &n)); SHOW_INT(size); SHOW_INT(n);
    SHOW_INT(parse_keywords(args, kwargs, "s#i:f", names, &text, &size, &n));
    PyObject *front = V("(s)", "abcd");
    size = -1; n = 0;
    SHOW_INT(parse_names(front, kwargs, "s#|i:f", names, &text, &size, &n)); SHOW_INT(size); SHOW_INT(n);
    SHOW_INT(parse_names(none, kwargs, "s#|i:f", names, &text, &size, &n));
    Py_DECREF(front); Py_DECREF(args); Py_DECREF(kwargs); Py_DECREF(none);
}
TEST(build_size_t) {
    SHOW(build("(s#i)", "a\0b", (Py_ssize_t)3, 4));
    SHOW(build("y#", "xyz", (Py_ssize_t)2));
    SHOW(build("{s:(ii)}", "k", 1, 2));
    SHOW(build(""));
    SHOW(build("(i", 1));
    SHOW(build("Q", 18446744073709551615ull));
}
TEST(recursion_check) {
    /* Its callers have looked before; it raises. */
    int status = check_recursion(PyThreadState_Get(), " in a test");
    SAY("%d %d", status, PyErr_ExceptionMatches(PyExc_RecursionError));
    PyErr_Clear();
}
TEST(critical_sections) {
    PyObject *a = V("[]"), *b = V("[]");
    Section outer, inner;
    Py_ssize_t before = Py_REFCNT(a);
    section_begin(&outer, a);
    section2_begin(&inner, a, b);
    PyList_Append(a, b);
    section2_end(&inner);
    section_end(&outer);
    section2_begin(&inner, b, b);
    section2_end(&inner);
    SHOW_INT(Py_REFCNT(a) - before);
    SHOW_BORROWED(a);
    Py_DECREF(a); Py_DECREF(b);
}
TEST(pack_version) {
    SHOW_INT(pack_version(3, 14)); SHOW_INT(pack_version(0, 0)); SHOW_INT(pack_version(255, 255)); SHOW_INT(pack_version(256, 257)); SHOW_INT(pack_version(-1, 5));
    SHOW_INT(pack_full_version(3, 14, 8, 15, 0)); SHOW_INT(pack_full_version(1, 2, 3, 0xa, 4)); SHOW_INT(pack_full_version(3, 4, 0x105, 0x1b, 0x1c)); SHOW_INT(pack_full_version(-1, -1, -1, -1, -1));
}
