#include "sdist.h"
SDIST("zope.interface._zope_interface_coptimizations", "_zope_interface_coptimizations")
TEST(module) { SHOW(public_names(module())); }
TEST(types) {
    PyObject *spec = MAKE("SpecificationBase", NULL);
    SHOW(PyObject_GetAttrString(spec, "_implied"));
    SHOW_INT(PyObject_SetAttrString(spec, "_implied", V("{}")));
    SHOW(M(Py_NewRef(spec), "isOrExtends", "(O)", spec));
    SHOW_INT(PyDict_SetItem(MUST(PyObject_GetAttrString(spec, "_implied")), spec, V("()")));
    SHOW(M(Py_NewRef(spec), "isOrExtends", "(O)", spec));
    SHOW(PyObject_CallOneArg(spec, spec));
    SHOW(M(Py_NewRef(spec), "providedBy", "(O)", spec));
    Py_DECREF(spec);
}
TEST(lookup) {
    PyObject *lookup = MAKE("LookupBase", NULL);
    SHOW(M(Py_NewRef(lookup), "changed", "(O)", lookup));
    SHOW(M(Py_NewRef(lookup), "lookup", "((),s)", "x"));
    SHOW(M(Py_NewRef(lookup), "lookup", NULL));
    SHOW(M(Py_NewRef(lookup), "lookup1", "(ssi)", "a", "b", 3));
    Py_DECREF(lookup);
}
