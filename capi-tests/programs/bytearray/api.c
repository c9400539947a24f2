/* bytearrayobject.h, and what only a bytearray does. */
#include "harness.h"

static PyObject *A(const char *text) { return MUST(PyByteArray_FromStringAndSize(text, strlen(text))); }
static PyObject *B(const char *text) { return MUST(PyBytes_FromString(text)); }
/* Calls a method for its effect, shows the result and what became of the array. */
#define DO(a, ...) do { print_new(#__VA_ARGS__, M(Py_NewRef(a), __VA_ARGS__)); print_object("  now", a); } while (0)

TEST(from_string_and_size) {
    SHOW(PyByteArray_FromStringAndSize("abc", 3));
    SHOW(PyByteArray_FromStringAndSize("a\0c", 3));
    SHOW(PyByteArray_FromStringAndSize("", 0));
    SHOW(PyByteArray_FromStringAndSize(NULL, 0));
    SHOW(PyByteArray_FromStringAndSize("abc", -1));
    SHOW(PyByteArray_FromStringAndSize(NULL, PY_SSIZE_T_MAX));
    PyObject *a = PyByteArray_FromStringAndSize(NULL, 4);
    SHOW_INT(PyByteArray_Size(a));
    SHOW_INT(PyByteArray_AS_STRING(a)[4]);
    SHOW_INT(Py_REFCNT(a));
    SHOW_INT(PyByteArray_Check(a)); SHOW_INT(PyByteArray_CheckExact(a)); SHOW_INT(PyByteArray_Check(B("x")));
    SHOW_INT(PyByteArray_FromStringAndSize("", 0) == PyByteArray_FromStringAndSize("", 0));
    SHOW_INT(strlen(PyByteArray_AsString(PyByteArray_FromStringAndSize("", 0))));
}
TEST(from_object) {
    SHOW(PyByteArray_FromObject(B("xyz")));
    SHOW(PyByteArray_FromObject(A("xyz")));
    SHOW(PyByteArray_FromObject(V("[ii]", 1, 2)));
    SHOW(PyByteArray_FromObject(V("[i]", 256)));
    SHOW(PyByteArray_FromObject(S("x")));
    SHOW(PyByteArray_FromObject(I("3")));
    SHOW(PyByteArray_FromObject(Py_None));
    SHOW(PyByteArray_FromObject(PyMemoryView_FromObject(B("mv"))));
}
TEST(size_and_resize) {
    PyObject *a = A("abcdef");
    SHOW_INT(PyByteArray_Size(a)); SHOW_INT(PyByteArray_GET_SIZE(a)); SHOW_TEXT(PyByteArray_AsString(a)); SHOW_TEXT(PyByteArray_AS_STRING(a));
    SHOW_INT(PyByteArray_Resize(a, 3)); SHOW_BORROWED(a); SHOW_INT(PyByteArray_AS_STRING(a)[3]);
    SHOW_INT(PyByteArray_Resize(a, 5)); SHOW_INT(PyByteArray_Size(a)); SHOW_INT(PyByteArray_AS_STRING(a)[5]);
    memcpy(PyByteArray_AS_STRING(a) + 3, "XY", 2); SHOW_BORROWED(a);
    SHOW_INT(PyByteArray_Resize(a, 0)); SHOW_BORROWED(a); SHOW_TEXT(PyByteArray_AsString(a));
    SHOW_INT(PyByteArray_Resize(a, 0));
    SHOW_INT(PyByteArray_Resize(a, 100)); SHOW_INT(PyByteArray_Size(a)); memset(PyByteArray_AS_STRING(a), 'q', 100); SHOW_BORROWED(a);
    SHOW_INT(PyByteArray_Resize(a, 40)); SHOW_BORROWED(a);
    SHOW_INT(PyByteArray_Resize(a, -1));
    SHOW_INT(PyByteArray_Resize(a, PY_SSIZE_T_MAX));
    SHOW_INT(PyByteArray_Size(a));
    Py_buffer v;
    SHOW_INT(PyObject_GetBuffer(a, &v, PyBUF_SIMPLE));
    SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    SHOW_INT(PyByteArray_Resize(a, 50));
    SHOW_INT(PyByteArray_Resize(a, 40));
    PyBuffer_Release(&v);
    SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    SHOW_INT(PyByteArray_Resize(a, 50));
}
TEST(layout) {
    PyObject *a = A("abc");
    PyByteArrayObject *o = (PyByteArrayObject *)a;
    SHOW_INT(Py_SIZE(a)); SHOW_INT(o->ob_start == o->ob_bytes); SHOW_INT(o->ob_exports); SHOW_INT(o->ob_alloc >= 4);
    M(Py_NewRef(a), "__delitem__", "(N)", PySlice_New(NULL, I("1"), NULL));
    SHOW_BORROWED(a); SHOW_INT(o->ob_start - o->ob_bytes);
    SHOW_INT(o->ob_start[2]);
    SHOW_INT(PyByteArray_Type.tp_basicsize); SHOW_INT(PyByteArray_Type.tp_itemsize);
    PyObject *e = A("");
    SHOW_INT(Py_SIZE(e)); SHOW_INT(((PyByteArrayObject *)e)->ob_alloc); SHOW_INT(((PyByteArrayObject *)e)->ob_bytes == NULL);
}
TEST(concat) {
    SHOW(PyByteArray_Concat(A("ab"), B("cd")));
    SHOW(PyByteArray_Concat(B("ab"), A("cd")));
    SHOW(PyByteArray_Concat(B("ab"), B("cd")));
    SHOW(PyByteArray_Concat(A("ab"), S("cd")));
    SHOW(PyByteArray_Concat(S("ab"), A("cd")));
    SHOW(PyNumber_Add(A("ab"), B("cd")));
    SHOW(PyNumber_Add(B("ab"), A("cd")));
    SHOW(PyNumber_Add(A("ab"), S("cd")));
    SHOW(PyNumber_Add(A("ab"), I("3")));
    SHOW(PyNumber_Add(A("ab"), PyMemoryView_FromObject(B("mv"))));
    PyObject *a = A("x"), *r = PyNumber_InPlaceAdd(a, B("yz"));
    SHOW_INT(r == a); SHOW_BORROWED(a);
    SHOW(PyNumber_InPlaceAdd(a, S("q"))); SHOW(PyNumber_InPlaceAdd(a, I("1"))); SHOW(PyNumber_InPlaceAdd(a, a));
    SHOW(PyNumber_InPlaceAdd(a, PyMemoryView_FromObject(a)));
    SHOW_BORROWED(a);
    SHOW(PySequence_Repeat(A("ab"), 3)); SHOW(PySequence_Repeat(A("a"), 3)); SHOW(PySequence_Repeat(A("ab"), 0)); SHOW(PySequence_Repeat(A("ab"), -2)); SHOW(PySequence_Repeat(A("ab"), PY_SSIZE_T_MAX));
    PyObject *c = A("xy"); r = PyNumber_InPlaceMultiply(c, I("3")); SHOW_INT(r == c); SHOW_BORROWED(c);
    r = PyNumber_InPlaceMultiply(c, I("0")); SHOW_BORROWED(c);
    SHOW(PyNumber_InPlaceMultiply(A("xy"), F(2)));
    SHOW(PyNumber_Multiply(I("2"), A("q")));
    SHOW_INT(PyNumber_InPlaceMultiply(A("ab"), I("99999999999999999999")) == NULL);
    print_raised();
}
TEST(new) {
#define NEW(...) SHOW(C(TYPE(PyByteArray_Type), __VA_ARGS__))
#define NEWKW(args, kw) SHOW(PyObject_Call(TYPE(PyByteArray_Type), args, kw))
    NEW(NULL); NEW("(y)", "abc"); NEW("(i)", 3); NEW("(i)", -1); NEW("(O)", I("100000000000000000000")); NEW("([iii])", 1, 2, 3); NEW("([i])", 256); NEW("([s])", "x");
    NEW("(s)", "x"); NEW("(ss)", "x\xc3\xa9", "utf-8"); NEW("(sss)", "x\xc3\xa9", "ascii", "replace"); NEW("(ss)", "\xc3\xa9", "ascii"); NEW("(ys)", "x", "utf-8"); NEW("(d)", 1.5); NEW("(O)", Py_None);
    NEW("(N)", PyObject_GetIter(V("[ii]", 7, 8))); NEW("(N)", PyObject_GetIter(V("[ii]", 7, 800))); NEW("(O)", I("9223372036854775807")); NEW("(yyyy)", "a", "b", "c", "d");
    NEW("((ii))", 1, 2); NEW("((ii))", 1, -2); NEW("({i:i})", 1, 2); NEW("(O)", &PyLong_Type); NEW("(iss)", 1, "a", "b");
    NEWKW(PyTuple_New(0), V("{s:s,s:s}", "source", "x", "encoding", "ascii"));
    NEWKW(PyTuple_New(0), V("{s:s}", "encoding", "ascii"));
    NEWKW(PyTuple_New(0), V("{s:s}", "errors", "ascii"));
    NEWKW(PyTuple_New(0), V("{s:s}", "nope", "ascii"));
    NEWKW(V("(s)", "a"), V("{s:s}", "errors", "strict"));
    PyObject *a = A("again");
    SHOW(M(Py_NewRef(a), "__init__", "(y)", "other")); SHOW_BORROWED(a);
    SHOW(M(Py_NewRef(a), "__init__", NULL)); SHOW_BORROWED(a);
    SHOW(M(Py_NewRef(a), "__init__", "(i)", 2)); SHOW_BORROWED(a);
    PyObject *v = PyMemoryView_FromObject(a);
    SHOW(M(Py_NewRef(a), "__init__", "(y)", "other")); SHOW_BORROWED(a);
}
TEST(append_extend_insert_pop) {
    PyObject *a = A("ab");
    DO(a, "append", "(i)", 99); DO(a, "append", "(i)", 256); DO(a, "append", "(i)", -1); DO(a, "append", "(s)", "x"); DO(a, "append", "(y)", "x"); DO(a, "append", "()");
    DO(a, "append", "(O)", I("999999999999999999999999"));
    DO(a, "extend", "(y)", "de"); DO(a, "extend", "([ii])", 102, 103); DO(a, "extend", "(N)", PyObject_GetIter(V("[ii]", 104, 105))); DO(a, "extend", "([i])", 256); DO(a, "extend", "([s])", "x"); DO(a, "extend", "(s)", "text"); DO(a, "extend", "(i)", 5); DO(a, "extend", "(O)", a); DO(a, "extend", "(y)", ""); DO(a, "extend", "([])"); DO(a, "extend", "([O])", I("99999999999999999999"));
    DO(a, "extend", "(O)", Py_None);
    DO(a, "insert", "(ii)", 0, 48); DO(a, "insert", "(ii)", 100, 49); DO(a, "insert", "(ii)", -1, 50); DO(a, "insert", "(ii)", -100, 51); DO(a, "insert", "(ii)", 1, 256); DO(a, "insert", "(si)", "x", 1); DO(a, "insert", "(i)", 1);
    DO(a, "pop", NULL); DO(a, "pop", "(i)", 0); DO(a, "pop", "(i)", -2); DO(a, "pop", "(i)", 100); DO(a, "pop", "(s)", "x");
    DO(a, "remove", "(i)", 'b'); DO(a, "remove", "(i)", 'z'); DO(a, "remove", "(i)", 256); DO(a, "remove", "(s)", "x");
    DO(a, "reverse", NULL); DO(a, "copy", NULL); DO(a, "clear", NULL); DO(a, "pop", NULL); DO(a, "pop", "(i)", 0);
    DO(a, "reverse", NULL);
    PyObject *c = A("copy"), *d = M(Py_NewRef(c), "copy", NULL);
    SHOW_INT(c == d); SHOW(d);
    DO(c, "resize", "(i)", 2); DO(c, "resize", "(i)", 5); DO(c, "resize", "(i)", -1); DO(c, "resize", "(s)", "x"); DO(c, "resize", "(i)", 0);
    SHOW(M(A("abc"), "__alloc__", NULL));
    SHOW(M(A(""), "__alloc__", NULL));
}
TEST(export_forbids_resizing) {
    PyObject *a = A("abc"), *v = PyMemoryView_FromObject(a);
    DO(a, "append", "(i)", 99); DO(a, "extend", "(y)", "x"); DO(a, "insert", "(ii)", 0, 48); DO(a, "pop", NULL); DO(a, "remove", "(i)", 'b'); DO(a, "clear", NULL); DO(a, "reverse", NULL); DO(a, "__delitem__", "(i)", 0); DO(a, "__setitem__", "(ii)", 0, 'z'); DO(a, "__setitem__", "(Ny)", PySlice_New(I("0"), I("1"), NULL), "q"); DO(a, "__setitem__", "(Ny)", PySlice_New(I("0"), I("1"), NULL), "qq"); DO(a, "__iadd__", "(y)", "x"); DO(a, "__imul__", "(i)", 2); DO(a, "__imul__", "(i)", 1); DO(a, "__delitem__", "(N)", PySlice_New(NULL, NULL, NULL)); DO(a, "__delitem__", "(N)", PySlice_New(I("0"), I("0"), NULL)); DO(a, "extend", "(y)", "");
    SHOW(M(v, "release", NULL));
    DO(a, "append", "(i)", 99);
}
TEST(item_assignment) {
    PyObject *a = A("abcdef");
    SHOW_INT(PySequence_SetItem(a, 0, I("65"))); SHOW_INT(PySequence_SetItem(a, -1, I("90"))); SHOW_INT(PySequence_SetItem(a, 10, I("1"))); SHOW_INT(PySequence_SetItem(a, 0, I("256"))); SHOW_INT(PySequence_SetItem(a, 0, S("x"))); SHOW_INT(PySequence_SetItem(a, 0, B("x")));
    SHOW_BORROWED(a);
    SHOW_INT(PyObject_SetItem(a, I("1"), I("66"))); SHOW_INT(PyObject_SetItem(a, I("100"), I("66"))); SHOW_INT(PyObject_SetItem(a, S("x"), I("66"))); SHOW_INT(PyObject_SetItem(a, I("1"), I("-1"))); SHOW_INT(PyObject_SetItem(a, I("9999999999999999999999"), I("1"))); SHOW_INT(PyObject_SetItem(a, F(1), I("1")));
    SHOW_INT(PySequence_DelItem(a, 0)); SHOW_INT(PySequence_DelItem(a, -1)); SHOW_INT(PySequence_DelItem(a, 50)); SHOW_INT(PyObject_DelItem(a, I("0"))); SHOW_INT(PyObject_DelItem(a, I("77"))); SHOW_INT(PyObject_DelItem(a, S("x")));
    SHOW_BORROWED(a);
    SHOW(PySequence_GetItem(a, 0)); SHOW(PySequence_GetItem(a, 9)); SHOW(PyObject_GetItem(a, I("-1"))); SHOW(PyObject_GetItem(a, I("-100"))); SHOW(PyObject_GetItem(a, S("x"))); SHOW(PyObject_GetItem(a, I("9999999999999999999999")));
}
static PyObject *slice(const char *a, const char *b, const char *c) { return PySlice_New(a ? I(a) : NULL, b ? I(b) : NULL, c ? I(c) : NULL); }
TEST(slice_assignment) {
#define SET(a, s, v) do { PyObject *t_ = A(a); print_int("set [" #s "] " #v, PyObject_SetItem(t_, s, v)); print_object("  now", t_); Py_DECREF(t_); } while (0)
#define DEL(a, s) do { PyObject *t_ = A(a); print_int("del [" #s "]", PyObject_DelItem(t_, s)); print_object("  now", t_); Py_DECREF(t_); } while (0)
    SET("abcdef", slice("1", "3", NULL), B("XYZ")); SET("abcdef", slice("1", "3", NULL), B("")); SET("abcdef", slice("1", "3", NULL), B("Q")); SET("abcdef", slice("0", "0", NULL), B("front")); SET("abcdef", slice("6", NULL, NULL), B("back")); SET("abcdef", slice(NULL, NULL, NULL), B("all")); SET("abcdef", slice("4", "2", NULL), B("mid"));
    SET("abcdef", slice("0", "2", NULL), V("[iii]", 1, 2, 3)); SET("abcdef", slice("0", "2", NULL), PyObject_GetIter(V("[i]", 7))); SET("abcdef", slice("0", "2", NULL), V("[i]", 256)); SET("abcdef", slice("0", "2", NULL), I("5")); SET("abcdef", slice("0", "2", NULL), S("ab")); SET("abcdef", slice("0", "2", NULL), Py_None);
    SET("abcdef", slice(NULL, NULL, "2"), B("XYZ")); SET("abcdef", slice(NULL, NULL, "2"), B("XY")); SET("abcdef", slice(NULL, NULL, "-1"), B("123456")); SET("abcdef", slice("5", "0", "-2"), B("XYZ")); SET("abcdef", slice(NULL, NULL, "0"), B("XYZ")); SET("abcdef", slice("3", "1", "-1"), V("(ii)", 88, 89)); SET("abcdef", slice("1", "3", "-1"), B("")); SET("abcdef", slice("1", "3", "-1"), B("q")); SET("abcdef", slice("3", "1", "2"), B(""));
    SET("abcdef", slice("0", "2", NULL), A("ba")); SET("abcdef", slice("0", "2", NULL), PyMemoryView_FromObject(B("mv1")));
    DEL("abcdef", slice("1", "3", NULL)); DEL("abcdef", slice(NULL, "2", NULL)); DEL("abcdef", slice("4", NULL, NULL)); DEL("abcdef", slice(NULL, NULL, NULL)); DEL("abcdef", slice(NULL, NULL, "2")); DEL("abcdef", slice(NULL, NULL, "-2")); DEL("abcdef", slice("1", NULL, "3")); DEL("abcdef", slice("4", "1", "-1")); DEL("abcdef", slice("4", "1", NULL)); DEL("abcdef", slice(NULL, NULL, "100"));
    PyObject *self = A("abc"); SHOW_INT(PyObject_SetItem(self, slice("1", "2", NULL), self)); SHOW_BORROWED(self);
    SHOW_INT(PySequence_SetSlice(self, 0, 1, B("new"))); SHOW_BORROWED(self); SHOW_INT(PySequence_DelSlice(self, 0, 2)); SHOW_BORROWED(self);
    SHOW(PySequence_GetSlice(self, 1, 3)); SHOW(PyObject_GetItem(self, slice(NULL, NULL, "-1"))); SHOW(PyObject_GetItem(self, slice(NULL, NULL, "0")));
}
TEST(many_deletes_from_the_front) {
    PyObject *a = PyByteArray_FromStringAndSize(NULL, 0);
    for (int i = 0; i < 300; i++) M(Py_NewRef(a), "append", "(i)", i % 256);
    for (int i = 0; i < 250; i++) PySequence_DelItem(a, 0);
    SHOW_BORROWED(a);
    for (int i = 0; i < 10; i++) M(Py_NewRef(a), "insert", "(ii)", 0, i);
    SHOW_BORROWED(a);
    SHOW_INT(PyByteArray_AS_STRING(a)[PyByteArray_GET_SIZE(a)]);
    for (int i = 0; i < 5; i++) { PyObject_DelItem(a, slice(NULL, "7", NULL)); M(Py_NewRef(a), "extend", "(y)", "tail"); }
    SHOW_BORROWED(a);
}
TEST(repr_and_compare) {
    SHOW(PyObject_Repr(A("abc"))); SHOW(PyObject_Str(A("abc"))); SHOW(PyObject_Repr(A("it's"))); SHOW(PyObject_Repr(A("\"'"))); SHOW(PyObject_Repr(A("\t\\\n\xff"))); SHOW(PyObject_Repr(A("\"")));
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(PyByteArray_Type));
    SHOW(C(sub, "(y)", "in"));
    PyObject *values[] = {A(""), A("a"), A("ab"), B("ab"), PyMemoryView_FromObject(B("ab")), S("ab"), I("97"), Py_None};
    for (int i = 0; i < 3; i++) for (int j = 0; j < 8; j++) {
        printf("%d %d:", i, j);
        for (int op = 0; op < 6; op++) { PyObject *r = PyObject_RichCompare(values[i], values[j], op); if (r) printf(" %d", r == Py_True); else { PyErr_Clear(); printf(" raised"); } }
        printf("\n");
    }
    SHOW(PyObject_RichCompare(A("a"), S("a"), Py_LT));
    SHOW_INT(PyObject_Hash(A("a")));
}
TEST(iterate_and_contain) {
    PyObject *a = A("abc"), *it = PyObject_GetIter(a);
    SAY("%s", Py_TYPE(it)->tp_name); SHOW_INT(Py_TYPE(it) == &PyByteArrayIter_Type);
    SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(M(Py_NewRef(a), "append", "(i)", 100)); SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 1)); SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 2));
    SHOW(PySequence_List(it)); SHOW_INT(PyIter_Next(it) == NULL); SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(M(Py_NewRef(it), "__reduce__", NULL));
    SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 1)); SHOW_INT(PyIter_Next(it) == NULL);
    it = PyObject_GetIter(a); SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 2)); SHOW(PyIter_Next(it)); SHOW(M(Py_NewRef(it), "__setstate__", "(s)", "x")); M(Py_NewRef(a), "clear", NULL); SHOW(M(Py_NewRef(it), "__length_hint__", NULL)); SHOW_INT(PyIter_Next(it) == NULL);
    SHOW_INT(PySequence_Contains(A("abc"), I("97"))); SHOW_INT(PySequence_Contains(A("abc"), B("bc"))); SHOW_INT(PySequence_Contains(A("abc"), S("x"))); SHOW_INT(PySequence_Contains(A("abc"), I("256"))); SHOW_INT(PySequence_Contains(A("abc"), A("")));
    SHOW_INT(PySequence_Size(A("abc"))); SHOW_INT(PyObject_IsTrue(A(""))); SHOW_INT(PyObject_IsTrue(A("x")));
}
TEST(reduce) {
    PyObject *a = A("ab\xff");
    SHOW(M(Py_NewRef(a), "__reduce__", NULL)); SHOW(M(Py_NewRef(a), "__reduce_ex__", "(i)", 0)); SHOW(M(Py_NewRef(a), "__reduce_ex__", "(i)", 2)); SHOW(M(Py_NewRef(a), "__reduce_ex__", "(i)", 3)); SHOW(M(Py_NewRef(a), "__reduce_ex__", NULL)); SHOW(M(A(""), "__reduce__", NULL));
    PyObject *sub = PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(PyByteArray_Type)), *o = C(sub, "(y)", "z");
    PyObject_SetAttrString(o, "attr", Py_True);
    SHOW(M(o, "__reduce_ex__", "(i)", 3));
    SHOW(PyObject_Dir(TYPE(PyByteArray_Type)));
    SHOW_INT(PyByteArray_Type.tp_flags & (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_SEQUENCE));
}
TEST(buffer) {
    PyObject *a = A("abc"); Py_buffer v;
    SHOW_INT(PyObject_GetBuffer(a, &v, PyBUF_FULL));
    SHOW_INT(v.len); SHOW_INT(v.itemsize); SHOW_INT(v.readonly); SHOW_INT(v.ndim); SHOW_TEXT(v.format); SHOW_INT(v.shape[0]); SHOW_INT(v.strides[0]); SHOW_INT(v.suboffsets == NULL); SHOW_INT(v.buf == PyByteArray_AS_STRING(a));
    ((char *)v.buf)[0] = 'Z'; PyBuffer_Release(&v); SHOW_BORROWED(a);
    PyObject *m = M(Py_NewRef(a), "__buffer__", "(i)", PyBUF_WRITABLE);
    SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", m));
    SHOW_INT(((PyByteArrayObject *)a)->ob_exports);
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(O)", m));
    SHOW(M(Py_NewRef(a), "__release_buffer__", "(i)", 3));
    SHOW(M(Py_NewRef(a), "__buffer__", "(s)", "x"));
}
