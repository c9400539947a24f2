/* _interpchannels, by its functions. Each test in a process of its own: channels are numbered. */
#include "support.h"

static PyObject *channels;
static void begin(void) { channels = MUST(PyImport_ImportModule("_interpchannels")); }
static void end(void) { Py_CLEAR(channels); }

/* A function of the module, with positional and keyword arguments (Py_BuildValue formats, or NULL; "O" for a dict). */
static PyObject *call(const char *name, const char *positional, const char *named, ...) {
    PyObject *module = MUST(PyImport_ImportModule("_interpchannels")), *function = MUST(PyObject_GetAttrString(module, name));
    char format[64];
    snprintf(format, sizeof format, "(%s%s)", positional ? positional : "()", named ? named : "");
    va_list va;
    va_start(va, named);
    PyObject *built = MUST(Py_VaBuildValue(format, va));
    va_end(va);
    PyObject *result = PyObject_Call(function, PyTuple_GET_ITEM(built, 0), named ? PyTuple_GET_ITEM(built, 1) : NULL);
    Py_DECREF(built); Py_DECREF(function); Py_DECREF(module);
    return result;
}
#define CALL(label, ...) print_new(label, call(__VA_ARGS__))

/* All sixteen fields of an info. */
static void info(long long id) {
    static const char *const names[] = {"open", "closing", "closed", "count", "num_interp_send", "num_interp_send_released", "num_interp_recv",
        "num_interp_recv_released", "num_interp_both", "num_interp_both_released", "num_interp_both_send_released",
        "num_interp_both_recv_released", "send_associated", "send_released", "recv_associated", "recv_released"};
    PyObject *found = call("get_info", "(L)", NULL, id);
    if (!found) { print_new("info", NULL); return; }
    printf("info:");
    for (int i = 0; i < 16; i++) { PyObject *v = PyObject_GetAttrString(found, names[i]); printf(" %ld", v ? PyLong_AsLong(v) : -99); Py_XDECREF(v); }
    printf("\n"); fflush(stdout);
    Py_DECREF(found);
}
static void send_(long long id, const char *text) { CALL("send", "send", "(Ls)", "{s:O}", id, text, "blocking", Py_False); }
static long long number(PyObject *id) { return PyLong_AsLongLong(id); }

