/* links: a host that links the library, with prototypes of its own. */
#include <stdio.h>
#include <string.h>

typedef struct Object Object;
void Py_InitializeEx(int);
int Py_FinalizeEx(void);
Object *Py_BuildValue(const char *, ...);
Object *PyObject_Repr(Object *);
const char *PyUnicode_AsUTF8(Object *);
void Py_DecRef(Object *);
extern Object *PyExc_ValueError;

int main(void) {
    for (int i = 0; i < 50; i++) {
        Py_InitializeEx(0);
        Object *value = Py_BuildValue("(isO)", 42, "text", PyExc_ValueError), *repr = PyObject_Repr(value);
        if (i == 0) printf("%s\n", PyUnicode_AsUTF8(repr));
        Py_DecRef(repr);
        Py_DecRef(value);
        if (Py_FinalizeEx()) return 1;
    }
    printf("done\n");
    return 0;
}
