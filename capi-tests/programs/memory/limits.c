/* Sizes that no memory has, in a process whose address space is limited: MemoryError or OverflowError, and what was there stays. */
#include "harness.h"
#include <sys/resource.h>
#include <unistd.h>

#define HUGE_SIZE ((Py_ssize_t)1 << 40)
/* Half a gigabyte more than what is in use. */
static void limit(void) {
    long pages = 0;
    FILE *f = fopen("/proc/self/statm", "r");
    if (!f || fscanf(f, "%ld", &pages) != 1) exit(4);
    fclose(f);
    struct rlimit r = {0, RLIM_INFINITY};
    getrlimit(RLIMIT_AS, &r);
    r.rlim_cur = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + (512u << 20);
    setrlimit(RLIMIT_AS, &r);
}
static void outcome(const char *what, PyObject *o) { printf("%s: ", what); if (o) printf("a %s\n", Py_TYPE(o)->tp_name); else print_raised(); Py_XDECREF(o); fflush(stdout); }
#define OUTCOME(...) outcome(#__VA_ARGS__, (PyObject *)(__VA_ARGS__))
#define CALL(o, ...) PyObject_CallMethod((PyObject *)(o), __VA_ARGS__)
static PyObject *million(const char *c) { PyObject *s = S(c), *m = MUST(PySequence_Repeat(s, 1 << 20)); return m; }

