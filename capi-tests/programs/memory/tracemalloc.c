/* _tracemalloc, and PyTraceMalloc_*: what is traced, how much, since when. No frame runs, so every block has the traceback of an unknown place. */
#include "harness.h"

int PyTraceMalloc_Track(unsigned int domain, uintptr_t ptr, size_t size);
int PyTraceMalloc_Untrack(unsigned int domain, uintptr_t ptr);
PyObject *_PyTraceMalloc_GetTraceback(unsigned int domain, uintptr_t ptr);
static PyObject *module(void) { return MUST(PyImport_ImportModule("_tracemalloc")); }
#define T(...) M(module(), __VA_ARGS__)
/* How many traces there are of a size in a domain. */
static int traces(unsigned domain, size_t size) {
    PyObject *all = MUST(T("_get_traces", NULL));
    int found = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(all); i++) {
        PyObject *t = PyList_GET_ITEM(all, i);
        if (PyLong_AsUnsignedLong(PyTuple_GET_ITEM(t, 0)) == domain && PyLong_AsSize_t(PyTuple_GET_ITEM(t, 1)) == size) { if (!found) print_object("trace", t); found++; }
    }
    Py_DECREF(all);
    return found;
}
static long traced(int which) { PyObject *pair = MUST(T("get_traced_memory", NULL)); long n = PyLong_AsLong(PyTuple_GET_ITEM(pair, which)); Py_DECREF(pair); return n; }
enum { ODD = 123457 };

