/* Full API: the layouts of descriptors. */
#ifndef Py_CPYTHON_DESCROBJECT_H
#define Py_CPYTHON_DESCROBJECT_H

typedef PyObject *(*wrapperfunc)(PyObject *self, PyObject *args, void *wrapped);
typedef PyObject *(*wrapperfunc_kwds)(PyObject *self, PyObject *args, void *wrapped, PyObject *kwds);

/* A slot as a method: how __add__ calls nb_add. */
struct wrapperbase {
    const char *name;
    int offset;
    void *function;
    wrapperfunc wrapper;
    const char *doc;
    int flags;
    PyObject *name_strobj;
};
#define PyWrapperFlag_KEYWORDS 1 /* wrapper is a wrapperfunc_kwds */

typedef struct {
    PyObject_HEAD
    PyTypeObject *d_type;
    PyObject *d_name;
    PyObject *d_qualname;
} PyDescrObject;

#define PyDescr_COMMON PyDescrObject d_common
#define PyDescr_TYPE(x) (((PyDescrObject *)(x))->d_type)
#define PyDescr_NAME(x) (((PyDescrObject *)(x))->d_name)

typedef struct {
    PyDescr_COMMON;
    PyMethodDef *d_method;
    vectorcallfunc vectorcall;
} PyMethodDescrObject;

typedef struct {
    PyDescr_COMMON;
    PyMemberDef *d_member;
} PyMemberDescrObject;

typedef struct {
    PyDescr_COMMON;
    PyGetSetDef *d_getset;
} PyGetSetDescrObject;

typedef struct {
    PyDescr_COMMON;
    struct wrapperbase *d_base;
    void *d_wrapped; /* the function that the slot holds */
} PyWrapperDescrObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether the object is a data descriptor: whether its type has __set__. */
PyAPI_FUNC(int) PyDescr_IsData(PyObject *object);
/* A slot wrapper, new. */
PyAPI_FUNC(PyObject *) PyDescr_NewWrapper(PyTypeObject *ty, struct wrapperbase *base, void *wrapped);
EXUVIA_END_C
/* end of declarations */

#endif