ALONE(names) {
    begin();
    PyObject *names = MUST(PyObject_Dir(channels)), *kept = MUST(PyList_New(0));
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) {
        const char *name = PyUnicode_AsUTF8(PyList_GET_ITEM(names, i));
        if (strcmp(name, "__file__")) PyList_Append(kept, PyList_GET_ITEM(names, i));
    }
    SHOW(kept); Py_DECREF(names);
    static const char *const errors[] = {"ChannelError", "ChannelNotFoundError", "ChannelClosedError", "ChannelEmptyError", "ChannelNotEmptyError"};
    for (int i = 0; i < 5; i++) { PyObject *e = PyObject_GetAttrString(channels, errors[i]); SHOW(PyObject_GetAttrString(e, "__mro__")); Py_DECREF(e); }
    PyObject *id = MUST(PyObject_GetAttrString(channels, "ChannelID"));
    SHOW(PyObject_GetAttrString(id, "__mro__")); SHOW(PyObject_CallNoArgs(id)); SHOW(PyObject_CallFunction(id, "i", 1)); Py_DECREF(id);
    PyObject *ty = MUST(PyObject_GetAttrString(channels, "ChannelInfo"));
    SHOW(PyObject_GetAttrString(ty, "__mro__")); SHOW(PyObject_GetAttrString(ty, "__match_args__")); SHOW(PyObject_GetAttrString(ty, "n_fields"));
    SHOW(PyObject_CallFunction(ty, "((iiiiiiii))", 1, 2, 3, 4, 5, 6, 7, 8)); SHOW(PyObject_CallFunction(ty, "((iii))", 1, 2, 3)); Py_DECREF(ty);
    end();
}
ALONE(making) {
    PyObject *keep[8] = {0}; int n = 0;
    CALL("none", "list_all", NULL, NULL);
    SHOW_BORROWED(keep[n++] = call("create", NULL, NULL));
    SHOW_BORROWED(keep[n++] = call("create", "(i)", NULL, 1));
    SHOW_BORROWED(keep[n++] = call("create", "(ii)", NULL, 2, 0));
    SHOW_BORROWED(keep[n++] = call("create", "(ii)", NULL, -5, -7));
    SHOW_BORROWED(keep[n++] = call("create", NULL, "{s:i,s:i}", "unboundop", 1, "fallback", 0));
    CALL("4", "create", "(i)", NULL, 4); CALL("0", "create", "(i)", NULL, 0); CALL("fallback 2", "create", "(ii)", NULL, 1, 2);
    CALL("text", "create", "(s)", NULL, "a"); CALL("three", "create", "(iii)", NULL, 1, 2, 3); CALL("unknown", "create", NULL, "{s:i}", "x", 1);
    CALL("all", "list_all", NULL, NULL);
    for (int i = 0; i < n; i++) CALL("defaults", "get_channel_defaults", "(O)", NULL, keep[i]);
    CALL("gone", "create", NULL, NULL); CALL("gone too", "get_count", "(i)", NULL, 5);
    CALL("destroy", "destroy", "(O)", NULL, keep[2]); CALL("destroy again", "destroy", "(O)", NULL, keep[2]);
    CALL("destroy by name", "destroy", NULL, "{s:O}", "cid", keep[3]); CALL("destroy True", "destroy", "(O)", NULL, Py_True);
    CALL("all", "list_all", NULL, NULL);
    while (n) Py_DECREF(keep[--n]);
    CALL("none", "list_all", NULL, NULL);
    SHOW(call("create", NULL, NULL));
}
ALONE(bad_numbers) {
    static const char *const functions[] = {"destroy", "recv", "close", "release", "get_count", "get_info", "get_channel_defaults"};
    for (int i = 0; i < 7; i++) {
        const char *f = functions[i];
        SAY("%s", f);
        CALL("none", f, NULL, NULL); CALL("unknown", f, "(i)", NULL, 9999); CALL("negative", f, "(i)", NULL, -1); CALL("text", f, "(s)", NULL, "x");
        CALL("float", f, "(d)", NULL, 1.0); CALL("big", f, "(N)", NULL, I("1000000000000000000000000000000"));
        CALL("bigly negative", f, "(N)", NULL, I("-1000000000000000000000000000000")); CALL("three", f, "(iii)", NULL, 1, 2, 3);
        CALL("keyword", f, "(i)", "{s:i}", 1, "nonsense", 1);
    }
    CALL("list_interpreters", "list_interpreters", "(i)", NULL, 4); CALL("list_interpreters", "list_interpreters", "(ii)", NULL, 4, 1);
    CALL("list_interpreters", "list_interpreters", NULL, "{s:O}", "send", Py_True);
    CALL("list_interpreters", "list_interpreters", "(i)", "{s:O}", 9999, "send", Py_True);
    static const char *const sends[] = {"send", "send_buffer"};
    for (int i = 0; i < 2; i++) {
        const char *f = sends[i];
        CALL("none", f, NULL, NULL); CALL("one", f, "(i)", NULL, 4); CALL("text", f, "(si)", NULL, "x", 1); CALL("five", f, "(iiiii)", NULL, 4, 1, 1, 1, 1);
        CALL("unknown", f, "(iy)", NULL, 9999, "x"); CALL("unknown, not shareable", f, "(i[])", NULL, 9999);
        CALL("unknown, bad option", f, "(iyi)", NULL, 9999, "x", 9); CALL("unknown, bad options", f, "(iyii)", NULL, 9999, "x", 9, 9);
        CALL("unknown, bad timeout", f, "(iyii)", "{s:i}", 9999, "x", 9, 9, "timeout", -3);
    }
    static const char *const closes[] = {"close", "release"};
    for (int i = 0; i < 2; i++) {
        CALL("unknown", closes[i], "(i)", "{s:O,s:O,s:O}", 9999, "send", Py_True, "recv", Py_True, "force", Py_True);
        CALL("second", closes[i], "(iO)", NULL, 9999, Py_True); CALL("truth", closes[i], "(i)", "{s:s}", 9999, "send", "x");
    }
}
ALONE(sending) {
    PyObject *id = MUST(call("create", NULL, NULL));
    PyObject *off = MUST(Py_BuildValue("{s:O}", "blocking", Py_False));
    CALL("empty", "recv", "(O)", NULL, id); CALL("default", "recv", "(Os)", NULL, id, "default"); CALL("None", "recv", "(O)", "{s:O}", id, "default", Py_None);
    info(number(id));
    CALL("int", "send", "(Oi)", "O", id, 1, off); CALL("tuple", "send", "(O(isydOO))", "O", id, 1, "b", "c", 2.5, Py_None, Py_True, off);
    CALL("str", "send", "(Os)", "O", id, "text", off);
    CALL("not shareable", "send", "(O[i]ii)", "O", id, 1, -1, 0, off); CALL("id", "send", "(OO)", "O", id, id, off);
    CALL("unboundop 1", "send", "(Oii)", "O", id, 2, 1, off); CALL("both", "send", "(Oiii)", "O", id, 2, 2, 0, off);
    CALL("bad op", "send", "(Oiii)", "O", id, 2, 9, 0, off); CALL("bad fallback", "send", "(Oiii)", "O", id, 2, 1, 9, off);
    CALL("bad op alone", "send", "(Oii)", "O", id, 2, 9, off);
    CALL("count", "get_count", "(O)", NULL, id); CALL("info", "get_info", "(O)", NULL, id); info(number(id));
    for (int i = 0; i < 8; i++) CALL("recv", "recv", "(O)", NULL, id);
    Py_DECREF(MUST(PyImport_ImportModule("_interpreters")));
    CALL("buffer", "send_buffer", "(Oy)", "O", id, "abc", off); CALL("no buffer", "send_buffer", "(Os)", "O", id, "abc", off);
    CALL("bad op", "send_buffer", "(Oyi)", "O", id, "abc", 9, off);
    PyObject *got = call("recv", "(O)", NULL, id);
    PyObject *view = got ? PyTuple_GetItem(got, 0) : NULL;
    if (view) { SHOW(PyBytes_FromObject(view)); SHOW(PyObject_GetAttrString(view, "readonly")); print_text("type", Py_TYPE(view)->tp_name); }
    Py_XDECREF(got);
    Py_DECREF(off); Py_DECREF(id);
}
ALONE(timeouts) {
    PyObject *id = MUST(call("create", NULL, NULL));
    CALL("not blocking", "send", "(Oi)", "{s:O,s:i}", id, 1, "blocking", Py_False, "timeout", 3);
    CALL("not blocking, negative", "send", "(Oi)", "{s:O,s:i}", id, 1, "blocking", Py_False, "timeout", -3);
    CALL("not blocking, None", "send", "(Oi)", "{s:O,s:O}", id, 1, "blocking", Py_False, "timeout", Py_None);
    CALL("negative", "send", "(Oi)", "{s:i}", id, 1, "timeout", -1); CALL("text", "send", "(Oi)", "{s:s}", id, 1, "timeout", "x");
    CALL("huge", "send", "(Oi)", "{s:d}", id, 1, "timeout", 1e300); CALL("nan", "send", "(Oi)", "{s:d}", id, 1, "timeout", Py_NAN);
    Py_DECREF(MUST(PyImport_ImportModule("_interpreters")));
    CALL("0", "send", "(Oi)", "{s:i}", id, 1, "timeout", 0); CALL("0.01", "send", "(Oi)", "{s:d}", id, 1, "timeout", 0.01);
    CALL("buffer", "send_buffer", "(Oy)", "{s:d}", id, "x", "timeout", 0.01);
    CALL("count", "get_count", "(O)", NULL, id); CALL("recv", "recv", "(O)", NULL, id); CALL("recv", "recv", "(O)", NULL, id);
    Py_DECREF(id);
}
ALONE(closing) {
    PyObject *a = MUST(call("create", NULL, NULL));
    CALL("close", "close", "(O)", NULL, a); CALL("close again", "close", "(O)", NULL, a); info(number(a));
    CALL("count", "get_count", "(O)", NULL, a); CALL("defaults", "get_channel_defaults", "(O)", NULL, a); CALL("recv", "recv", "(Oi)", NULL, a, 1);
    CALL("send", "send", "(Oi)", NULL, a, 1); CALL("release", "release", "(O)", NULL, a);
    CALL("list", "list_interpreters", "(O)", "{s:O}", a, "send", Py_True);
    SHOW(call("_channel_id", "(O)", NULL, a));
    CALL("destroy", "destroy", "(O)", NULL, a); CALL("destroy", "destroy", "(O)", NULL, a);
    Py_DECREF(a);
    SAY("with items");
    a = MUST(call("create", NULL, NULL));
    send_(number(a), "x");
    CALL("close", "close", "(O)", NULL, a); CALL("recv", "close", "(O)", "{s:O}", a, "recv", Py_True);
    CALL("both", "close", "(O)", "{s:O,s:O}", a, "recv", Py_True, "send", Py_True);
    CALL("send", "close", "(O)", "{s:O}", a, "send", Py_True); info(number(a)); CALL("send again", "close", "(O)", "{s:O}", a, "send", Py_True);
    CALL("close", "close", "(O)", NULL, a); send_(number(a), "y"); CALL("count", "get_count", "(O)", NULL, a);
    CALL("senders", "list_interpreters", "(O)", "{s:O}", a, "send", Py_True); CALL("receivers", "list_interpreters", "(O)", "{s:O}", a, "send", Py_False);
    CALL("defaults", "get_channel_defaults", "(O)", NULL, a);
    CALL("recv", "recv", "(O)", NULL, a); CALL("recv", "recv", "(O)", NULL, a); info(number(a));
    Py_DECREF(a);
    SAY("by force");
    for (int i = 0; i < 3; i++) {
        a = MUST(call("create", NULL, NULL));
        send_(number(a), "x");
        CALL("close", "close", "(O)", i == 0 ? "{s:O}" : "{s:O,s:O}", a, "force", Py_True, i == 1 ? "send" : "recv", Py_True); info(number(a));
        Py_DECREF(a);
    }
    SAY("closing by force");
    a = MUST(call("create", NULL, NULL));
    send_(number(a), "x");
    CALL("send", "close", "(O)", "{s:O}", a, "send", Py_True); CALL("send by force", "close", "(O)", "{s:O,s:O}", a, "send", Py_True, "force", Py_True); info(number(a));
    Py_DECREF(a);
}
ALONE(releasing) {
    PyObject *a = MUST(call("create", NULL, NULL));
    send_(number(a), "x");
    CALL("recv end", "release", "(O)", "{s:O}", a, "recv", Py_True); info(number(a)); CALL("recv", "recv", "(O)", NULL, a);
    CALL("receivers", "list_interpreters", "(O)", "{s:O}", a, "send", Py_False); CALL("senders", "list_interpreters", "(O)", "{s:O}", a, "send", Py_True);
    send_(number(a), "y");
    CALL("send end", "release", "(O)", "{s:O}", a, "send", Py_True); CALL("send end again", "release", "(O)", "{s:O}", a, "send", Py_True); info(number(a));
    send_(number(a), "z"); CALL("close", "close", "(O)", "{s:O}", a, "force", Py_True);
    CALL("all", "list_all", NULL, NULL);
    Py_DECREF(a);
    SAY("both");
    a = MUST(call("create", NULL, NULL)); send_(number(a), "x");
    CALL("release", "release", "(O)", NULL, a); info(number(a)); send_(number(a), "x"); CALL("recv", "recv", "(O)", NULL, a);
    Py_DECREF(a);
    SAY("unused");
    a = MUST(call("create", NULL, NULL));
    CALL("release", "release", "(O)", NULL, a); info(number(a)); CALL("release", "release", "(O)", NULL, a);
    Py_DECREF(a);
    a = MUST(call("create", NULL, NULL));
    CALL("send end", "release", "(O)", "{s:O}", a, "send", Py_True); info(number(a)); CALL("recv", "recv", "(O)", NULL, a);
    Py_DECREF(a);
    SAY("one after the other");
    a = MUST(call("create", NULL, NULL)); send_(number(a), "x"); CALL("recv", "recv", "(O)", NULL, a);
    CALL("send end", "release", "(O)", "{s:O}", a, "send", Py_True); info(number(a)); send_(number(a), "y"); CALL("recv", "recv", "(O)", NULL, a);
    CALL("recv end", "release", "(O)", "{s:O,s:O}", a, "recv", Py_True, "send", Py_False); info(number(a));
    Py_DECREF(a);
    SAY("while closing");
    a = MUST(call("create", NULL, NULL)); send_(number(a), "x"); CALL("close", "close", "(O)", "{s:O}", a, "send", Py_True);
    CALL("recv end", "release", "(O)", "{s:O}", a, "recv", Py_True); info(number(a)); CALL("recv", "recv", "(O)", NULL, a);
    CALL("send end", "release", "(O)", "{s:O}", a, "send", Py_True); info(number(a));
    Py_DECREF(a);
}
ALONE(ids) {
    PyObject *a = MUST(call("create", NULL, NULL));
    long long n = number(a);
    static const char *const formats[] = {"{s:O}", "{s:O,s:O}"};
    PyObject *sends = MUST(call("_channel_id", "(L)", formats[0], n, "send", Py_True)), *recvs = MUST(call("_channel_id", "(L)", formats[0], n, "recv", Py_True));
    SHOW_BORROWED(a); SHOW_BORROWED(sends); SHOW_BORROWED(recvs);
    CALL("both", "_channel_id", "(L)", formats[1], n, "send", Py_True, "recv", Py_True);
    CALL("send only", "_channel_id", "(L)", formats[1], n, "send", Py_True, "recv", Py_False);
    CALL("neither", "_channel_id", "(L)", formats[1], n, "send", Py_False, "recv", Py_False); CALL("not recv", "_channel_id", "(L)", formats[0], n, "recv", Py_False);
    CALL("unknown", "_channel_id", "(i)", NULL, 9999); CALL("unknown by force", "_channel_id", "(i)", "{s:O}", 9999, "force", Py_True);
    CALL("unknown by force, send", "_channel_id", "(i)", "{s:O,s:O}", 9999, "force", Py_True, "send", Py_True);
    CALL("negative", "_channel_id", "(i)", NULL, -1); CALL("text", "_channel_id", "(s)", NULL, "x"); CALL("none", "_channel_id", NULL, NULL);
    CALL("two", "_channel_id", "(ii)", NULL, 0, 1); CALL("keyword", "_channel_id", "(L)", "{s:i}", n, "foo", 1);
    CALL("of an id", "_channel_id", "(O)", NULL, sends); CALL("of an id, other end", "_channel_id", "(O)", "{s:O}", sends, "recv", Py_True);
    PyObject *three[] = {a, sends, recvs};
    for (int i = 0; i < 3; i++) {
        PyObject *o = three[i];
        SHOW(PyObject_GetAttrString(o, "end")); SHOW(PyObject_GetAttrString(o, "send")); SHOW(PyObject_GetAttrString(o, "recv")); SHOW(PyObject_Str(o));
        SHOW_INT(PyObject_Hash(o) == n); SHOW_INT(number(o) == n); SHOW(PyNumber_Index(o)); SHOW(PyNumber_Long(o)); SHOW(PyNumber_Float(o));
        for (int j = 0; j < 3; j++) { SHOW_INT(PyObject_RichCompareBool(o, three[j], Py_EQ)); SHOW_INT(PyObject_RichCompareBool(o, three[j], Py_NE)); }
        SHOW(PyObject_RichCompare(o, three[0], Py_LT));
    }
    SHOW_INT(PyObject_SetAttrString(a, "end", Py_None)); SHOW_INT(PyObject_SetAttrString(a, "other", Py_None)); SHOW(PyObject_GetAttrString(a, "x"));
    PyObject *others[] = {PyLong_FromLongLong(n), PyFloat_FromDouble((double)n), PyLong_FromLongLong(n + 1), I("-1"), I("10000000000000000000000000000000000000000"),
        PyUnicode_FromString("0"), Py_NewRef(Py_None), PyComplex_FromDoubles((double)n, 0), PyComplex_FromDoubles((double)n, 1)};
    for (int i = 0; i < 9; i++) {
        SHOW(PyObject_RichCompare(a, others[i], Py_EQ)); SHOW(PyObject_RichCompare(a, others[i], Py_NE)); SHOW(PyObject_RichCompare(a, others[i], Py_GE));
        SHOW(PyObject_RichCompare(others[i], a, Py_EQ)); SHOW(PyObject_CallMethod(a, "__eq__", "O", others[i])); Py_DECREF(others[i]);
    }
    Py_DECREF(a); Py_DECREF(recvs);
    CALL("kept", "get_count", "(L)", NULL, n);
    Py_DECREF(sends);
    CALL("gone", "get_count", "(L)", NULL, n);
}
ALONE(ids_across) {
    PyObject *a = MUST(call("create", NULL, NULL)), *b = MUST(call("create", NULL, NULL));
    PyObject *off = MUST(Py_BuildValue("{s:O}", "blocking", Py_False));
    CALL("a fresh one", "send", "(ON)", "O", a, call("create", NULL, NULL), off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("an end", "send", "(ON)", "O", a, call("_channel_id", "(O)", "{s:O}", b, "send", Py_True), off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("of none", "send", "(ON)", "O", a, call("_channel_id", "(i)", "{s:O}", 7777, "force", Py_True), off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("nothing left", "recv", "(O)", NULL, a);
    CALL("resolved, of no class", "send", "(ON)", "O", a, call("_channel_id", "(O)", "{s:O,s:O}", b, "send", Py_True, "_resolve", Py_True), off);
    CALL("itself", "send", "(OO)", "O", a, a, off);
    CALL("types", "_register_end_types", "(ii)", NULL, 1, 2); CALL("types", "_register_end_types", "(Oi)", NULL, TYPE(PyList_Type), 2);
    CALL("types", "_register_end_types", "(O)", NULL, TYPE(PyList_Type));
    Py_DECREF(off); Py_DECREF(b); Py_DECREF(a);
    CALL("none but what holds itself", "list_all", NULL, NULL);
}

/* A class as Python's half has: an object with _id. */
static int end_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    PyObject *id;
    return PyArg_ParseTuple(args, "O", &id) ? PyObject_SetAttrString(self, "_id", id) : -1;
}
static PyObject *end_repr(PyObject *self) {
    PyObject *id = PyObject_GetAttrString(self, "_id");
    PyObject *text = id ? PyUnicode_FromFormat("<%s %R>", Py_TYPE(self)->tp_name, id) : NULL;
    Py_XDECREF(id);
    return text;
}
static PyMemberDef end_members[] = {{"_id", Py_T_OBJECT_EX, sizeof(PyObject), 0, NULL}, {NULL, 0, 0, 0, NULL}};
static void end_dealloc(PyObject *self) {
    PyTypeObject *ty = Py_TYPE(self);
    Py_XDECREF(*(PyObject **)((char *)self + sizeof(PyObject)));
    ty->tp_free(self); Py_DECREF(ty);
}
static PyType_Slot end_slots[] = {{Py_tp_init, end_init}, {Py_tp_repr, end_repr}, {Py_tp_members, end_members}, {Py_tp_dealloc, end_dealloc}, {0, NULL}};
static PyObject *end_type(const char *name) {
    PyType_Spec spec = {name, sizeof(PyObject) + sizeof(PyObject *), 0, Py_TPFLAGS_DEFAULT, end_slots};
    return MUST(PyType_FromSpec(&spec));
}
ALONE(end_types) {
    PyObject *a = MUST(call("create", NULL, NULL)), *sends = end_type("my.Sends"), *recvs = end_type("my.Recvs"), *off = MUST(Py_BuildValue("{s:O}", "blocking", Py_False));
    PyObject *plain = MUST(PyObject_CallFunction(sends, "N", call("_channel_id", "(O)", "{s:O}", a, "send", Py_True)));
    CALL("not registered", "send", "(OOii)", "O", a, plain, -1, 0, off);
    CALL("register", "_register_end_types", "(OO)", NULL, sends, recvs);
    CALL("send", "send", "(OOii)", "O", a, plain, -1, 0, off); CALL("recv", "recv", "(O)", NULL, a);
    PyObject *other = MUST(PyObject_CallFunction(recvs, "N", call("_channel_id", "(O)", "{s:O}", a, "recv", Py_True)));
    CALL("send", "send", "(OOii)", "O", a, other, -1, 0, off); CALL("recv", "recv", "(O)", NULL, a);
    PyObject *both = MUST(PyObject_CallFunction(recvs, "O", a));
    CALL("send", "send", "(OOii)", "O", a, both, -1, 0, off); CALL("recv", "recv", "(O)", NULL, a);
    PyObject *mixed = MUST(PyObject_CallFunction(recvs, "N", call("_channel_id", "(O)", "{s:O}", a, "send", Py_True)));
    CALL("send", "send", "(OOii)", "O", a, mixed, -1, 0, off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("an id", "send", "(ON)", "O", a, call("_channel_id", "(O)", "{s:O,s:O}", a, "send", Py_True, "_resolve", Py_True), off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("an id", "send", "(ON)", "O", a, M(call("_channel_id", "(O)", "{s:O}", a, "_resolve", Py_True), "__getattribute__", "(s)", "send"), off); CALL("recv", "recv", "(O)", NULL, a);
    CALL("an id of both", "send", "(ON)", "O", a, call("_channel_id", "(O)", "{s:O}", a, "_resolve", Py_True), off); CALL("recv", "recv", "(O)", NULL, a);
    PyObject *resolving = call("_channel_id", "(O)", "{s:O,s:O}", a, "_resolve", Py_True, "send", Py_True);
    CALL("an id of an id", "send", "(ON)", "O", a, call("_channel_id", "(O)", NULL, resolving), off); CALL("recv", "recv", "(O)", NULL, a);
    Py_DECREF(resolving);
    CALL("register again", "_register_end_types", "(OO)", NULL, sends, recvs);
    PyObject *sends2 = end_type("my.Sends2"), *recvs2 = end_type("my.Recvs2");
    CALL("register others", "_register_end_types", "(OO)", NULL, sends2, recvs2);
    CALL("no longer registered", "send", "(OOii)", "O", a, plain, -1, 0, off);
    PyObject *renewed = MUST(PyObject_CallFunction(sends2, "N", call("_channel_id", "(O)", "{s:O}", a, "send", Py_True)));
    CALL("send", "send", "(OOii)", "O", a, renewed, -1, 0, off); CALL("recv", "recv", "(O)", NULL, a);
    Py_DECREF(renewed); Py_DECREF(mixed); Py_DECREF(both); Py_DECREF(other); Py_DECREF(plain);
    Py_DECREF(sends2); Py_DECREF(recvs2); Py_DECREF(recvs); Py_DECREF(sends); Py_DECREF(off); Py_DECREF(a);
}
ALONE(other_interpreters) {
    PyObject *id = MUST(call("create", NULL, NULL)); long long n = number(id);
    PyThreadState *main = PyThreadState_Get();
    send_(n, "main's");
    PyThreadState *one = isolated();
    for (int op = 1; op <= 3; op++) CALL("send", "send", "(Lsi)", "{s:O}", n, "sub's", op, "blocking", Py_False);
    info(n); CALL("count", "get_count", "(L)", NULL, n); CALL("senders", "list_interpreters", "(L)", "{s:O}", n, "send", Py_True);
    PyThreadState *two = isolated();
    CALL("recv", "recv", "(L)", NULL, n); info(n); CALL("receivers", "list_interpreters", "(L)", "{s:O}", n, "send", Py_False);
    PyThreadState_Swap(main);
    info(n); CALL("senders", "list_interpreters", "(L)", "{s:O}", n, "send", Py_True);
    PyThreadState_Swap(one); finish(one, main);
    SAY("one has ended"); info(n); CALL("senders", "list_interpreters", "(L)", "{s:O}", n, "send", Py_True);
    for (int i = 0; i < 3; i++) CALL("recv", "recv", "(L)", NULL, n);
    PyThreadState_Swap(two); finish(two, main);
    SAY("two has ended"); info(n);
    Py_DECREF(id);
}
ALONE(last_sender_ends) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *id = MUST(call("create", NULL, NULL)); long long n = number(id);
    PyThreadState *sub = isolated(); CALL("send", "send", "(Lsi)", "{s:O}", n, "sub's", 3, "blocking", Py_False); finish(sub, main);
    CALL("info", "get_info", "(O)", NULL, id); CALL("recv", "recv", "(O)", NULL, id); send_(n, "x"); CALL("all", "list_all", NULL, NULL);
    Py_DECREF(id);
    SAY("while closing");
    id = MUST(call("create", NULL, NULL)); n = number(id);
    sub = isolated(); CALL("send", "send", "(Lsi)", "{s:O}", n, "sub's", 3, "blocking", Py_False); CALL("close", "close", "(L)", "{s:O}", n, "send", Py_True);
    CALL("recv", "recv", "(L)", NULL, n); finish(sub, main); CALL("info", "get_info", "(O)", NULL, id);
    Py_DECREF(id);
}
ALONE(ids_of_ended) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *id = MUST(call("create", NULL, NULL)); long long n = number(id);
    PyThreadState *sub = isolated();
    PyObject *held = MUST(call("_channel_id", "(L)", NULL, n));
    PyThreadState_Swap(main); Py_DECREF(id); CALL("held", "get_count", "(L)", NULL, n);
    PyThreadState_Swap(sub); Py_DECREF(held); finish(sub, main);
    CALL("gone", "get_count", "(L)", NULL, n);
}
ALONE(objects_across) {
    PyThreadState *main = PyThreadState_Get();
    PyObject *id = MUST(call("create", NULL, NULL)); long long n = number(id);
    Py_DECREF(MUST(PyImport_ImportModule("_interpreters")));
    PyObject *array = MUST(PyByteArray_FromStringAndSize("abcd", 4));
    CALL("id", "send", "(LO)", "{s:O}", n, id, "blocking", Py_False);
    CALL("buffer", "send_buffer", "(LO)", "{s:O}", n, array, "blocking", Py_False);
    PyThreadState *sub = isolated();
    CALL("id", "recv", "(L)", NULL, n);
    PyObject *got = call("recv", "(L)", NULL, n), *view = got ? PyTuple_GetItem(got, 0) : NULL;
    if (view) {
        Py_buffer *buffer = PyMemoryView_GET_BUFFER(view);
        SAY("%d bytes, the same: %d", (int)buffer->len, buffer->buf == (void *)PyByteArray_AS_STRING(array));
        ((char *)buffer->buf)[0] = 'X';
    }
    Py_XDECREF(got);
    finish(sub, main);
    SHOW(array);
    Py_DECREF(id);
}

/* Blocking. */
typedef struct { long long id; PyThread_type_lock started; char text[256]; } Sender;
static void *sending(void *arg) {
    Sender *sender = arg;
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *module = PyImport_ImportModule("_interpchannels");
    PyThread_release_lock(sender->started);
    PyObject *result = PyObject_CallMethod(module, "send", "Ls", sender->id, "waited for");
    if (result) snprintf(sender->text, sizeof sender->text, "sent");
    else {
        PyObject *exc = PyErr_GetRaisedException(), *text = PyObject_Str(exc);
        snprintf(sender->text, sizeof sender->text, "%s: %s", Py_TYPE(exc)->tp_name, PyUnicode_AsUTF8(text));
        Py_DECREF(exc); Py_DECREF(text);
    }
    Py_XDECREF(result); Py_DECREF(module);
    PyGILState_Release(state);
    return NULL;
}
static void blocking(const char *label, int how) {
    PyObject *id = MUST(call("create", NULL, NULL));
    Sender sender = {number(id), PyThread_allocate_lock(), ""};
    PyThread_acquire_lock(sender.started, 1);
    pthread_t thread;
    Py_BEGIN_ALLOW_THREADS
    pthread_create(&thread, NULL, sending, &sender);
    PyThread_acquire_lock(sender.started, 1);
    Py_END_ALLOW_THREADS
    for (;;) {
        PyObject *count = MUST(call("get_count", "(O)", NULL, id));
        long n = PyLong_AsLong(count);
        Py_DECREF(count);
        if (n) break;
        Py_BEGIN_ALLOW_THREADS
        struct timespec pause = {0, 1000000}; nanosleep(&pause, NULL);
        Py_END_ALLOW_THREADS
    }
    if (how == 0) CALL(label, "recv", "(O)", NULL, id);
    if (how == 1) CALL(label, "close", "(O)", "{s:O}", id, "force", Py_True);
    if (how == 2) CALL(label, "destroy", "(O)", NULL, id);
    Py_BEGIN_ALLOW_THREADS
    pthread_join(thread, NULL);
    Py_END_ALLOW_THREADS

    SAY("sender: %s", sender.text);
    PyThread_free_lock(sender.started);
    Py_DECREF(id);
}
ALONE(blocking) { blocking("received", 0); blocking("closed", 1); blocking("destroyed", 2); }
ALONE(in_the_end) {
    /* Left behind when the library ends. */
    PyObject *id = MUST(call("create", NULL, NULL)); send_(number(id), "left"); send_(number(id), "behind");
}
