/* sys.getallocatedblocks: it goes up and down with the blocks that are out. */
#include "../harness.h"
static PyObject *function(void) { return MUST(PySys_GetObject("getallocatedblocks")); }
static long count(void) {
    PyObject *number = MUST(PyObject_CallNoArgs(function()));
    long result = PyLong_AsLong(number);
    Py_DECREF(number);
    return result;
}
enum { MANY = 3000 };
TEST(up_and_down) {
    static PyObject *made[MANY];
    count();
    for (int round = 0; round < 3; round++) {
        long before = count();
        for (int i = 0; i < MANY; i++) made[i] = MUST(PyBytes_FromStringAndSize(NULL, 40 + i % 200));
        long more = count();
        for (int i = 0; i < MANY; i += 2) Py_CLEAR(made[i]);
        long half = count();
        for (int i = 1; i < MANY; i += 2) Py_CLEAR(made[i]);
        long after = count();
        SAY("up: %d, half: %d, down: %d", more - before >= MANY && more - before < MANY + 10, half - before >= MANY / 2 && half - before < MANY / 2 + 10, after - before < 10 && after - before > -10);
    }
}
TEST(other_domains) {
    void *blocks[500];
    long before = count();
    for (int i = 0; i < 500; i++) blocks[i] = i % 2 ? PyMem_Malloc(64) : PyObject_Malloc(64);
    SAY("up: %d", count() - before >= 500);
    for (int i = 0; i < 500; i++) if (i % 2) PyMem_Free(blocks[i]); else PyObject_Free(blocks[i]);
    SAY("down: %d", count() - before < 10);
}
TEST(results) {
    SAY("some: %d", count() > 100);
    PyObject *number = MUST(PyObject_CallNoArgs(function()));
    print_text("type", Py_TYPE(number)->tp_name); Py_DECREF(number);
    SHOW(PyObject_CallFunction(function(), "i", 1));
    SHOW(PyObject_GetAttrString(function(), "__text_signature__"));
}
