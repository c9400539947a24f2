/* Allocation failure while classes, instances, functions, calls, weak references, capsules and memory views are made and used. */
#include "faults.h"
#include <stddef.h>

#define DONE(status) ((status) < 0 ? NULL : Py_NewRef(Py_None))
typedef struct { PyObject ob_base; PyObject *held; long number; } Box;
static int box_init(PyObject *self, PyObject *args, PyObject *kw) {
    static char *names[] = {"held", "number", NULL};
    PyObject *held = Py_None; long number = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kw, "|O$l:Box", names, &held, &number)) return -1;
    Py_XSETREF(((Box *)self)->held, Py_NewRef(held)); ((Box *)self)->number = number;
    return 0;
}
static int box_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Box *)self)->held); return 0; }
static int box_clear(PyObject *self) { Py_CLEAR(((Box *)self)->held); return 0; }
static void box_dealloc(PyObject *self) { PyTypeObject *type = Py_TYPE(self); PyObject_GC_UnTrack(self); PyObject_ClearWeakRefs(self); box_clear(self); type->tp_free(self); Py_DECREF(type); }
static PyObject *box_repr(PyObject *self) { return PyUnicode_FromFormat("Box(%R, number=%ld)", ((Box *)self)->held, ((Box *)self)->number); }
static PyObject *box_swap(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t n, PyObject *kw) { return Py_BuildValue("(OOn)", self, cls, n); }
static PyObject *box_get(PyObject *self, void *closure) { return PyLong_FromLong(((Box *)self)->number + 100000); }
static PyMethodDef box_methods[] = {{"swap", (PyCFunction)(void *)box_swap, METH_METHOD | METH_FASTCALL | METH_KEYWORDS, "swap() -> tuple"}, {NULL}};
static PyMemberDef box_members[] = {{"held", Py_T_OBJECT_EX, offsetof(Box, held), 0, "what is held"}, {"number", Py_T_LONG, offsetof(Box, number), 0, NULL}, {NULL}};
static PyGetSetDef box_getset[] = {{"more", box_get, NULL, "more", NULL}, {NULL}};
static PyType_Slot box_slots[] = {{Py_tp_doc, "Box(held)\n--\n\nHolds."}, {Py_tp_init, box_init}, {Py_tp_new, PyType_GenericNew}, {Py_tp_dealloc, box_dealloc}, {Py_tp_traverse, box_traverse}, {Py_tp_clear, box_clear},
    {Py_tp_repr, box_repr}, {Py_tp_methods, box_methods}, {Py_tp_members, box_members}, {Py_tp_getset, box_getset}, {0, NULL}};
static PyType_Spec box_spec = {"faults.Box", sizeof(Box), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_WEAKREF, box_slots};

