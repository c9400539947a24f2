/* Plain classes in place of what a module looks up in packages that need source: in both libraries, so that they print the same. */
static inline PyObject *stand_in_module(const char *package) {
    PyObject *modules = MUST(PyImport_GetModuleDict()), *m = PyDict_GetItemString(modules, package);
    if (m && PyObject_HasAttrString(m, "stands_in")) return m;
    m = MUST(PyModule_New(package));
    PyObject_SetAttrString(m, "stands_in", Py_True);
    PyObject_SetAttrString(m, "__path__", MUST(PyList_New(0)));
    PyDict_SetItemString(modules, package, m);
    Py_DECREF(m);
    return m;
}
static inline PyObject *stand_in(const char *package, const char *name, PyTypeObject *base) {
    PyObject *class = MUST(PyObject_CallFunction((PyObject *)&PyType_Type, "s(O){ss}", name, base, "__module__", package));
    PyObject_SetAttrString(stand_in_module(package), name, class);
    return class;
}
/* A `datetime` with its C interface, of classes without behaviour. */
static inline void stand_in_datetime(void) {
    static PyObject *api[32];
    const char *names[] = {"date", "datetime", "time", "timedelta", "tzinfo"};
    for (int i = 0; i < 5; i++) api[i] = stand_in("datetime", names[i], &PyBaseObject_Type);
    PyObject_SetAttrString(stand_in_module("datetime"), "datetime_CAPI", MUST(PyCapsule_New(api, "datetime.datetime_CAPI", NULL)));
}
