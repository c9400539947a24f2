/* bytes as an object: construction, operators, protocols. */
#include "harness.h"

static PyObject *B(const char *text) { return MUST(PyBytes_FromString(text)); }
#define NEW(...) SHOW(C(TYPE(PyBytes_Type), __VA_ARGS__))
#define NEWKW(args, kw) SHOW(PyObject_Call(TYPE(PyBytes_Type), args, kw))

static PyObject *bytes_method(PyObject *self, PyObject *ignored) { return PyBytes_FromString("from __bytes__"); }
static PyObject *bytes_method_wrong(PyObject *self, PyObject *ignored) { return PyLong_FromLong(3); }
static PyObject *bytes_method_raises(PyObject *self, PyObject *ignored) { PyErr_SetString(PyExc_RuntimeError, "from __bytes__"); return NULL; }
static PyObject *index_five(PyObject *self) { return PyLong_FromLong(5); }
static PyObject *make_type(PyMethodDef *methods, void *index, const char *name) {
    PyType_Slot slots[] = {{Py_tp_methods, methods}, {index ? Py_nb_index : 0, index}, {0}};
    PyType_Spec spec = {name, 0, 0, Py_TPFLAGS_DEFAULT, slots};
    return MUST(PyType_FromSpec(&spec));
}
static PyMethodDef good[] = {{"__bytes__", bytes_method, METH_NOARGS}, {0}};
static PyMethodDef wrong[] = {{"__bytes__", bytes_method_wrong, METH_NOARGS}, {0}};
static PyMethodDef raises[] = {{"__bytes__", bytes_method_raises, METH_NOARGS}, {0}};
static PyMethodDef no_methods[] = {{0}};