static PyObject *identity(PyObject *self, PyObject *arg) { return Py_NewRef(arg); }
static PyMethodDef identity_def = {"identity", identity, METH_O, "identity(x)"};
static PyObject *nothing_positional, *box, *class_args, *sub, *instance;
static void values(void) {
    nothing_positional = MUST(PyTuple_New(0));
    box = MUST(PyType_FromSpec(&box_spec));
    PyObject *function = MUST(PyCFunction_New(&identity_def, NULL));
    class_args = V("(s(O){sssOsN})", "Sub", box, "__doc__", "A class.", "method", function, "prop", MUST(PyObject_CallFunction((PyObject *)&PyProperty_Type, "O", function)));
    sub = MUST(PyObject_Call((PyObject *)&PyType_Type, class_args, NULL)); instance = MUST(PyObject_CallFunction(sub, "i", 12345));
}
FAULTS(classes) {
    values();
    PyObject *slotted = V("(s(){s(sss)})", "Slotted", "__slots__", "a", "b", "c"), *three = V("(s(OO){})", "Three", sub, &PyDict_Type), *bad = V("(s(OO){})", "Bad", &PyLong_Type, &PyUnicode_Type);
    PyObject *special = V("(s(){sOsOsO})", "Special", "__len__", PyTuple_GET_ITEM(class_args, 0), "__eq__", Py_None, "__call__", Py_None), *named = V("(s(O){sO})", "Named", sub, "x", MUST(PyObject_GetAttrString(sub, "prop")));
    TRY("FromSpec", PyType_FromSpec(&box_spec)); TRY("FromSpecWithBases", WITH(PyTuple_Pack(1, box), PyType_FromSpecWithBases(&box_spec, x)));
    TRY("type()", PyObject_Call((PyObject *)&PyType_Type, class_args, NULL)); TRY("slots", PyObject_Call((PyObject *)&PyType_Type, slotted, NULL));
    TRY("two bases", PyObject_Call((PyObject *)&PyType_Type, three, NULL)); TRY("conflict", PyObject_Call((PyObject *)&PyType_Type, bad, NULL)); TRY("special", PyObject_Call((PyObject *)&PyType_Type, special, NULL)); TRY("named", PyObject_Call((PyObject *)&PyType_Type, named, NULL));
    TRY("repr", PyObject_Repr(sub)); TRY("mro", PyObject_CallMethod(sub, "mro", NULL)); TRY("dir", PyObject_Dir(sub)); TRY("dir, instance", PyObject_Dir(instance)); TRY("subclasses", PyObject_CallMethod(box, "__subclasses__", NULL));
    TRY("doc", PyObject_GetAttrString(box, "__doc__")); TRY("signature", PyObject_GetAttrString(box, "__text_signature__")); TRY("qualname", PyType_GetQualName((PyTypeObject *)sub)); TRY("module", PyType_GetModuleName((PyTypeObject *)box)); TRY("full name", PyType_GetFullyQualifiedName((PyTypeObject *)box));
    TRY("set attribute", DONE(PyObject_SetAttrString(sub, "new", box))); TRY("set method", DONE(PyObject_SetAttrString(sub, "__add__", Py_None))); TRY("del", ({ int s = PyObject_SetAttrString(sub, "gone", box); if (s == 0) { while (PyObject_DelAttrString(sub, "gone") < 0) { if (!PyErr_ExceptionMatches(PyExc_MemoryError)) break; PyErr_Clear(); failing = 0; } } DONE(s); }));
    TRY("bases", ({ PyObject *c = PyObject_Call((PyObject *)&PyType_Type, class_args, NULL), *b = PyTuple_Pack(2, sub, box); int s = c && b ? PyObject_SetAttrString(c, "__bases__", b) : -1; Py_XDECREF(b); Py_XDECREF(c); DONE(s); }));
    TRY("name", WITH(PyUnicode_FromString("Renamed"), DONE(PyObject_SetAttrString(sub, "__name__", x)))); TRY("no attribute", PyObject_GetAttrString(sub, "nothing here")); TRY("GetDict", PyType_GetDict((PyTypeObject *)sub));
    TRY("union", PyNumber_Or(box, (PyObject *)&PyLong_Type)); TRY("alias", PyObject_CallMethod((PyObject *)&PyList_Type, "__class_getitem__", "O", box)); TRY("alias repr", WITH(Py_GenericAlias((PyObject *)&PyDict_Type, class_args), PyObject_Repr(x))); TRY("isinstance", DONE(PyObject_IsInstance(instance, class_args)));
}
FAULTS(instances) {
    values();
    PyObject *namespace = MUST(PyObject_GetAttrString(MUST(PyImport_ImportModule("types")), "SimpleNamespace"));
    PyObject *weak = MUST(PyWeakref_NewRef(instance, NULL)), *function = MUST(PyCFunction_New(&identity_def, instance)), *super = MUST(PyObject_CallFunction((PyObject *)&PySuper_Type, "OO", sub, instance));
    TRY("make", PyObject_CallFunction(box, "i", 12345)); TRY("make, keyword", WITH(Py_BuildValue("{si}", "number", 77777), PyObject_VectorcallDict(box, NULL, 0, x))); TRY("make, sub", PyObject_CallFunction(sub, "i", 7)); TRY("bad keyword", WITH(Py_BuildValue("{si}", "numbr", 7), PyObject_VectorcallDict(box, NULL, 0, x)));
    TRY("repr", PyObject_Repr(instance)); TRY("default repr", WITH(PyObject_CallNoArgs((PyObject *)&PyBaseObject_Type), PyObject_Repr(x))); TRY("method", PyObject_CallMethod(instance, "swap", "ii", 1, 2)); TRY("bound", PyObject_GetAttrString(instance, "swap")); TRY("member", PyObject_GetAttrString(instance, "held")); TRY("getter", PyObject_GetAttrString(instance, "more"));
    TRY("attributes", WITH(PyObject_CallFunction(sub, "i", 7), ({ char name[20]; int s = 0; for (int i = 0; i < 40 && s == 0; i++) { sprintf(name, "attribute%d", i); s = PyObject_SetAttrString(x, name, box); } DONE(s); })));
    TRY("dict", WITH(PyObject_CallFunction(sub, "i", 7), PyObject_GenericGetDict(x, NULL))); TRY("set dict", WITH(PyObject_CallFunction(sub, "i", 7), ({ PyObject *d = PyDict_New(); int s = d ? PyObject_GenericSetDict(x, d, NULL) : -1; Py_XDECREF(d); DONE(s); })));
    TRY("no attribute", PyObject_GetAttrString(instance, "nothing here")); TRY("getstate", PyObject_CallMethod(instance, "__getstate__", NULL)); TRY("reduce", PyObject_CallMethod(instance, "__reduce_ex__", "i", 2)); TRY("class", WITH(PyObject_CallFunction(sub, "i", 7), DONE(PyObject_SetAttrString(x, "__class__", box))));
    TRY("weak", WITH(PyObject_CallFunction(sub, "i", 7), PyWeakref_NewRef(x, NULL))); TRY("weak, callback", WITH(PyObject_CallFunction(sub, "i", 7), PyWeakref_NewRef(x, function))); TRY("proxy", WITH(PyObject_CallFunction(sub, "i", 7), PyWeakref_NewProxy(x, NULL))); TRY("weak repr", PyObject_Repr(weak)); TRY("weak call", PyObject_CallNoArgs(weak));
    TRY("super", PyObject_CallFunction((PyObject *)&PySuper_Type, "OO", sub, instance)); TRY("super attribute", PyObject_GetAttrString(super, "swap")); TRY("super call", PyObject_CallMethod(super, "swap", "i", 1));
    TRY("function", PyCFunction_New(&identity_def, instance)); TRY("function repr", PyObject_Repr(function)); TRY("function name", PyObject_GetAttrString(function, "__qualname__")); TRY("method object", PyMethod_New(function, instance)); TRY("method repr", WITH(PyMethod_New(function, instance), PyObject_Repr(x)));
    TRY("classmethod", WITH(PyClassMethod_New(function), PyObject_Repr(x))); TRY("staticmethod", WITH(PyStaticMethod_New(function), PyObject_CallFunction(x, "i", 3))); TRY("property", PyObject_CallFunction((PyObject *)&PyProperty_Type, "OOO", function, function, function)); TRY("cell", WITH(PyCell_New(instance), PyObject_Repr(x)));
    TRY("capsule", PyCapsule_New(&box_spec, "faults.capsule", NULL)); TRY("capsule repr", WITH(PyCapsule_New(&box_spec, "faults.capsule", NULL), PyObject_Repr(x))); TRY("capsule, wrong", WITH(PyCapsule_New(&box_spec, "faults.capsule", NULL), DONE(PyCapsule_GetPointer(x, "other") ? 0 : -1)));
    TRY("namespace", ({ PyObject *kw = Py_BuildValue("{sisO}", "a", 1, "b", box), *r = kw ? PyObject_VectorcallDict(namespace, NULL, 0, kw) : NULL; Py_XDECREF(kw); r; })); TRY("seqiter", WITH(PySeqIter_New(class_args), PyIter_Next(x))); TRY("calliter", PyCallIter_New(function, Py_None));
    TRY("gc", WITH(PyObject_CallFunction(sub, "i", 7), ({ int s = PyObject_SetAttrString(x, "me", x); PyGC_Collect(); if (s < 0) PyErr_Occurred(); else PyGC_Collect(); DONE(s); })));
}
FAULTS(calls) {
    values();
    PyObject *function = MUST(PyCFunction_New(&identity_def, NULL)), *args = MUST(PyList_AsTuple(MUST(PyObject_CallFunction((PyObject *)&PyList_Type, "N", MUST(PyObject_CallFunction((PyObject *)&PyRange_Type, "i", 300))))));
    PyObject *keywords = MUST(PyDict_New()), *one = V("(i)", 12345), *name = S("swap");
    for (int i = 0; i < 40; i++) PyDict_SetItem(keywords, MUST(PyUnicode_FromFormat("keyword%d", i)), box);
    TRY("Call", PyObject_Call(function, one, NULL)); TRY("CallFunction", PyObject_CallFunction(function, "s", "text")); TRY("CallFunctionObjArgs", PyObject_CallFunctionObjArgs(function, box, NULL)); TRY("CallMethodObjArgs", PyObject_CallMethodObjArgs(instance, name, box, box, NULL));
    TRY("many", PyObject_Call((PyObject *)&PyUnicode_Type, args, NULL)); TRY("keywords", PyObject_Call((PyObject *)&PyDict_Type, nothing_positional, keywords)); TRY("VectorcallDict", PyObject_VectorcallDict((PyObject *)&PyDict_Type, NULL, 0, keywords)); TRY("too many", PyObject_Call(function, args, keywords));
    TRY("not callable", PyObject_CallNoArgs(name)); TRY("CallMethod, many", PyObject_CallMethod(instance, "swap", "iiiiiiiiiiiiiiii", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)); TRY("VaBuild", Py_BuildValue("(sssss[iii]{s:i})", "a", "b", "c", "d", "e", 1111, 2222, 3333, "k", 70000));
}
FAULTS(arguments) {
    nothing_positional = MUST(PyTuple_New(0));
    PyObject *args = V("(siOdy#)", "text", 12345678, Py_None, 2.5, "bytes", (Py_ssize_t)5), *wrong = V("(is)", 1, "x"), *text = V("(s)", "caf\xc3\xa9 \xce\xb1"), *kw = V("{siss}", "b", 5, "c", "see"), *unknown = V("{si}", "bogus", 5), *nested = V("((ii)s)", 1, 2, "x"), *array = V("(N)", MUST(PyByteArray_FromStringAndSize("abc", 3)));
    static char *names[] = {"a", "b", "c", NULL};
    TRY("ParseTuple", ({ const char *s, *y; Py_ssize_t n; int i; PyObject *o; double d; PyArg_ParseTuple(args, "siOdy#", &s, &i, &o, &d, &y, &n) ? Py_NewRef(Py_None) : NULL; }));
    TRY("ParseTuple, wrong", ({ const char *s; int i; PyArg_ParseTuple(wrong, "si:function", &s, &i) ? Py_NewRef(Py_None) : NULL; })); TRY("ParseTuple, count", ({ int i; PyArg_ParseTuple(args, "i:function", &i) ? Py_NewRef(Py_None) : NULL; }));
    TRY("es", ({ char *s = NULL; int ok = PyArg_ParseTuple(text, "es", "utf-16", &s); PyMem_Free(s); ok ? Py_NewRef(Py_None) : NULL; })); TRY("et#", ({ char *s = NULL; Py_ssize_t n; int ok = PyArg_ParseTuple(text, "et#", "utf-8", &s, &n); PyMem_Free(s); ok ? Py_NewRef(Py_None) : NULL; }));
    TRY("s*", ({ Py_buffer v; int ok = PyArg_ParseTuple(text, "s*", &v); if (ok) PyBuffer_Release(&v); ok ? Py_NewRef(Py_None) : NULL; })); TRY("w*", ({ Py_buffer v; int ok = PyArg_ParseTuple(array, "w*", &v); if (ok) PyBuffer_Release(&v); ok ? Py_NewRef(Py_None) : NULL; }));
    TRY("w* and wrong", ({ Py_buffer v; int i; PyObject *two = PyTuple_Pack(2, PyTuple_GET_ITEM(array, 0), Py_None); int ok = two && PyArg_ParseTuple(two, "w*i", &v, &i); Py_XDECREF(two); ok ? Py_NewRef(Py_None) : NULL; })); TRY("nested", ({ int i, k; const char *s; PyArg_ParseTuple(nested, "(ii)s", &i, &k, &s) ? Py_NewRef(Py_None) : NULL; }));
    TRY("keywords", ({ int i, b; const char *c; PyArg_ParseTupleAndKeywords(nothing_positional, kw, "|iis:f", names, &i, &b, &c) ? Py_NewRef(Py_None) : NULL; })); TRY("unknown", ({ int i, b; const char *c; PyArg_ParseTupleAndKeywords(nothing_positional, unknown, "|iis:f", names, &i, &b, &c) ? Py_NewRef(Py_None) : NULL; }));
    TRY("UnpackTuple", ({ PyObject *a, *b; PyArg_UnpackTuple(args, "f", 1, 2, &a, &b) ? Py_NewRef(Py_None) : NULL; })); TRY("keyword names", DONE(PyArg_ValidateKeywordArguments(kw) ? 0 : -1));
    TRY("Build", Py_BuildValue("{s:[i,d,(ss)],s:O,s:y#,s:N}", "a", 70000, 2.5, "x", "yy", "b", args, "c", "bytes", (Py_ssize_t)5, "d", PyLong_FromLong(1L << 40))); TRY("Build, wide", Py_BuildValue("(uKLnD)", L"wide", 1ULL << 63, -(1LL << 62), (Py_ssize_t)1 << 40, &(Py_complex){1, 2}));
}
FAULTS(buffers) {
    PyObject *bytes = MUST(PyBytes_FromString("0123456789abcdef")), *array = MUST(PyByteArray_FromObject(bytes)), *view = MUST(PyMemoryView_FromObject(array));
    TRY("FromObject", PyMemoryView_FromObject(bytes)); TRY("FromMemory", PyMemoryView_FromMemory((char *)"abc", 3, PyBUF_READ)); TRY("GetContiguous", PyMemoryView_GetContiguous(bytes, PyBUF_READ, 'C')); TRY("cast", PyObject_CallMethod(view, "cast", "s", "i")); TRY("cast, shape", PyObject_CallMethod(view, "cast", "s(ii)", "B", 4, 4));
    TRY("slice", PySequence_GetSlice(view, 2, 8)); TRY("tolist", PyObject_CallMethod(view, "tolist", NULL)); TRY("tobytes", PyObject_CallMethod(view, "tobytes", NULL)); TRY("hex", PyObject_CallMethod(view, "hex", NULL)); TRY("toreadonly", PyObject_CallMethod(view, "toreadonly", NULL)); TRY("repr", PyObject_Repr(view)); TRY("==", PyObject_RichCompare(view, bytes, Py_EQ)); TRY("bytes", PyBytes_FromObject(view));
    TRY("reversed", WITH(PySlice_New(NULL, NULL, PyLong_FromLong(-1)), ({ PyObject *s = PyObject_GetItem(view, x), *r = s ? PyObject_CallMethod(s, "tobytes", NULL) : NULL; Py_XDECREF(s); r; }))); TRY("shape", PyObject_GetAttrString(view, "shape")); TRY("strided ==", WITH(PyObject_CallMethod(view, "cast", "s(ii)", "B", 4, 4), PyObject_RichCompare(x, x, Py_EQ)));
    TRY("pickle", WITH(PyPickleBuffer_FromObject(bytes), PyObject_CallMethod(x, "raw", NULL)));
    UNCHANGED(((Attempt){"exports"}), ({ PyObject *r = PyObject_CallMethod(view, "release", NULL); Py_XDECREF(r); PyByteArray_Resize(array, 100) == 0; }));
}
FAULTS(struct_sequences) {
    static PyStructSequence_Field fields[] = {{"first", "one"}, {"second", NULL}, {"third", "three"}, {NULL}};
    static PyStructSequence_Desc desc = {"faults.Point", "A point.", fields, 2};
    PyTypeObject *type = (PyTypeObject *)MUST(PyStructSequence_NewType(&desc));
    PyObject *point = MUST(PyStructSequence_New(type));
    for (int i = 0; i < 3; i++) PyStructSequence_SetItem(point, i, MUST(PyLong_FromLong(i + 1000)));
    TRY("NewType", PyStructSequence_NewType(&desc)); TRY("New", PyStructSequence_New(type)); TRY("repr", PyObject_Repr(point)); TRY("of", PyObject_CallFunction((PyObject *)type, "((iii))", 1, 2, 3)); TRY("too short", PyObject_CallFunction((PyObject *)type, "((i))", 1)); TRY("reduce", PyObject_CallMethod(point, "__reduce__", NULL)); TRY("slice", PySequence_GetSlice(point, 0, 2)); TRY("attribute", PyObject_GetAttrString(point, "third"));
}
/* More objects than the collector's own lists have room for without asking. */
FAULTS(collections) {
    enum { MANY = 20000 };
    values();
    PyObject *wide = MUST(PyList_New(MANY)), *calls = MUST(PyList_New(0)), *append = MUST(PyObject_GetAttrString(calls, "append")), *references = MUST(PyList_New(MANY));
    for (int i = 0; i < MANY; i++) PyList_SET_ITEM(wide, i, MUST(PyList_New(1)));
    for (int i = 0; i < MANY; i++) PyList_SET_ITEM(PyList_GET_ITEM(wide, i), 0, Py_NewRef(i % 2 ? wide : Py_None));
    TRY("reachable", ({ PyGC_Collect(); UNCHANGED(t_, PyList_GET_SIZE(wide) == MANY && PyList_GET_ITEM(PyList_GET_ITEM(wide, 1), 0) == wide); Py_NewRef(Py_None); }));
    TRY("garbage", ({
        long n = failing; failing = 0;
        PyObject *all = MUST(PyList_New(MANY));
        for (int i = 0; i < MANY; i++) { PyObject *item = MUST(PyObject_CallFunction(sub, "O", all)); PyList_SET_ITEM(all, i, item); PyList_SetItem(references, i, MUST(PyWeakref_NewRef(item, append))); }
        Py_DECREF(all);
        failing = n;
        PyGC_Collect();
        failing = 0;
        PyGC_Collect();
        for (int i = 0; i < MANY; i++) if (!PyWeakref_IsDead(PyList_GET_ITEM(references, i))) { wrong++; printf("request %ld: number %d lives\n", n, i); break; }
        PyList_SetSlice(calls, 0, PyList_GET_SIZE(calls), NULL);
        for (int i = 0; i < MANY; i++) PyList_SetItem(references, i, Py_NewRef(Py_None));
        failing = n;
        Py_NewRef(Py_None); }));
    TRY("many references to one", ({
        long n = failing; failing = 0;
        PyObject *one = MUST(PyObject_CallFunction(sub, "i", 7));
        for (int i = 0; i < MANY; i++) PyList_SetItem(references, i, MUST(PyWeakref_NewRef(one, append)));
        failing = n;
        Py_DECREF(one);
        failing = 0;
        for (int i = 0; i < MANY; i++) if (!PyWeakref_IsDead(PyList_GET_ITEM(references, i))) { wrong++; printf("request %ld: number %d lives\n", n, i); break; }
        PyList_SetSlice(calls, 0, PyList_GET_SIZE(calls), NULL);
        for (int i = 0; i < MANY; i++) PyList_SetItem(references, i, Py_NewRef(Py_None));
        failing = n;
        Py_NewRef(Py_None); }));
}
