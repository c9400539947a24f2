/* Every function of the stable ABI that takes one object, on objects of every kind: result or exception, and no reference gained or lost. */
#include "../objects.h"

#define EACH(test_, ...) TEST(test_) { \
    make_objects(); \
    for (int i = 0; i < object_count; i++) { \
        PyObject *o = objects[i].object; \
        printf("%s: ", objects[i].label); \
        __VA_ARGS__; \
    } \
}
#define OBJECT(function, ...) EACH(function, put_object((PyObject *)function(o __VA_OPT__(,) __VA_ARGS__)))
#define NUMBER(function, ...) EACH(function, put_number((long long)function(o __VA_OPT__(,) __VA_ARGS__)))
#define DOUBLE(function) EACH(function, double d = function(o); if (PyErr_Occurred()) { printf("%g ", d); put_raised(); } else printf("%.17g\n", d))
#define COPY(function) EACH(function, PyObject *r = (PyObject *)function(o); put_object(Py_XNewRef(r)))

OBJECT(PyObject_Repr) OBJECT(PyObject_Str) OBJECT(PyObject_ASCII) OBJECT(PyObject_Bytes) OBJECT(PyObject_Type) OBJECT(PyObject_GetIter) OBJECT(PyObject_GetAIter) OBJECT(PyObject_CallNoArgs)
OBJECT(PyNumber_Absolute) OBJECT(PyNumber_Negative) OBJECT(PyNumber_Positive) OBJECT(PyNumber_Invert) OBJECT(PyNumber_Long) OBJECT(PyNumber_Float) OBJECT(PyNumber_Index) OBJECT(PyNumber_ToBase, 16)
OBJECT(PySequence_List) OBJECT(PySequence_Tuple) OBJECT(PySequence_Fast, "no sequence") OBJECT(PySequence_GetItem, 0) OBJECT(PySequence_GetSlice, 0, 1) OBJECT(PySequence_Repeat, 2)
OBJECT(PyMapping_Keys) OBJECT(PyMapping_Values) OBJECT(PyMapping_Items) OBJECT(PyMapping_GetItemString, "a")
OBJECT(PyUnicode_AsUTF8String) OBJECT(PyUnicode_AsASCIIString) OBJECT(PyUnicode_AsLatin1String) OBJECT(PyUnicode_AsUTF16String) OBJECT(PyUnicode_AsUTF32String) OBJECT(PyUnicode_AsUnicodeEscapeString) OBJECT(PyUnicode_AsRawUnicodeEscapeString) OBJECT(PyUnicode_EncodeFSDefault) OBJECT(PyUnicode_FromObject) OBJECT(PyUnicode_AsEncodedString, "latin-1", "replace") OBJECT(PyUnicode_FromEncodedObject, "utf-8", "strict") OBJECT(PyUnicode_Splitlines, 1)
OBJECT(PyBytes_FromObject) OBJECT(PyFloat_FromString) OBJECT(PyOS_FSPath) OBJECT(PySet_New) OBJECT(PyFrozenSet_New) OBJECT(PyDict_Copy) OBJECT(PyDict_Keys) OBJECT(PyDict_Values) OBJECT(PyDict_Items) OBJECT(PyList_AsTuple) OBJECT(PyList_GetSlice, 0, 1) OBJECT(PyList_GetItemRef, 0) OBJECT(PyTuple_GetSlice, 0, 1) OBJECT(PyMemoryView_FromObject) OBJECT(PySeqIter_New) OBJECT(PyDictProxy_New) OBJECT(PyWeakref_NewRef, NULL) OBJECT(PyWeakref_NewProxy, NULL) OBJECT(PyObject_Dir) OBJECT(PyObject_GetAttrString, "__class__") OBJECT(PyObject_Format, NULL)
COPY(PyObject_SelfIter) EACH(PyTuple_GetItem, put_object(Py_XNewRef(PyTuple_GetItem(o, 0)))) EACH(PyList_GetItem, put_object(Py_XNewRef(PyList_GetItem(o, 0))))
NUMBER(PyObject_IsTrue) NUMBER(PyObject_Not) NUMBER(PyCallable_Check) NUMBER(PyNumber_Check) NUMBER(PyIndex_Check) NUMBER(PySequence_Check) NUMBER(PyMapping_Check) NUMBER(PyIter_Check) NUMBER(PyAIter_Check) NUMBER(PyObject_CheckBuffer) NUMBER(PyObject_AsFileDescriptor)
NUMBER(PyObject_Size) NUMBER(PySequence_Size) NUMBER(PyMapping_Size) NUMBER(PyTuple_Size) NUMBER(PyList_Size) NUMBER(PyDict_Size) NUMBER(PySet_Size) NUMBER(PyBytes_Size) NUMBER(PyUnicode_GetLength) NUMBER(PyNumber_AsSsize_t, NULL) EACH(PyNumber_AsSsize_t_error, put_number(PyNumber_AsSsize_t(o, PyExc_OverflowError))) EACH(PyObject_Hash, Py_hash_t h = PyObject_Hash(o); if (h == -1) put_number(h); else printf("has one\n"))
NUMBER(PyLong_AsLong) NUMBER(PyLong_AsInt) NUMBER(PyLong_AsLongLong) NUMBER(PyLong_AsSsize_t) NUMBER(PyLong_AsSize_t) NUMBER(PyLong_AsUnsignedLong) NUMBER(PyLong_AsUnsignedLongLong) NUMBER(PyLong_AsUnsignedLongMask) NUMBER(PyLong_AsUnsignedLongLongMask) NUMBER(PyLong_AsVoidPtr)
EACH(PyLong_AsLongAndOverflow, int over = 9; long v = PyLong_AsLongAndOverflow(o, &over); printf("%d ", over); put_number(v)) EACH(PyLong_AsLongLongAndOverflow, int over = 9; long long v = PyLong_AsLongLongAndOverflow(o, &over); printf("%d ", over); put_number(v))
EACH(PyLong_AsInt32, int32_t v = 9; int status = PyLong_AsInt32(o, &v); printf("%d ", status); put_number(v)) EACH(PyLong_AsInt64, int64_t v = 9; int status = PyLong_AsInt64(o, &v); printf("%d ", status); put_number(v)) EACH(PyLong_AsUInt32, uint32_t v = 9; int status = PyLong_AsUInt32(o, &v); printf("%d ", status); put_number(v)) EACH(PyLong_AsUInt64, uint64_t v = 9; int status = PyLong_AsUInt64(o, &v); printf("%d ", status); put_number((long long)v))
EACH(PyLong_AsNativeBytes, unsigned char b[8] = {0}; Py_ssize_t n = PyLong_AsNativeBytes(o, b, 8, -1); printf("%02x %02x ", b[0], b[7]); put_number(n))
DOUBLE(PyFloat_AsDouble) DOUBLE(PyLong_AsDouble) DOUBLE(PyComplex_RealAsDouble) DOUBLE(PyComplex_ImagAsDouble)
EACH(PyUnicode_AsUTF8AndSize, Py_ssize_t n = -5; const char *t = PyUnicode_AsUTF8AndSize(o, &n); if (t) printf("%d bytes\n", (int)n); else put_raised())
EACH(PyBytes_AsString, const char *t = PyBytes_AsString(o); if (t) printf("\"%s\"\n", t); else put_raised()) EACH(PyBytes_AsStringAndSize, char *t = NULL; Py_ssize_t n = -5; int status = PyBytes_AsStringAndSize(o, &t, &n); printf("%d %d ", status, (int)n); if (status < 0) put_raised(); else printf("\n")) EACH(PyModule_GetName, const char *t = PyModule_GetName(o); if (t) printf("\"%s\"\n", t); else put_raised()) EACH(PyModule_GetDict, put_object(Py_XNewRef(PyModule_GetDict(o))))
EACH(PyObject_GetBuffer, Py_buffer view; if (PyObject_GetBuffer(o, &view, PyBUF_SIMPLE) < 0) put_raised(); else { printf("%d bytes\n", (int)view.len); PyBuffer_Release(&view); }) EACH(PyCapsule_GetPointer, put_number((intptr_t)PyCapsule_GetPointer(o, "name"))) EACH(PyUnicode_FSConverter, PyObject *r = NULL; if (PyUnicode_FSConverter(o, &r)) put_object(r); else put_raised()) EACH(PyUnicode_FSDecoder, PyObject *r = NULL; if (PyUnicode_FSDecoder(o, &r)) put_object(r); else put_raised())
EACH(PyMapping_HasKeyString, put_number(PyMapping_HasKeyString(o, "a"))) EACH(PyMapping_HasKeyStringWithError, put_number(PyMapping_HasKeyStringWithError(o, "a"))) EACH(PyObject_HasAttrStringWithError, put_number(PyObject_HasAttrStringWithError(o, "real"))) EACH(PyMapping_GetOptionalItemString, PyObject *r = NULL; int status = PyMapping_GetOptionalItemString(o, "a", &r); printf("%d ", status); put_object(r)) EACH(PyObject_GetOptionalAttrString, PyObject *r = NULL; int status = PyObject_GetOptionalAttrString(o, "real", &r); printf("%d ", status); put_object(r))
EACH(PyIter_Next, PyObject *it = PyObject_GetIter(o); if (!it) { put_raised(); continue; } put_object(PyIter_Next(it)); Py_DECREF(it)) EACH(PyErr_GivenExceptionMatches, put_number(PyErr_GivenExceptionMatches(o, PyExc_ValueError))) EACH(PyExceptionClass_Check, put_number(PyExceptionClass_Check(o))) EACH(PyObject_IsInstance, put_number(PyObject_IsInstance(Py_True, o))) EACH(PyObject_IsSubclass, put_number(PyObject_IsSubclass(TYPE(PyBool_Type), o)))
static void drop(PyObject *o) { Py_XDECREF(o); PyErr_Clear(); }
TEST(references) {
    Py_ssize_t before[64];
    make_objects();
    for (int i = 0; i < object_count; i++) before[i] = Py_REFCNT(objects[i].object);
    for (int round = 0; round < 3; round++) for (int i = 0; i < object_count; i++) {
        PyObject *o = objects[i].object;
        drop(PyObject_Repr(o)); drop(PyObject_Str(o)); drop(PyObject_Bytes(o)); drop(PyNumber_Long(o)); drop(PyNumber_Float(o)); drop(PyNumber_Index(o)); drop(PySequence_List(o)); drop(PySequence_Tuple(o)); drop(PyMapping_Items(o)); drop(PyUnicode_AsUTF8String(o)); drop(PyBytes_FromObject(o)); drop(PySet_New(o)); drop(PyMemoryView_FromObject(o)); drop(PyObject_Dir(o)); drop(PyObject_GetIter(o)); drop(PyNumber_Absolute(o)); drop(PyObject_Type(o)); drop(PyDict_Copy(o)); drop(PyList_AsTuple(o)); drop(PyFloat_FromString(o)); drop(PyOS_FSPath(o)); PyObject_IsTrue(o); PyErr_Clear(); PyObject_Size(o); PyErr_Clear(); PyObject_Hash(o); PyErr_Clear(); PyLong_AsLong(o); PyErr_Clear(); PyFloat_AsDouble(o); PyErr_Clear();
        PyErr_Clear();
    }
    for (int i = 0; i < object_count; i++) if (Py_REFCNT(objects[i].object) != before[i]) SAY("%s: %d", objects[i].label, (int)(Py_REFCNT(objects[i].object) - before[i]));
}