TEST(new) {
    NEW(NULL);
    NEW("(y)", "abc");
    NEW("(i)", 3);
    NEW("(i)", 0);
    NEW("(i)", -1);
    NEW("(O)", I("100000000000000000000"));
    NEW("(O)", I("9223372036854775807"));
    NEW("([iii])", 1, 2, 3);
    NEW("((ii))", 65, 66);
    NEW("([i])", 256);
    NEW("(s)", "text");
    NEW("(ss)", "text\xc3\xa9", "utf-8");
    NEW("(ss)", "text\xc3\xa9", "latin-1");
    NEW("(ss)", "text\xc3\xa9", "ascii");
    NEW("(sss)", "text\xc3\xa9", "ascii", "ignore");
    NEW("(ys)", "text", "utf-8");
    NEW("(ysO)", "text", "utf-8", Py_None);
    NEW("(d)", 1.5);
    NEW("(O)", Py_None);
    NEW("(si)", "x", 3);
    NEW("(sssi)", "a", "b", "c", 1);
    NEW("(N)", PyByteArray_FromStringAndSize("ba", 2));
    NEW("(N)", PyMemoryView_FromObject(B("mv")));
    NEW("(N)", PyObject_GetIter(V("[ii]", 7, 8)));
    NEW("({i:i})", 3, 4);
    NEW("(O)", &PyLong_Type);
    NEWKW(PyTuple_New(0), V("{s:s,s:s}", "source", "x", "encoding", "ascii"));
    NEWKW(PyTuple_New(0), V("{s:s}", "encoding", "ascii"));
    NEWKW(PyTuple_New(0), V("{s:s}", "errors", "strict"));
    NEWKW(PyTuple_New(0), V("{s:s}", "nope", "strict"));
    NEWKW(V("(s)", "x"), V("{s:s}", "errors", "strict"));
    NEWKW(V("(s)", "x"), V("{s:s}", "source", "strict"));
    NEWKW(V("(i)", 3), V("{s:s}", "errors", "strict"));
    PyObject *b = B("same");
    SHOW_INT(C(TYPE(PyBytes_Type), "(O)", b) == b);
    SHOW_INT(C(TYPE(PyBytes_Type), NULL) == B(""));
    SHOW_INT(C(TYPE(PyBytes_Type), "([i])", 65) == B("A"));
}
TEST(new_dunder_bytes) {
    PyObject *g = make_type(good, NULL, "t.Good"), *w = make_type(wrong, NULL, "t.Wrong"), *r = make_type(raises, NULL, "t.Raises"), *i = make_type(no_methods, index_five, "t.Index"), *n = make_type(no_methods, NULL, "t.Nothing"), *gi = make_type(good, index_five, "t.Both");
    NEW("(N)", C(g, NULL));
    NEW("(N)", C(w, NULL));
    NEW("(N)", C(r, NULL));
    NEW("(N)", C(i, NULL));
    NEW("(N)", C(gi, NULL));
    NEW("(Ns)", C(g, NULL), "utf-8");
    SHOW(PyObject_Bytes(C(g, NULL)));
    SHOW(PyObject_Bytes(C(w, NULL)));
    SHOW(PyObject_Bytes(C(i, NULL)));
    SHOW(PyObject_Bytes(NULL));
    SHOW(PyObject_Bytes(I("3")));
    SHOW(PyObject_Bytes(B("x")));
    SHOW(PyObject_Bytes(V("[i]", 3)));
    SHOW(PyObject_Bytes(S("x")));
}
TEST(str_and_repr) {
    SHOW(PyObject_Repr(B("abc")));
    SHOW(PyObject_Str(B("abc")));
    SHOW(PyObject_Repr(B("it's")));
    SHOW(PyObject_Repr(B("\"'\"")));
    SHOW(PyObject_Format(B("abc"), NULL));
    SHOW(PyObject_Format(B("abc"), S("10")));
    SHOW(PyObject_ASCII(B("\xe9")));
}
TEST(compare) {
    PyObject *values[] = {B(""), B("a"), B("ab"), B("b"), B("\xff"), PyByteArray_FromStringAndSize("ab", 2), PyMemoryView_FromObject(B("ab")), S("ab"), I("97"), Py_None};
    int ops[] = {Py_LT, Py_LE, Py_EQ, Py_NE, Py_GT, Py_GE};
    for (int i = 0; i < 5; i++) for (int j = 0; j < 10; j++) {
        printf("%d %d:", i, j);
        for (int k = 0; k < 6; k++) {
            PyObject *r = PyObject_RichCompare(values[i], values[j], ops[k]);
            if (r) printf(" %d", r == Py_True);
            else { PyErr_Clear(); printf(" raised"); }
        }
        printf("\n");
    }
    SHOW(PyObject_RichCompare(B("a"), S("a"), Py_LT));
    SHOW(PyObject_RichCompare(B("a"), I("1"), Py_GE));
    SHOW(M(B("a"), "__eq__", "(s)", "a"));
    SHOW(M(B("a"), "__lt__", "(y)", "b"));
    PyObject *a = B("long enough");
    SHOW_INT(PyObject_RichCompareBool(a, a, Py_EQ));
    SHOW(PyObject_RichCompare(a, a, Py_LT));
    SHOW(PyObject_RichCompare(a, a, Py_GE));
}
TEST(hash) {
    SHOW_INT(PyObject_Hash(B("")));
    SHOW_INT(PyObject_Hash(B("abc")) == PyObject_Hash(S("abc")));
    SHOW_INT(PyObject_Hash(B("a")) == PyObject_Hash(S("a")));
    SHOW_INT(PyObject_Hash(B("abc")) == Py_HashBuffer("abc", 3));
    SHOW_INT(PyObject_Hash(PyMemoryView_FromObject(B("abc"))) == PyObject_Hash(B("abc")));
    SHOW_INT(PyObject_Hash(PyByteArray_FromStringAndSize("a", 1)));
    SHOW_INT(PyObject_Hash(B("abc")));
    SHOW_INT(PyObject_Hash(B("abcdefgh")));
    SHOW_INT(PyObject_Hash(B("abcdefghi")));
    SHOW_INT(PyObject_Hash(B("The quick brown fox jumps over the lazy dog")));
    SHOW_INT(Py_HashBuffer("", 0));
}
TEST(sequence) {
    PyObject *b = B("abcdef");
    SHOW_INT(PySequence_Check(b));
    SHOW_INT(PyMapping_Check(b));
    SHOW_INT(PySequence_Size(b));
    SHOW(PySequence_GetItem(b, 0));
    SHOW(PySequence_GetItem(b, -1));
    SHOW(PySequence_GetItem(b, 6));
    SHOW(PySequence_GetItem(b, -7));
    SHOW(PyObject_GetItem(b, I("2")));
    SHOW(PyObject_GetItem(b, I("-2")));
    SHOW(PyObject_GetItem(b, I("60")));
    SHOW(PyObject_GetItem(b, I("99999999999999999999999")));
    SHOW(PyObject_GetItem(b, S("x")));
    SHOW(PyObject_GetItem(b, F(1.0)));
    SHOW(PyObject_GetItem(b, Py_None));
    SHOW(PyObject_GetItem(b, PySlice_New(I("1"), I("4"), NULL)));
    SHOW(PyObject_GetItem(b, PySlice_New(NULL, NULL, I("2"))));
    SHOW(PyObject_GetItem(b, PySlice_New(NULL, NULL, I("-1"))));
    SHOW(PyObject_GetItem(b, PySlice_New(I("-3"), NULL, NULL)));
    SHOW(PyObject_GetItem(b, PySlice_New(I("5"), I("1"), I("-2"))));
    SHOW(PyObject_GetItem(b, PySlice_New(NULL, NULL, I("0"))));
    SHOW(PyObject_GetItem(b, PySlice_New(S("x"), NULL, NULL)));
    SHOW(PyObject_GetItem(b, PySlice_New(I("4"), I("2"), NULL)));
    SHOW_INT(PyObject_GetItem(b, PySlice_New(NULL, NULL, NULL)) == b);
    SHOW(PySequence_Repeat(b, 2));
    SHOW(PySequence_Repeat(b, 0));
    SHOW(PySequence_Repeat(b, -1));
    SHOW(PySequence_Repeat(B("x"), 5));
    SHOW(PySequence_Repeat(b, PY_SSIZE_T_MAX));
    SHOW_INT(PySequence_Repeat(b, 1) == b);
    SHOW(PyNumber_Multiply(b, I("2")));
    SHOW(PyNumber_Multiply(I("2"), b));
    SHOW(PyNumber_Multiply(b, F(2)));
    SHOW(PyNumber_Multiply(b, I("99999999999999999999")));
    SHOW(PySequence_Concat(b, B("gh")));
    SHOW(PyNumber_Add(b, B("gh")));
    SHOW(PyNumber_Add(b, PyByteArray_FromStringAndSize("gh", 2)));
    SHOW(PyNumber_Add(b, PyMemoryView_FromObject(B("gh"))));
    SHOW(PyNumber_Add(b, S("gh")));
    SHOW(PyNumber_Add(S("gh"), b));
    SHOW(PyNumber_Add(b, I("1")));
    SHOW(PyNumber_InPlaceAdd(b, B("zz")));
    SHOW_INT(PyNumber_Add(b, B("")) == b);
    SHOW_INT(PyNumber_Add(B(""), b) == b);
    SHOW(PySequence_List(b));
    SHOW(PySequence_Tuple(B("\x01\xff")));
    SHOW_INT(PySequence_SetItem(b, 0, I("1")));
    SHOW_INT(PySequence_DelItem(b, 0));
    SHOW_INT(PyObject_SetItem(b, I("0"), I("1")));
}
TEST(contains) {
    PyObject *b = B("abcdef");
    SHOW_INT(PySequence_Contains(b, I("97")));
    SHOW_INT(PySequence_Contains(b, I("0")));
    SHOW_INT(PySequence_Contains(b, I("256")));
    SHOW_INT(PySequence_Contains(b, I("-1")));
    SHOW_INT(PySequence_Contains(b, I("99999999999999999999")));
    SHOW_INT(PySequence_Contains(b, B("cd")));
    SHOW_INT(PySequence_Contains(b, B("")));
    SHOW_INT(PySequence_Contains(b, B("ce")));
    SHOW_INT(PySequence_Contains(b, S("a")));
    SHOW_INT(PySequence_Contains(b, Py_None));
    SHOW_INT(PySequence_Contains(b, F(97.0)));
    SHOW_INT(PySequence_Contains(b, PyByteArray_FromStringAndSize("ef", 2)));
    SHOW_INT(PySequence_Contains(B(""), B("")));
    SHOW_INT(PySequence_Count(b, I("97")));
    SHOW_INT(PySequence_Index(b, I("99")));
    SHOW_INT(PySequence_Index(b, I("0")));
}
TEST(iterator) {
    PyObject *b = B("abc"), *it = PyObject_GetIter(b);
    SAY("%s", Py_TYPE(it)->tp_name);
    SHOW_INT(Py_TYPE(it) == &PyBytesIter_Type);
    SHOW_INT(PyObject_GC_IsTracked(it));
    SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(PyIter_Next(it));
    SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(PyObject_GetIter(it) == it ? Py_True : Py_False);
    SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 1));
    SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 2));
    SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 0));
    SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 2));
    SHOW(PyIter_Next(it));
    SHOW(M(Py_NewRef(it), "__setstate__", "(s)", "x"));
    SHOW(M(Py_NewRef(it), "__setstate__", "(i)", -5));
    SHOW(PyIter_Next(it));
    SHOW(M(Py_NewRef(it), "__setstate__", "(i)", 100));
    SHOW_INT(PyIter_Next(it) == NULL);
    SHOW_INT(PyErr_Occurred() != NULL);
    SHOW_INT(PyIter_Next(it) == NULL);
    SHOW(M(Py_NewRef(it), "__length_hint__", NULL));
    SHOW(PySequence_GetItem(M(Py_NewRef(it), "__reduce__", NULL), 1));
    SHOW_INT(PySequence_Size(M(Py_NewRef(it), "__reduce__", NULL)));
    SHOW(C(TYPE(PyBytesIter_Type), NULL));
    SHOW_INT(Py_REFCNT(b));
}
TEST(percent) {
#define P(text, ...) SHOW(PyNumber_Remainder(B(text), V(__VA_ARGS__)))
    P("%d items", "i", 3);
    P("%s", "y", "bytes");
    P("%b", "y", "bytes");
    P("%s", "s", "str");
    P("%b", "s", "str");
    P("%b", "i", 3);
    P("%s", "N", PyByteArray_FromStringAndSize("ba", 2));
    P("%s", "N", PyMemoryView_FromObject(B("mv")));
    P("%b", "N", C(make_type(good, NULL, "t.Good"), NULL));
    P("%b", "N", C(make_type(wrong, NULL, "t.Wrong"), NULL));
    P("%a", "s", "caf\xc3\xa9");
    P("%r", "s", "caf\xc3\xa9");
    P("%r", "y", "caf");
    P("%c%c", "(iy)", 65, "B");
    P("%c", "i", 256);
    P("%c", "i", -1);
    P("%c", "y", "ab");
    P("%c", "s", "a");
    P("%c", "N", PyByteArray_FromStringAndSize("q", 1));
    P("%c", "N", PyByteArray_FromStringAndSize("qq", 2));
    P("%c", "d", 1.5);
    P("%c", "N", C(make_type(no_methods, index_five, "t.Index"), NULL));
    P("[%5d|%-5d|%05d|%+d|% d|%x|%X|%o|%#x|%#o]", "(iiiiiiiiii)", 42, 42, 42, 42, 42, 42, 42, 42, 42, 42);
    P("%d", "O", I("123456789012345678901234567890"));
    P("%x", "O", I("-123456789012345678901234567890"));
    P("%d", "d", 3.99);
    P("%i", "d", -3.99);
    P("%u", "i", -3);
    P("%x", "d", 3.5);
    P("%o", "s", "x");
    P("%d", "s", "x");
    P("%d", "y", "x");
    P("%f %e %g %G %E %F", "(dddddd)", 1.5, 1.5, 1.5, 1e100, 2.5, 3.5);
    P("%.2f|%8.3f|%-8.1f|%+.1f|%08.2f|%#.0f", "(dddddd)", 3.14159, 2.5, 1.25, 7.0, -1.5, 4.0);
    P("%f", "s", "x");
    P("%f", "i", 3);
    P("%.3s|%10s|%-10s|%10.2b", "(yyyy)", "abcdef", "ab", "ab", "abcdef");
    P("%.10d", "i", -42);
    P("%#.5x", "i", 255);
    P("%%", "()");
    P("100%", "()");
    P("%", "i", 1);
    P("%d", "()");
    P("%d %d", "i", 1);
    P("%d", "(ii)", 1, 2);
    P("none", "i", 1);
    P("none", "()");
    P("none", "[]");
    P("none", "{}");
    P("%y", "i", 1);
    P("%z", "i", 1);
    P("%(a)s", "{y:y}", "a", "A");
    P("%(a)s-%(b)d", "{y:y,y:i}", "a", "A", "b", 7);
    P("%(a)s", "{y:y}", "b", "A");
    P("%(a)s", "{s:y}", "a", "A");
    P("%(a)s", "i", 3);
    P("%(a", "{y:y}", "a", "A");
    P("%(a(b))s", "{y:y}", "a(b)", "A");
    P("%*d|%-*d|%.*f", "(iiiiid)", 6, 42, 6, 42, 2, 3.14159);
    P("%*d", "(ii)", -6, 42);
    P("%*d", "(si)", "x", 42);
    P("%.*d", "(si)", "x", 42);
    P("%.*f", "(id)", -3, 1.5);
    P("%*d", "(Oi)", I("99999999999999999999999"), 1);
    P("%99999999999999999999d", "i", 1);
    P("%.99999999999999999999d", "i", 1);
    P("%ld %hd %Ld", "(iii)", 1, 2, 3);
    P("%d", "O", Py_True);
    P("%s%s", "[ii]", 1, 2);
    P("%c", "O", Py_None);
    SHOW(PyNumber_Remainder(B("%d"), V("i", 5)));
    SHOW(PyNumber_Remainder(PyByteArray_FromStringAndSize("<%d>", 4), V("i", 5)));
    SHOW(PyNumber_Remainder(I("5"), B("%d")));
    SHOW(PyNumber_InPlaceRemainder(B("%d"), V("i", 5)));
    SHOW(M(B("%d"), "__mod__", "(i)", 5));
    SHOW(M(B("%d"), "__rmod__", "(i)", 5));
}
TEST(attributes) {
    PyObject *b = B("abc");
    SHOW(M(Py_NewRef(b), "__getnewargs__", NULL));
    SHOW(M(Py_NewRef(b), "__bytes__", NULL));
    SHOW_INT(M(Py_NewRef(b), "__bytes__", NULL) == b);
    SHOW(M(Py_NewRef(b), "__sizeof__", NULL));
    SHOW(M(B(""), "__sizeof__", NULL));
    SHOW(M(Py_NewRef(b), "__len__", NULL));
    SHOW(PyObject_GetAttrString(b, "nope"));
    SHOW_INT(PyObject_SetAttrString(b, "nope", Py_None));
    SHOW(PyObject_GetAttrString(b, "__class__"));
    SHOW(M(Py_NewRef(b), "__buffer__", "(i)", 0) ? Py_True : Py_False);
    SHOW(M(Py_NewRef(b), "__buffer__", "(i)", PyBUF_WRITABLE));
    SHOW(PyObject_GetAttrString(TYPE(PyBytes_Type), "__name__"));
    PyObject *dir = PyObject_Dir(TYPE(PyBytes_Type));
    SHOW(dir);
    SHOW(PyObject_Dir(TYPE(PyBytesIter_Type)));
    SHOW_INT(PyBytes_Type.tp_basicsize); SHOW_INT(PyBytes_Type.tp_itemsize);
    SHOW_INT(PyBytes_Type.tp_flags & (Py_TPFLAGS_BYTES_SUBCLASS | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_SEQUENCE | Py_TPFLAGS_READY));
    SHOW_INT(PyBytes_Type.tp_dictoffset); SHOW_INT(PyBytes_Type.tp_weaklistoffset);
    SHOW_INT(PyBytesIter_Type.tp_basicsize);
}
TEST(text_signatures) {
    const char *names[] = {"find", "split", "hex", "translate", "strip", "decode", "replace", "splitlines", "fromhex", "maketrans", "join", "partition", "center", "zfill", "expandtabs", "startswith", "lower", "isalpha", "__getnewargs__", "__bytes__", "removeprefix", "count"};
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++) {
        PyObject *m = PyObject_GetAttrString(TYPE(PyBytes_Type), names[i]);
        PyObject *sig = m ? PyObject_GetAttrString(m, "__text_signature__") : NULL;
        print_new(names[i], sig);
        m = PyObject_GetAttrString(TYPE(PyByteArray_Type), names[i]);
        sig = m ? PyObject_GetAttrString(m, "__text_signature__") : NULL;
        print_new(names[i], sig);
    }
}
TEST(subclass) {
    PyObject *sub = MUST(PyObject_CallFunction(TYPE(PyType_Type), "s(O){}", "Sub", TYPE(PyBytes_Type)));
    PyObject *o = C(sub, "(y)", "abc");
    SAY("%s %zd", Py_TYPE(o)->tp_name, Py_REFCNT(o));
    SHOW_BORROWED(o);
    SHOW_INT(PyObject_SetAttrString(o, "attr", Py_True));
    SHOW(PyObject_GetAttrString(o, "attr"));
    SHOW_INT(PyObject_Hash(o) == PyObject_Hash(B("abc")));
    SHOW(PyObject_RichCompare(o, B("abc"), Py_EQ));
    SHOW(C(sub, "(i)", 3));
    SHOW(C(sub, NULL));
    SHOW(C(sub, "(ss)", "t", "ascii"));
    SHOW(C(sub, "(s)", "t"));
    SHOW_INT(((PyTypeObject *)sub)->tp_basicsize);
    SHOW_INT(((PyTypeObject *)sub)->tp_itemsize);
    SHOW(M(Py_NewRef(o), "__bytes__", NULL));
    SHOW_INT(Py_TYPE(M(Py_NewRef(o), "__bytes__", NULL)) == &PyBytes_Type);
    SHOW(PyBytes_FromObject(o));
    SHOW(PyObject_Bytes(o));
    SHOW_INT(PyObject_Bytes(o) == o);
}
TEST(buffer) {
    PyObject *b = B("abc");
    Py_buffer v;
    SHOW_INT(PyObject_GetBuffer(b, &v, PyBUF_SIMPLE));
    SHOW_INT(v.len); SHOW_INT(v.itemsize); SHOW_INT(v.readonly); SHOW_INT(v.ndim); SHOW_TEXT(v.format); SHOW_INT(v.shape == NULL); SHOW_INT(v.strides == NULL); SHOW_INT(v.obj == b); SHOW_INT(v.buf == PyBytes_AS_STRING(b));
    SHOW_INT(Py_REFCNT(b));
    PyBuffer_Release(&v);
    SHOW_INT(v.obj == NULL); SHOW_INT(Py_REFCNT(b));
    SHOW_INT(PyObject_GetBuffer(b, &v, PyBUF_WRITABLE));
    SHOW_INT(PyObject_GetBuffer(b, &v, PyBUF_FULL_RO));
    SHOW_TEXT(v.format); SHOW_INT(v.shape[0]); SHOW_INT(v.strides[0]); SHOW_INT(v.suboffsets == NULL);
    PyBuffer_Release(&v);
    PyBuffer_Release(&v);
}
