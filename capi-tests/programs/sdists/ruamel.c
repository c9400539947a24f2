#include "sdist.h"
static PyObject *module(void) {
    static PyObject *opened;
    if (opened) return opened;
    PyObject *base = PyExc_Exception; /* keeps its arguments, and shows them */
    plant("ruamel", "", base);
    plant("ruamel.yaml", "", base);
    plant("ruamel.yaml.error", "YAMLError", base);
    const char *errors[][2] = {{"reader", "ReaderError"}, {"scanner", "ScannerError"}, {"parser", "ParserError"}, {"composer", "ComposerError"}, {"constructor", "ConstructorError"},
                               {"emitter", "EmitterError"}, {"serializer", "SerializerError"}, {"representer", "RepresenterError"}};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        char name[64];
        snprintf(name, sizeof name, "ruamel.yaml.%s", errors[i][0]);
        plant(name, errors[i][1], base);
    }
    plant("ruamel.yaml.tokens", "StreamStartToken StreamEndToken DirectiveToken DocumentStartToken DocumentEndToken BlockSequenceStartToken BlockMappingStartToken BlockEndToken "
          "FlowSequenceStartToken FlowMappingStartToken FlowSequenceEndToken FlowMappingEndToken KeyToken ValueToken BlockEntryToken FlowEntryToken AliasToken AnchorToken TagToken ScalarToken", base);
    plant("ruamel.yaml.events", "StreamStartEvent StreamEndEvent DocumentStartEvent DocumentEndEvent AliasEvent ScalarEvent SequenceStartEvent SequenceEndEvent MappingStartEvent MappingEndEvent", base);
    plant("ruamel.yaml.nodes", "ScalarNode SequenceNode MappingNode", base);
    return opened = extension_open(sdist_path(), "_ruamel_yaml", "_ruamel_yaml");
}
TEST(module) { SHOW(public_names(module())); SHOW(CALL("get_version", NULL)); SHOW(CALL("get_version_string", NULL)); }
/* A token's or an event's class, and its arguments but the marks and other objects without a text of their own. */
static void show_parts(PyObject *thing) {
    PyObject *args = MUST(PyObject_GetAttrString(thing, "args"));
    printf("%s", strrchr(Py_TYPE(thing)->tp_name, '.') ? strrchr(Py_TYPE(thing)->tp_name, '.') + 1 : Py_TYPE(thing)->tp_name);
    for (Py_ssize_t i = 0; i < PyTuple_Size(args); i++) {
        PyObject *part = PyTuple_GetItem(args, i);
        if (PyObject_HasAttrString(part, "column")) {
            PyObject *line = MUST(PyObject_GetAttrString(part, "line")), *column = MUST(PyObject_GetAttrString(part, "column"));
            printf(" %ld:%ld", PyLong_AsLong(line), PyLong_AsLong(column));
            Py_DECREF(line); Py_DECREF(column);
        } else {
            PyObject *text = MUST(PyObject_Repr(part));
            printf(" %s", PyUnicode_AsUTF8(text));
            Py_DECREF(text);
        }
    }
    printf("\n");
    Py_DECREF(args);
}
static void drain(const char *text, const char *method) {
    PyObject *parser = MAKE("CParser", "(s)", text), *thing;
    SAY("-- %s", method);
    while ((thing = M(Py_NewRef(parser), method, NULL)) && thing != Py_None) { show_parts(thing); Py_DECREF(thing); }
    if (thing) { SHOW(thing); }
    else { thing = MUST(PyErr_GetRaisedException()); printf("raised "); show_parts(thing); Py_DECREF(thing); }
    Py_DECREF(parser);
}
static const char *yaml = "# a comment\nkey: [1, 'two', \"thr\\u00e9\"]\n? complex\n: |\n  text\n  more\nlist:\n- &a !!str x\n- *a\n";
TEST(scan) { drain(yaml, "get_token"); }
TEST(parse) { drain(yaml, "get_event"); drain("", "get_event"); drain("%YAML 1.2\n---\na\n...\n", "get_event"); }
TEST(errors) {
    drain("a: [1, 2", "get_event"); drain("a: b: c", "get_event"); drain("\t@", "get_token"); drain("'open", "get_token");
    SHOW(CALL("CParser", "(i)", 3));
    SHOW(CALL("CParser", NULL));
    PyObject *parser = MAKE("CParser", "(y)", "bytes: \xff");
    SHOW(M(parser, "get_event", NULL) ? Py_NewRef(Py_None) : NULL);
}
TEST(mark) {
    PyObject *mark = MAKE("Mark", "(siiiOO)", "name", 1, 2, 3, Py_None, Py_None);
    SHOW(PyObject_Str(mark));
    SHOW(PyObject_GetAttrString(mark, "index"));
    SHOW(M(Py_NewRef(mark), "get_snippet", NULL));
    SHOW_INT(PyObject_SetAttrString(mark, "index", Py_None));
    SHOW(CALL("Mark", "(siiiOO)", "name", -1, 2, 3, Py_None, Py_None));
    SHOW(CALL("Mark", "(s)", "name"));
    Py_DECREF(mark);
}
static PyObject *written;
static PyObject *write_text(PyObject *self, PyObject *text) { PyList_Append(written, text); return PyLong_FromSsize_t(PyObject_Size(text)); }
static PyMethodDef writing = {"write", write_text, METH_O, NULL};
TEST(emitter) {
    module();
    written = V("[]");
    PyObject *stream = MUST(PyModule_New("stream")), *emitter;
    PyObject_SetAttrString(stream, "write", MUST(PyCFunction_New(&writing, NULL)));
    PyObject_SetAttrString(stream, "encoding", Py_None);
    emitter = MAKE("CEmitter", "(O)", stream);
    SHOW(M(Py_NewRef(emitter), "open", NULL));
    SHOW(M(Py_NewRef(emitter), "open", NULL));
    SHOW(M(Py_NewRef(emitter), "close", NULL));
    SHOW(M(Py_NewRef(emitter), "close", NULL));
    SHOW(M(Py_NewRef(emitter), "emit", "(i)", 3));
    SHOW(written);
    Py_DECREF(emitter); Py_DECREF(stream);
}
