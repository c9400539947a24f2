/* Functions of the stable ABI that take two objects, on pairs of objects of the common kinds: result or exception. Those that change an object change it for the pairs that follow. */
#include "../objects.h"

#define EACH(test_, ...) TEST(test_) { \
    object_count = 0; \
    make_objects(); \
    for (int i = 0; i < FEW; i++) for (int j = 0; j < FEW - 2; j++) { \
        PyObject *a = objects[i].object, *b = objects[j].object; \
        printf("%s, %s: ", objects[i].label, objects[j].label); \
        __VA_ARGS__; \
    } \
}
#define OBJECT(function, ...) EACH(function, put_object((PyObject *)function(a, b __VA_OPT__(,) __VA_ARGS__)))
#define NUMBER(function, ...) EACH(function, put_number((long long)function(a, b __VA_OPT__(,) __VA_ARGS__)))

OBJECT(PyNumber_Add) OBJECT(PyNumber_Subtract) OBJECT(PyNumber_Multiply) OBJECT(PyNumber_MatrixMultiply) OBJECT(PyNumber_FloorDivide) OBJECT(PyNumber_TrueDivide) OBJECT(PyNumber_Remainder) OBJECT(PyNumber_Divmod) OBJECT(PyNumber_Lshift) OBJECT(PyNumber_Rshift) OBJECT(PyNumber_And) OBJECT(PyNumber_Xor) OBJECT(PyNumber_Or) OBJECT(PyNumber_Power, Py_None)
OBJECT(PyNumber_InPlaceSubtract) OBJECT(PyNumber_InPlaceMatrixMultiply) OBJECT(PyNumber_InPlaceFloorDivide) OBJECT(PyNumber_InPlaceTrueDivide) OBJECT(PyNumber_InPlaceLshift) OBJECT(PyNumber_InPlaceAnd) OBJECT(PyNumber_InPlaceXor) OBJECT(PyNumber_InPlaceOr) OBJECT(PyNumber_InPlacePower, Py_None)
OBJECT(PyObject_RichCompare, Py_LT) EACH(PyObject_RichCompareBool, put_number(PyObject_RichCompareBool(a, b, Py_EQ))) EACH(PyObject_RichCompareBool_GE, put_number(PyObject_RichCompareBool(a, b, Py_GE)))
OBJECT(PyObject_GetItem) OBJECT(PyObject_GetAttr) OBJECT(PyObject_Format) OBJECT(PySequence_Concat) NUMBER(PySequence_Contains) NUMBER(PySequence_Count) NUMBER(PySequence_Index) NUMBER(PyMapping_HasKeyWithError) NUMBER(PyObject_HasAttrWithError) NUMBER(PyObject_IsInstance) NUMBER(PyObject_IsSubclass) NUMBER(PyObject_DelItem) NUMBER(PyObject_DelAttr)
OBJECT(PyUnicode_Concat) NUMBER(PyUnicode_Contains) OBJECT(PyUnicode_Join) OBJECT(PyUnicode_Split, -1) OBJECT(PyUnicode_RSplit, 1) OBJECT(PyUnicode_Partition) OBJECT(PyUnicode_RPartition) NUMBER(PyUnicode_Count, 0, 10) NUMBER(PyUnicode_Find, 0, 10, 1) NUMBER(PyUnicode_Tailmatch, 0, 10, -1) OBJECT(PyUnicode_Format) NUMBER(PyUnicode_Compare) OBJECT(PyUnicode_RichCompare, Py_EQ) OBJECT(PyByteArray_Concat)
 EACH(PyDict_GetItemWithError, PyObject *r = PyDict_GetItemWithError(a, b); put_object(Py_XNewRef(r))) EACH(PyDict_GetItemRef, PyObject *r = NULL; int status = PyDict_GetItemRef(a, b, &r); printf("%d ", status); put_object(r)) NUMBER(PyDict_DelItem) NUMBER(PyDict_Merge, 0) EACH(PyDict_MergeFromSeq2, if (!PyDict_Check(a)) continue; put_number(PyDict_MergeFromSeq2(a, b, 1))) NUMBER(PyDict_Update) NUMBER(PySet_Contains) NUMBER(PySet_Discard) NUMBER(PyErr_GivenExceptionMatches)
EACH(PyObject_Call, put_object(PyObject_Call(a, PyTuple_Pack(1, b), NULL))) EACH(PyDict_SetItem, put_number(PyDict_SetItem(a, b, Py_None))) EACH(PyObject_SetItem, put_number(PyObject_SetItem(a, b, Py_None))) EACH(PyObject_SetAttr, put_number(PyObject_SetAttr(a, b, Py_None))) EACH(PyList_SetSlice, put_number(PyList_SetSlice(a, 0, 1, b))) EACH(PySequence_SetSlice, put_number(PySequence_SetSlice(a, 0, 1, b))) EACH(PySet_Add, if (PyFrozenSet_Check(a)) continue; put_number(PySet_Add(a, b))) EACH(PyObject_GetOptionalAttr, PyObject *r = NULL; int status = PyObject_GetOptionalAttr(a, b, &r); printf("%d ", status); put_object(r)) EACH(PyMapping_GetOptionalItem, PyObject *r = NULL; int status = PyMapping_GetOptionalItem(a, b, &r); printf("%d ", status); put_object(r)) EACH(PyCallIter_New, PyObject *r = PyCallIter_New(a, b); put_object(r)) EACH(PySlice_New, put_object(PySlice_New(a, b, NULL))) EACH(PySlice_Unpack, PyObject *s = PySlice_New(a, b, NULL); Py_ssize_t x = 0; Py_ssize_t y = 0; Py_ssize_t z = 0; int status = PySlice_Unpack(s, &x, &y, &z); printf("%d ", status); if (status < 0) put_raised(); else printf("%zd %zd %zd, %zd items\n", x, y, z, PySlice_AdjustIndices(10, &x, &y, z)); Py_DECREF(s))
