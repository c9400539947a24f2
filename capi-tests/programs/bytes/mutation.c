/* Objects whose special methods change the bytearray, or release the memoryview, that they are an argument for. */
#include "harness.h"

static PyObject *target; static int what; static long answer;
static PyObject *evil_index(PyObject *self) {
    switch (what) {
    case 0: Py_XDECREF(PyObject_CallMethod(target, "clear", NULL)); break;
    case 1: Py_XDECREF(PyObject_CallMethod(target, "extend", "y", "0123456789012345678901234567890123456789")); break;
    case 2: Py_XDECREF(PyObject_CallMethod(target, "release", NULL)); break;
    case 3: PySequence_DelItem(target, 0); break;
    }
    PyErr_Clear();
    return PyLong_FromLong(answer);
}
static PyObject *evil(int w, long a) {
    static PyObject *type;
    if (!type) { static PyType_Slot slots[] = {{Py_nb_index, evil_index}, {0}}; static PyType_Spec spec = {"t.Evil", 0, 0, Py_TPFLAGS_DEFAULT, slots}; type = MUST(PyType_FromSpec(&spec)); }
    what = w; answer = a;
    return MUST(PyObject_CallNoArgs(type));
}
static PyObject *A(void) { return target = MUST(PyByteArray_FromStringAndSize("abcdefghij", 10)); }
#define TRY(w, a, expr) do { PyObject *t = A(), *e = evil(w, a); print_new(#w " " #a " " #expr, expr); print_object("  now", t); } while (0)
#define TRYI(w, a, expr) do { PyObject *t = A(), *e = evil(w, a); print_int(#w " " #a " " #expr, expr); print_object("  now", t); } while (0)
TEST(bytearray) {
    for (int w = 0; w < 4; w += 1) { if (w == 2) continue; SAY("-- %d", w);
        TRY(w, 5, PyObject_GetItem(t, e)); TRY(w, -1, PyObject_GetItem(t, e)); TRYI(w, 5, PyObject_SetItem(t, e, I("65"))); TRYI(w, 65, PyObject_SetItem(t, I("5"), e)); TRYI(w, 65, PySequence_SetItem(t, 9, e)); TRYI(w, 5, PyObject_DelItem(t, e));
        TRY(w, 100, PyObject_CallMethod(t, "find", "iO", 'j', e)); TRY(w, 3, PyObject_CallMethod(t, "count", "yO", "j", e)); TRY(w, 106, PyObject_CallMethod(t, "find", "O", e)); TRY(w, 106, PyObject_CallMethod(t, "remove", "O", e)); TRY(w, 5, PyObject_CallMethod(t, "pop", "O", e)); TRY(w, 5, PyObject_CallMethod(t, "insert", "Oi", e, 65)); TRY(w, 65, PyObject_CallMethod(t, "insert", "iO", 5, e)); TRY(w, 65, PyObject_CallMethod(t, "append", "O", e)); TRY(w, 20, PyObject_CallMethod(t, "ljust", "O", e)); TRY(w, 20, PyObject_CallMethod(t, "center", "O", e)); TRY(w, 20, PyObject_CallMethod(t, "zfill", "O", e)); TRY(w, 3, PyObject_CallMethod(t, "expandtabs", "O", e)); TRY(w, 2, PyObject_CallMethod(t, "split", "yO", "c", e)); TRY(w, 2, PyObject_CallMethod(t, "replace", "yyO", "c", "xyz", e)); TRY(w, 2, PyNumber_Multiply(t, e)); TRY(w, 15, PyObject_CallMethod(t, "resize", "O", e)); TRY(w, 1, PyObject_CallMethod(t, "hex", "sO", ":", e)); TRYI(w, 65, PySequence_Contains(t, e));
        TRY(w, 2, PyObject_GetItem(t, PySlice_New(e, NULL, NULL))); TRY(w, 8, PyObject_GetItem(t, PySlice_New(NULL, e, I("2")))); TRYI(w, 2, PyObject_SetItem(t, PySlice_New(e, I("8"), NULL), PyByteArray_FromStringAndSize("X", 1))); TRYI(w, 2, PyObject_DelItem(t, PySlice_New(e, I("8"), NULL))); TRYI(w, 2, PyObject_DelItem(t, PySlice_New(e, I("8"), I("2"))));
        TRY(w, 66, PyObject_CallMethod(t, "extend", "[iOi]", 65, e, 67)); TRY(w, 66, PyObject_CallMethod(t, "join", "[O]", e));
    }
}
TEST(bytearray_items_from_evil) {
    for (int w = 0; w < 2; w++) { SAY("-- %d", w); PyObject *t = A(), *e = evil(w, 66); print_int("slice", PyObject_SetItem(t, PySlice_New(I("2"), I("8"), NULL), V("[iO]", 65, e))); SHOW_BORROWED(t); }
}
#define MTRY(a, expr) do { PyObject *o = PyByteArray_FromStringAndSize("abcdefghij", 10), *t = target = PyMemoryView_FromObject(o), *e = evil(2, a); print_new(#a " " #expr, expr); print_int("  exports", ((PyByteArrayObject *)o)->ob_exports); print_object("  now", o); } while (0)
#define MTRYI(a, expr) do { PyObject *o = PyByteArray_FromStringAndSize("abcdefghij", 10), *t = target = PyMemoryView_FromObject(o), *e = evil(2, a); print_int(#a " " #expr, expr); print_int("  exports", ((PyByteArrayObject *)o)->ob_exports); print_object("  now", o); } while (0)
TEST(memoryview) {
    MTRY(5, PyObject_GetItem(t, e)); MTRY(5, PyObject_GetItem(t, V("(O)", e))); MTRYI(5, PyObject_SetItem(t, e, I("65"))); MTRYI(65, PyObject_SetItem(t, I("5"), e)); MTRYI(65, PyObject_SetItem(t, V("(i)", 5), e)); MTRYI(2, PyObject_SetItem(t, PySlice_New(e, NULL, NULL), PyBytes_FromString("12345678"))); MTRY(2, PyObject_CallMethod(t, "hex", "sO", ":", e)); MTRY(2, PyObject_CallMethod(t, "index", "iO", 'j', e));
}
