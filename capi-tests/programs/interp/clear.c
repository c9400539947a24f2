/* Ending an interpreter by the steps that Py_EndInterpreter takes for a host. */
#include "harness.h"

TEST(clear_and_delete) {
    PyThreadState *main_state = PyThreadState_Get(), *state = Py_NewInterpreter();
    PyInterpreterState *interp = PyThreadState_GetInterpreter(state);
    int own = interp != PyThreadState_GetInterpreter(main_state);
    PyObject *list = PyList_New(3);
    Py_XDECREF(list);
    PyInterpreterState_Clear(interp);
    PyThreadState_Swap(main_state);
    PyInterpreterState_Delete(interp);
    SHOW_INT(own);
    SHOW_INT(PyThreadState_Get() == main_state);
    SHOW_INT(PyInterpreterState_GetID(PyInterpreterState_Get()));
    SHOW(PyObject_Repr(Py_None));
}
TEST(again) {
    PyThreadState *main_state = PyThreadState_Get();
    for (int i = 0; i < 5; i++) {
        PyThreadState *state = Py_NewInterpreter();
        PyInterpreterState *interp = PyThreadState_GetInterpreter(state);
        PyInterpreterState_Clear(interp);
        PyThreadState_Swap(main_state);
        PyInterpreterState_Delete(interp);
    }
    SHOW_INT(PyThreadState_Get() == main_state);
}