TEST(domains) {
    limit();
    for (size_t size = (size_t)1 << 40; size; size = size == (size_t)1 << 40 ? (size_t)1 << 62 : size == (size_t)1 << 62 ? (size_t)-1 : 0) {
        printf("%d %d %d\n", !PyMem_RawMalloc(size), !PyMem_Malloc(size), !PyObject_Malloc(size));
        printf("%d %d %d\n", !PyMem_RawCalloc(size / 16, 16), !PyMem_Calloc(size / 16, 16), !PyObject_Calloc(size / 16, 16));
        void *block = PyMem_Malloc(10);
        printf("%d\n", !PyMem_Realloc(block, size));
        PyMem_Free(block);
    }
    printf("%d %d\n", !PyMem_Calloc((size_t)1 << 33, (size_t)1 << 33), !PyMem_RawCalloc((size_t)-1, 2));
}
TEST(text) {
    limit();
    PyObject *a = S("a"), *wide = S("\xf0\x9f\x98\x80"), *ma = million("a"), *mb = million("\xce\xb1"), *tabs = million("\t");
    OUTCOME(PySequence_Repeat(a, HUGE_SIZE)); OUTCOME(PySequence_Repeat(wide, HUGE_SIZE)); OUTCOME(PySequence_Repeat(wide, PY_SSIZE_T_MAX)); OUTCOME(PySequence_Repeat(ma, PY_SSIZE_T_MAX)); OUTCOME(PyUnicode_New(HUGE_SIZE, 127)); OUTCOME(PyUnicode_New(PY_SSIZE_T_MAX, 0x10FFFF)); OUTCOME(PyUnicode_New(PY_SSIZE_T_MAX / 4, 0x10FFFF));
    OUTCOME(CALL(a, "center", "n", HUGE_SIZE)); OUTCOME(CALL(a, "ljust", "ns", HUGE_SIZE, "\xce\xb1")); OUTCOME(CALL(a, "zfill", "n", HUGE_SIZE)); OUTCOME(CALL(tabs, "expandtabs", "i", 1 << 30)); OUTCOME(CALL(ma, "replace", "sO", "a", ma)); OUTCOME(CALL(mb, "replace", "sO", "", mb)); OUTCOME(CALL(ma, "join", "O", ma)); OUTCOME(CALL(ma, "join", "[OOOO]", ma, mb, wide, a));
    PyObject *list = MUST(PySequence_List(ma));
    OUTCOME(PyUnicode_Join(mb, list)); OUTCOME(PyUnicode_Join(ma, list));
    OUTCOME(PyUnicode_FromFormat("%1000000000000d", 3)); OUTCOME(PyUnicode_FromFormat("%*s", 2147483647, "x")); OUTCOME(PyUnicode_FromFormat("%99999999999999999999d", 3));
    OUTCOME(PyUnicode_Format(S("%1099511627776d"), V("(i)", 3))); OUTCOME(PyUnicode_Format(S("%*d"), V("(ni)", HUGE_SIZE, 3))); OUTCOME(PyUnicode_Format(S("%*s"), V("(is)", 2147483647, "x"))); OUTCOME(PyUnicode_Format(S("%.2147483640f"), V("(d)", 2.5))); OUTCOME(PyUnicode_Format(S("%.2147483640d"), V("(i)", 3))); OUTCOME(PyUnicode_Format(S("%99999999999999999999d"), V("(i)", 3))); OUTCOME(PyUnicode_Format(S("%2147483647c"), V("(s)", "x")));
    OUTCOME(PyObject_Format(a, S("\xce\xb1>1099511627776"))); OUTCOME(PyObject_Format(I("3"), S("1099511627776"))); OUTCOME(PyObject_Format(F(2.5), S("1099511627776.3f"))); OUTCOME(PyObject_Format(F(2.5), S(".2147483647f"))); OUTCOME(PyObject_Format(F(2.5), S(".99999999999f"))); OUTCOME(PyObject_Format(a, S("99999999999999999999")));
    OUTCOME(CALL(S("{0:{1}}"), "format", "in", 3, HUGE_SIZE)); OUTCOME(PyUnicode_Substring(a, 0, HUGE_SIZE));
    SHOW_INT(PyUnicode_GET_LENGTH(ma)); SHOW_INT(PyUnicode_GET_LENGTH(mb));
}
TEST(bytes) {
    limit();
    PyObject *b = MUST(PyBytes_FromString("b")), *mb = MUST(PySequence_Repeat(b, 1 << 20)), *array = MUST(PyByteArray_FromObject(b));
    OUTCOME(PyBytes_FromStringAndSize(NULL, HUGE_SIZE)); OUTCOME(PyBytes_FromStringAndSize(NULL, PY_SSIZE_T_MAX)); OUTCOME(PyBytes_FromStringAndSize(NULL, (Py_ssize_t)1 << 62)); OUTCOME(PyBytes_FromStringAndSize(NULL, -1)); OUTCOME(PyObject_CallFunction(TYPE(PyBytes_Type), "n", HUGE_SIZE)); OUTCOME(PyObject_CallFunction(TYPE(PyBytes_Type), "n", (Py_ssize_t)1 << 62)); OUTCOME(PyObject_CallFunction(TYPE(PyByteArray_Type), "n", HUGE_SIZE)); OUTCOME(PyObject_CallFunction(TYPE(PyByteArray_Type), "n", PY_SSIZE_T_MAX)); OUTCOME(PyObject_CallFunction(TYPE(PyBytes_Type), "N", I("100000000000000000000")));
    OUTCOME(PySequence_Repeat(b, HUGE_SIZE)); OUTCOME(PySequence_Repeat(mb, PY_SSIZE_T_MAX)); OUTCOME(PySequence_Repeat(array, HUGE_SIZE)); OUTCOME(PySequence_Repeat(array, PY_SSIZE_T_MAX)); OUTCOME(PySequence_InPlaceRepeat(array, HUGE_SIZE)); SHOW_INT(PyByteArray_Resize(array, HUGE_SIZE)); SHOW_INT(PyByteArray_Resize(array, PY_SSIZE_T_MAX)); SHOW_INT(PyByteArray_Size(array));
    OUTCOME(CALL(b, "center", "n", HUGE_SIZE)); OUTCOME(CALL(array, "zfill", "n", HUGE_SIZE)); OUTCOME(CALL(mb, "replace", "yO", "b", mb)); OUTCOME(CALL(mb, "replace", "yO", "", mb)); OUTCOME(CALL(mb, "join", "O", MUST(PyList_New(0)))); OUTCOME(CALL(MUST(PyBytes_FromString("%*d")), "__mod__", "((ni))", HUGE_SIZE, 3)); OUTCOME(CALL(MUST(PyBytes_FromString("%1099511627776d")), "__mod__", "(i)", 3)); OUTCOME(CALL(MUST(PyBytes_FromString("\t\t")), "expandtabs", "n", (Py_ssize_t)1 << 30));
    OUTCOME(PyBytes_FromFormat("%2000000000d", 3)); PyObject *one = Py_NewRef(b), *copy = PyBytes_FromString("xyz"); Py_DECREF(one); SHOW_INT(_PyBytes_Resize(&copy, HUGE_SIZE)); SHOW_INT(copy == NULL);
}
TEST(ints) {
    limit();
    PyObject *one = I("1"), *shift = I("1099511627776"), *more = I("0x10000000000000000000"), *minus = I("-5");
    OUTCOME(PyNumber_Lshift(one, shift)); OUTCOME(PyNumber_Lshift(minus, more)); OUTCOME(PyNumber_Rshift(one, more)); OUTCOME(PyNumber_Lshift(I("0"), more)); OUTCOME(CALL(one, "to_bytes", "ns", HUGE_SIZE, "big")); OUTCOME(CALL(one, "to_bytes", "ns", PY_SSIZE_T_MAX, "little")); OUTCOME(CALL(one, "to_bytes", "Os", more, "little"));
    OUTCOME(PyLong_FromDouble(1e308)); void *digits; SHOW_INT(PyLongWriter_Create(0, HUGE_SIZE, &digits) != NULL);
    OUTCOME(PyNumber_InPlaceLshift(one, shift));
}
TEST(containers) {
    limit();
    PyObject *list = V("[ii]", 1, 2), *tuple = V("(ii)", 1, 2), *range = MUST(PyObject_CallFunction(TYPE(PyRange_Type), "n", (Py_ssize_t)1 << 50)), *longest = MUST(PyObject_CallFunction(TYPE(PyRange_Type), "N", I("0x10000000000000000000")));
    OUTCOME(PyList_New(HUGE_SIZE)); OUTCOME(PyList_New(PY_SSIZE_T_MAX)); OUTCOME(PyTuple_New(HUGE_SIZE)); OUTCOME(PyTuple_New(PY_SSIZE_T_MAX)); OUTCOME(PyTuple_New(PY_SSIZE_T_MAX / 8)); OUTCOME(PySequence_Repeat(list, (Py_ssize_t)1 << 50)); OUTCOME(PySequence_Repeat(list, PY_SSIZE_T_MAX)); OUTCOME(PySequence_Repeat(tuple, (Py_ssize_t)1 << 50)); OUTCOME(PySequence_Repeat(tuple, PY_SSIZE_T_MAX)); OUTCOME(PySequence_InPlaceRepeat(list, (Py_ssize_t)1 << 50)); OUTCOME(PySequence_InPlaceRepeat(list, PY_SSIZE_T_MAX)); SHOW(Py_NewRef(list));
    SHOW_INT(PyObject_Size(longest)); OUTCOME(PySequence_List(range)); OUTCOME(PySequence_List(longest)); OUTCOME(PySequence_Tuple(longest)); OUTCOME(CALL(list, "extend", "O", range)); SHOW_INT(PyList_Insert(list, PY_SSIZE_T_MAX, Py_None)); SHOW(Py_NewRef(list));
    PyObject *copy = MUST(PyTuple_New(3)); SHOW_INT(_PyTuple_Resize(&copy, (Py_ssize_t)1 << 50)); SHOW_INT(copy == NULL); OUTCOME(PyObject_CallFunction(TYPE(PyFrozenSet_Type), "n", (Py_ssize_t)3)); SHOW_INT(_PyDict_NewPresized(HUGE_SIZE) != NULL); PyErr_Clear();
    OUTCOME(PyMemoryView_FromMemory((char *)"x", -1, PyBUF_READ)); OUTCOME(PyType_GenericAlloc(&PyTuple_Type, (Py_ssize_t)1 << 58));
}
TEST(afterwards) {
    limit();
    PyObject *kept = MUST(PyList_New(0));
    for (;;) {
        PyObject *b = PyBytes_FromStringAndSize(NULL, 1 << 20);
        if (!b) break;
        PyList_Append(kept, b);
        Py_DECREF(b);
    }
    print_raised();
    SHOW_INT(PyList_GET_SIZE(kept) > 300);
    Py_DECREF(kept);
    PyObject *again = PyBytes_FromStringAndSize(NULL, 100 << 20);
    SHOW_INT(again != NULL);
    Py_XDECREF(again);
}
