/* What CPython 3.14 crashes on, or checks only in part: NULL where an object is asked for, objects of the wrong type,
 * sizes that no memory has.  Each call raises, and the runtime is sound afterwards. */
#include "harness.h"

#define NULL_CALL(call) do { \
        void *result_ = (void *)(call); \
        PyObject *raised_ = PyErr_GetRaisedException(); \
        printf("%s: %s, %s\n", #call, result_ ? "a result" : "NULL", raised_ ? Py_TYPE(raised_)->tp_name : "no exception"); \
        Py_XDECREF(raised_); fflush(stdout); \
    } while (0)
#define INT_CALL(call) do { \
        long long result_ = (long long)(call); \
        PyObject *raised_ = PyErr_GetRaisedException(); \
        printf("%s: %lld, %s\n", #call, result_, raised_ ? Py_TYPE(raised_)->tp_name : "no exception"); \
        Py_XDECREF(raised_); fflush(stdout); \
    } while (0)

TEST(null_objects) {
    NULL_CALL(PyObject_GetAttrString(NULL, "x"));
    NULL_CALL(PyObject_GetAttr(Py_None, NULL));
    NULL_CALL(PyObject_GetAttrString(Py_None, NULL));
    NULL_CALL(PyObject_Type(NULL));
    NULL_CALL(PyObject_GetItem(NULL, Py_None));
    NULL_CALL(PyObject_GetItem(Py_None, NULL));
    NULL_CALL(PyObject_GetIter(NULL));
    NULL_CALL(PyIter_Next(NULL));
    NULL_CALL(PyNumber_Add(NULL, Py_None));
    NULL_CALL(PyNumber_Negative(NULL));
    NULL_CALL(PySequence_Concat(NULL, NULL));
    NULL_CALL(PySequence_List(NULL));
    NULL_CALL(PyObject_CallNoArgs(NULL));
    NULL_CALL(PyObject_Call(NULL, NULL, NULL));
    NULL_CALL(PyObject_Call((PyObject *)&PyLong_Type, NULL, NULL));
    INT_CALL(PyObject_Hash(NULL));
    INT_CALL(PyObject_IsTrue(NULL));
    INT_CALL(PyObject_Size(NULL));
    INT_CALL(PyObject_SetAttrString(NULL, "x", Py_None));
    INT_CALL(PyObject_SetItem(NULL, NULL, NULL));
    INT_CALL(PySequence_Contains(NULL, NULL));
    INT_CALL(PyObject_IsInstance(NULL, NULL));
    INT_CALL(PyObject_IsInstance(Py_None, NULL));
}
TEST(null_containers) {
    NULL_CALL(PyList_GetItem(NULL, 0));
    NULL_CALL(PyTuple_GetItem(NULL, 0));
    NULL_CALL(PyDict_GetItemWithError(NULL, NULL));
    NULL_CALL(PyDict_Keys(NULL));
    NULL_CALL(PyDict_Copy(NULL));
    NULL_CALL(PyList_AsTuple(NULL));
    INT_CALL(PyList_Append(NULL, NULL));
    INT_CALL(PyList_SetItem(NULL, 0, NULL));
    INT_CALL(PyList_Sort(NULL));
    INT_CALL(PyDict_SetItem(NULL, NULL, NULL));
    INT_CALL(PyDict_SetItemString(NULL, NULL, NULL));
    INT_CALL(PyDict_DelItem(NULL, NULL));
    INT_CALL(PySet_Add(NULL, NULL));
    INT_CALL(PySet_Size(NULL));
    INT_CALL(PyList_Size(NULL));
    INT_CALL(PyTuple_Size(NULL));
    INT_CALL(PyDict_Size(NULL));
}
TEST(null_text) {
    NULL_CALL(PyUnicode_FromString(NULL));
    NULL_CALL(PyUnicode_Concat(NULL, NULL));
    NULL_CALL(PyUnicode_Join(NULL, NULL));
    NULL_CALL(PyUnicode_Split(NULL, NULL, -1));
    NULL_CALL(PyUnicode_AsUTF8String(NULL));
    NULL_CALL(PyUnicode_AsUTF8AndSize(NULL, NULL));
    NULL_CALL(PyBytes_FromString(NULL));
    NULL_CALL(PyBytes_AsString(NULL));
    NULL_CALL(PyLong_FromString(NULL, NULL, 10));
    NULL_CALL(PyFloat_FromString(NULL));
    INT_CALL(PyUnicode_GetLength(NULL));
    INT_CALL(PyUnicode_Contains(NULL, NULL));
    INT_CALL(PyLong_AsLong(NULL));
    INT_CALL(PyLong_AsLongLong(NULL));
    INT_CALL(PyBytes_Size(NULL));
    INT_CALL(PyFloat_AsDouble(NULL));
}
TEST(wrong_types) {
    PyObject *five = I("5");
    NULL_CALL(PyList_GetItem(five, 0));
    NULL_CALL(PyTuple_GetItem(five, 0));
    NULL_CALL(PyDict_Keys(five));
    NULL_CALL(PyDict_Copy(five));
    NULL_CALL(PyUnicode_AsUTF8String(five));
    NULL_CALL(PyUnicode_Concat(five, five));
    NULL_CALL(PyBytes_AsString(five));
    NULL_CALL(PyCapsule_GetPointer(five, NULL));
    NULL_CALL(PyModule_GetDict(five));
    NULL_CALL(PyErr_NewException("nodot", NULL, NULL));
    INT_CALL(PyList_Append(five, five));
    INT_CALL(PyDict_SetItem(five, five, five));
    INT_CALL(PySet_Add(five, five));
    INT_CALL(PyUnicode_GetLength(five));
    INT_CALL(PyModule_AddObjectRef(five, "x", five));
    INT_CALL(PyByteArray_Resize(five, 3));
    Py_DECREF(five);
}
TEST(sizes) {
    NULL_CALL(PyList_New(-1));
    NULL_CALL(PyList_New(PY_SSIZE_T_MAX));
    NULL_CALL(PyTuple_New(-1));
    NULL_CALL(PyTuple_New(PY_SSIZE_T_MAX));
    NULL_CALL(PyBytes_FromStringAndSize(NULL, -1));
    NULL_CALL(PyBytes_FromStringAndSize(NULL, PY_SSIZE_T_MAX));
    NULL_CALL(PyByteArray_FromStringAndSize(NULL, -1));
    NULL_CALL(PyByteArray_FromStringAndSize(NULL, PY_SSIZE_T_MAX));
    NULL_CALL(PyUnicode_New(PY_SSIZE_T_MAX, 127));
    NULL_CALL(PyUnicode_New(5, 0x110000));
    NULL_CALL(PyUnicode_FromStringAndSize("x", -1));
    NULL_CALL(PyUnicode_FromKindAndData(3, "x", 1));
    NULL_CALL(PyUnicode_FromOrdinal(0x110000));
    NULL_CALL(PySequence_Repeat(V("[i]", 1), PY_SSIZE_T_MAX));
    NULL_CALL(PySequence_Repeat(S("abc"), PY_SSIZE_T_MAX));
    NULL_CALL(PySequence_Repeat(MUST(PyBytes_FromString("abc")), PY_SSIZE_T_MAX));
    NULL_CALL(PyNumber_Lshift(I("1"), I("9223372036854775807")));
    NULL_CALL(PyList_GetItem(V("[i]", 1), -1));
    NULL_CALL(PyList_GetItem(V("[i]", 1), 1));
    NULL_CALL(PyTuple_GetSlice(V("(i)", 1), 5, -5));
    INT_CALL(PyList_Insert(V("[i]", 1), -100, Py_None));
    INT_CALL(PyList_SetItem(V("[i]", 1), 1, Py_NewRef(Py_None)));
}
TEST(sound_afterwards) {
    SHOW(V("[i,s,d,(O),{s:y}]", 1, "two", 3.0, Py_None, "k", "v"));
    SHOW(PyNumber_Add(I("1"), I("2")));
    SHOW_INT(PyGC_Collect() >= 0);
}
