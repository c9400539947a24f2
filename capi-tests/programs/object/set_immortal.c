/* oracle: 3.15 */
/* PyUnstable_SetImmortal: what can be made immortal, and what it then is. */
#include "harness.h"

extern int PyUnstable_SetImmortal(PyObject *);

TEST(list) {
    PyObject *list = PyList_New(2);
    SHOW_INT(PyUnstable_IsImmortal(list));
    SHOW_INT(PyUnstable_SetImmortal(list)); SHOW_INT(PyUnstable_IsImmortal(list)); SHOW_INT(PyUnstable_SetImmortal(list));
    SHOW_INT(PyObject_GC_IsTracked(list)); SHOW_INT(Py_REFCNT(list));
    Py_DECREF(list); Py_INCREF(list); Py_INCREF(list);
    SHOW_INT(Py_REFCNT(list));
}
TEST(others) {
    SHOW_INT(PyUnstable_SetImmortal(I("123456"))); SHOW_INT(PyUnstable_SetImmortal(F(1.5))); SHOW_INT(PyUnstable_SetImmortal(PyBytes_FromString("text")));
    SHOW_INT(PyUnstable_SetImmortal(V("(ii)", 1000, 2000))); SHOW_INT(PyUnstable_SetImmortal(V("{s:i}", "a", 1))); SHOW_INT(PyUnstable_SetImmortal(PySet_New(NULL)));
}
TEST(refused) {
    PyObject *shared = PyList_New(0);
    Py_INCREF(shared);
    SHOW_INT(PyUnstable_SetImmortal(shared)); SHOW_INT(PyUnstable_IsImmortal(shared));
    Py_DECREF(shared); Py_DECREF(shared);
    PyObject *text = S("some text");
    SHOW_INT(PyUnstable_SetImmortal(text)); SHOW_INT(PyUnstable_IsImmortal(text));
    Py_DECREF(text);
    SHOW_INT(PyUnstable_SetImmortal(Py_None)); SHOW_INT(PyUnstable_SetImmortal((PyObject *)&PyLong_Type)); SHOW_INT(PyUnstable_SetImmortal(PyExc_ValueError));
}