TEST(module) { SHOW(PyObject_Dir(module())); SHOW(PyObject_GetAttrString(module(), "__doc__") ? S("documented") : NULL); SHOW(T("__repr__", NULL)); }
TEST(signatures) {
    const char *names[] = {"clear_traces", "get_traceback_limit", "get_traced_memory", "get_tracemalloc_memory", "is_tracing", "reset_peak", "start", "stop", "_get_traces", "_get_object_traceback"};
    for (int i = 0; i < 10; i++) { PyObject *f = MUST(PyObject_GetAttrString(module(), names[i])); printf("%s ", names[i]); SHOW(PyObject_GetAttrString(f, "__text_signature__")); Py_DECREF(f); }
}
TEST(off) {
    SHOW(T("is_tracing", NULL)); SHOW(T("get_traceback_limit", NULL)); SHOW(T("get_traced_memory", NULL)); SHOW(T("get_tracemalloc_memory", NULL)); SHOW(T("_get_traces", NULL)); SHOW(T("clear_traces", NULL)); SHOW(T("reset_peak", NULL)); SHOW(T("stop", NULL)); SHOW(T("_get_object_traceback", "(s)", "x"));
    SHOW_INT(PyTraceMalloc_Track(7, 0x1000, 10)); SHOW_INT(PyTraceMalloc_Untrack(7, 0x1000)); SHOW(_PyTraceMalloc_GetTraceback(7, 0x1000));
}
TEST(start) {
    SHOW(T("start", NULL)); SHOW(T("is_tracing", NULL)); SHOW(T("get_traceback_limit", NULL)); SHOW(T("start", "(i)", 5)); SHOW(T("get_traceback_limit", NULL)); SHOW(T("stop", NULL)); SHOW(T("is_tracing", NULL)); SHOW(T("get_traceback_limit", NULL)); SHOW(T("start", "(i)", 5)); SHOW(T("get_traceback_limit", NULL)); SHOW(T("stop", NULL)); SHOW(T("stop", NULL));
    SHOW(T("start", "(i)", 0)); SHOW(T("start", "(i)", -1)); SHOW(T("start", "(i)", 65535)); SHOW(T("stop", NULL)); SHOW(T("start", "(i)", 65536)); SHOW(T("start", "(s)", "x")); SHOW(T("start", "(ii)", 1, 2)); SHOW(T("start", "(O)", Py_None)); SHOW(T("start", "(N)", I("99999999999999999999"))); SHOW(T("is_tracing", NULL)); SHOW(T("get_traceback_limit", NULL));
}
TEST(blocks) {
    MUST(T("start", NULL));
    long before = traced(0);
    void *raw = PyMem_RawMalloc(ODD), *mem = PyMem_Malloc(ODD), *object = PyObject_Malloc(ODD);
    SHOW_INT(traces(0, ODD)); SHOW_INT(traced(0) - before >= 3 * ODD); SHOW_INT(traced(0) - before < 3 * ODD + 4096);
    raw = PyMem_RawRealloc(raw, 2 * ODD); SHOW_INT(traces(0, ODD)); SHOW_INT(traces(0, 2 * ODD)); PyMem_RawFree(raw); SHOW_INT(traces(0, 2 * ODD));
    mem = PyMem_Realloc(mem, 10); SHOW_INT(traces(0, ODD)); PyMem_Free(mem); PyObject_Free(object); SHOW_INT(traces(0, ODD)); SHOW_INT(traced(0) - before < 4096); SHOW_INT(traced(1) - before >= 4 * ODD);
    void *zeros = PyMem_Calloc(ODD, 3); SHOW_INT(traces(0, 3 * ODD)); PyMem_Free(zeros); void *none = PyMem_Realloc(NULL, ODD + 1); SHOW_INT(traces(0, ODD + 1)); PyMem_Free(none);
    SHOW(T("reset_peak", NULL)); SHOW_INT(traced(1) - before < 8192); PyMem_Free(NULL);
    void *old = PyMem_Malloc(ODD); SHOW(T("clear_traces", NULL)); SHOW_INT(traces(0, ODD)); SHOW_INT(traced(0) < 4096); SHOW_INT(traced(1) < 8192); old = PyMem_Realloc(old, ODD + 7); SHOW_INT(traces(0, ODD + 7)); PyMem_Free(old);
    void *kept = PyMem_Malloc(ODD); MUST(T("stop", NULL)); SHOW(T("get_traced_memory", NULL)); SHOW(T("_get_traces", NULL)); PyMem_Free(kept); MUST(T("start", NULL)); SHOW_INT(traces(0, ODD)); SHOW_INT(PyMem_Malloc((size_t)1 << 62) != NULL); MUST(T("stop", NULL));
}
TEST(track) {
    MUST(T("start", NULL));
    SHOW_INT(PyTraceMalloc_Track(7, 0x1000, ODD)); SHOW_INT(traces(7, ODD)); SHOW(_PyTraceMalloc_GetTraceback(7, 0x1000)); SHOW(_PyTraceMalloc_GetTraceback(8, 0x1000)); SHOW(_PyTraceMalloc_GetTraceback(7, 0x1001)); SHOW_INT(PyTraceMalloc_Track(7, 0x1000, 2 * ODD)); SHOW_INT(traces(7, ODD)); SHOW_INT(traces(7, 2 * ODD)); SHOW_INT(PyTraceMalloc_Track(8, 0x1000, ODD)); SHOW_INT(traces(8, ODD));
    SHOW_INT(PyTraceMalloc_Untrack(7, 0x1000)); SHOW_INT(traces(7, 2 * ODD)); SHOW_INT(PyTraceMalloc_Untrack(7, 0x1000)); SHOW_INT(PyTraceMalloc_Untrack(99, 0x5000)); SHOW_INT(traces(8, ODD)); SHOW_INT(PyTraceMalloc_Track(0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF, 0)); SHOW_INT(traces(0xFFFFFFFF, 0)); SHOW_INT(PyTraceMalloc_Track(9, 0, 1)); SHOW_INT(traces(9, 1));
    long before = traced(0); PyTraceMalloc_Track(10, 1, ODD); SHOW_INT(traced(0) - before >= ODD); PyTraceMalloc_Untrack(10, 1); SHOW_INT(traced(0) - before < 4096); MUST(T("clear_traces", NULL)); SHOW_INT(traces(8, ODD)); MUST(T("stop", NULL)); SHOW_INT(PyTraceMalloc_Track(7, 0x1000, ODD)); SHOW(_PyTraceMalloc_GetTraceback(7, 0x1000));
}
TEST(objects) {
    PyObject *before = F(1.5);
    MUST(T("start", NULL));
    PyObject *bytes = MUST(PyBytes_FromStringAndSize(NULL, ODD)), *list = MUST(PySet_New(NULL)), *number = I("123456789012345678901234567890");
    SHOW(T("_get_object_traceback", "(O)", bytes)); SHOW(T("_get_object_traceback", "(O)", list)); SHOW(T("_get_object_traceback", "(O)", number)); SHOW(T("_get_object_traceback", "(O)", before)); SHOW(T("_get_object_traceback", "(O)", Py_None)); SHOW(T("_get_object_traceback", NULL)); Py_DECREF(bytes); SHOW_INT(PyLong_AsLong(MUST(T("get_tracemalloc_memory", NULL))) > 100); MUST(T("stop", NULL)); SHOW(T("_get_object_traceback", "(O)", list));
}
TEST(nested) { MUST(T("start", NULL)); MUST(T("start", NULL)); MUST(T("stop", NULL)); SHOW(T("is_tracing", NULL)); void *p = PyMem_Malloc(ODD); MUST(T("start", "(i)", 25)); SHOW(T("get_traceback_limit", NULL)); p = PyMem_Realloc(p, ODD + 1); SHOW_INT(traces(0, ODD + 1)); }
