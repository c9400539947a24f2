#include "sdist.h"
SDIST("ahocorasick", "ahocorasick")
TEST(module) { SHOW(public_names(module())); }
TEST(automaton) {
    PyObject *a = MAKE("Automaton", NULL);
    const char *words[] = {"he", "she", "his", "hers", NULL};
    for (int i = 0; words[i]; i++) SHOW(M(Py_NewRef(a), "add_word", "(s(is))", words[i], i, words[i]));
    SHOW_INT(PyObject_Size(a));
    SHOW_INT(PySequence_Contains(a, S("she")));
    SHOW(M(Py_NewRef(a), "get", "(s)", "his"));
    SHOW(M(Py_NewRef(a), "get", "(s)", "nope"));
    SHOW(M(Py_NewRef(a), "get", "(si)", "nope", 7));
    SHOW(M(Py_NewRef(a), "iter", "(s)", "ushers"));
    SHOW(M(Py_NewRef(a), "make_automaton", NULL));
    SHOW(PySequence_List(M(Py_NewRef(a), "iter", "(s)", "ushers and his")));
    SHOW(PySequence_List(M(Py_NewRef(a), "iter_long", "(s)", "ushers and his")));
    SHOW(PySequence_List(M(Py_NewRef(a), "keys", NULL)));
    SHOW(M(Py_NewRef(a), "longest_prefix", "(s)", "hershey"));
    SHOW(PyObject_GetAttrString(a, "kind"));
    SHOW(M(Py_NewRef(a), "add_word", "(i)", 3));
    SHOW(M(Py_NewRef(a), "iter", "(y)", "bytes"));
    SHOW(M(Py_NewRef(a), "remove_word", "(s)", "he"));
    SHOW(M(Py_NewRef(a), "pop", "(s)", "zz"));
    SHOW(M(Py_NewRef(a), "clear", NULL));
    SHOW_INT(PyObject_Size(a));
    SHOW(CALL("Automaton", "(i)", 77));
    Py_DECREF(a);
}
