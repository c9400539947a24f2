/* Descriptors: members and getters of types written in C. */
#ifndef Py_DESCROBJECT_H
#define Py_DESCROBJECT_H

typedef PyObject *(*getter)(PyObject *, void *);
typedef int (*setter)(PyObject *, PyObject *, void *);

struct PyGetSetDef {
    const char *name;
    getter get;
    setter set;
    const char *doc;
    void *closure; /* handed to get and set */
};

struct PyMemberDef {
    const char *name;
    int type;          /* Py_T_… */
    Py_ssize_t offset; /* in the object, or with Py_RELATIVE_OFFSET in what the type adds to it */
    int flags;
    const char *doc;
};

#define Py_T_SHORT 0
#define Py_T_INT 1
#define Py_T_LONG 2
#define Py_T_FLOAT 3
#define Py_T_DOUBLE 4
#define Py_T_STRING 5     /* a char *; read only */
#define _Py_T_OBJECT 6    /* NULL reads as None: use Py_T_OBJECT_EX */
#define Py_T_CHAR 7
#define Py_T_BYTE 8
#define Py_T_UBYTE 9
#define Py_T_USHORT 10
#define Py_T_UINT 11
#define Py_T_ULONG 12
#define Py_T_STRING_INPLACE 13
#define Py_T_BOOL 14
#define Py_T_OBJECT_EX 16 /* NULL reads as AttributeError */
#define Py_T_LONGLONG 17
#define Py_T_ULONGLONG 18
#define Py_T_PYSSIZET 19
#define _Py_T_NONE 20

#define Py_READONLY 1
#define Py_AUDIT_READ 2
#define _Py_WRITE_RESTRICTED 4
#define Py_RELATIVE_OFFSET 8

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* classmethod_descriptor: a method of a type, bound to the type or a subtype. */
PyAPI_DATA(PyTypeObject) PyClassMethodDescr_Type;
/* A class method descriptor, new. */
PyAPI_FUNC(PyObject *) PyDescr_NewClassMethod(PyTypeObject *ty, PyMethodDef *method);
/* A getset descriptor, new. */
PyAPI_FUNC(PyObject *) PyDescr_NewGetSet(PyTypeObject *ty, PyGetSetDef *getset);
/* A member descriptor, new. */
PyAPI_FUNC(PyObject *) PyDescr_NewMember(PyTypeObject *ty, PyMemberDef *member);
/* A method descriptor, new. */
PyAPI_FUNC(PyObject *) PyDescr_NewMethod(PyTypeObject *ty, PyMethodDef *method);
/* A new proxy of a mapping. */
PyAPI_FUNC(PyObject *) PyDictProxy_New(PyObject *mapping);
/* mappingproxy. */
PyAPI_DATA(PyTypeObject) PyDictProxy_Type;
/* getset_descriptor: an attribute that a pair of C functions reads and writes. */
PyAPI_DATA(PyTypeObject) PyGetSetDescr_Type;
/* member_descriptor: an attribute that is a field of the instance. */
PyAPI_DATA(PyTypeObject) PyMemberDescr_Type;
/* The field of the struct at addr, new. */
PyAPI_FUNC(PyObject *) PyMember_GetOne(const char *addr, PyMemberDef *member);
/* Sets the field of the struct at addr; NULL deletes it, where that is possible. */
PyAPI_FUNC(int) PyMember_SetOne(char *addr, PyMemberDef *member, PyObject *value);
/* method_descriptor: a method of a type, called with the receiver as its first argument. */
PyAPI_DATA(PyTypeObject) PyMethodDescr_Type;
/* property. */
PyAPI_DATA(PyTypeObject) PyProperty_Type;
/* wrapper_descriptor: a slot of a C type as a method. */
PyAPI_DATA(PyTypeObject) PyWrapperDescr_Type;
/* A slot wrapper bound to an object of its type, new. */
PyAPI_FUNC(PyObject *) PyWrapper_New(PyObject *d, PyObject *this_);
EXUVIA_END_C
/* end of declarations */

#ifndef Py_LIMITED_API
#include "cpython/descrobject.h"
#endif

#endif
