/* `_io._IOBase`, which _cffi_backend derives its file emulation from: a plain class where there is no `_io`. */
static void io_module(void) {
    PyObject *io = PyImport_ImportModule("_io");
    if (io) { Py_DECREF(io); return; }
    PyErr_Clear();
    io = MUST(PyImport_AddModuleRef("_io"));
    PyObject *base = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(){ss}", "_IOBase", "__module__", "_io"));
    PyObject_SetAttrString(io, "_IOBase", base);
    Py_DECREF(base); Py_DECREF(io);
}
