/* Capsules: C pointers that modules give to each other. */
#ifndef Py_CAPSULE_H
#define Py_CAPSULE_H

typedef void (*PyCapsule_Destructor)(PyObject *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The context, which may be NULL without an exception. */
PyAPI_FUNC(void *) PyCapsule_GetContext(PyObject *object);
/* The destructor, which may be NULL without an exception. */
PyAPI_FUNC(PyCapsule_Destructor) PyCapsule_GetDestructor(PyObject *object);
/* The name, which may be NULL without an exception. */
PyAPI_FUNC(const char *) PyCapsule_GetName(PyObject *object);
/* The pointer. ValueError where the object is no capsule, or has another name. */
PyAPI_FUNC(void *) PyCapsule_GetPointer(PyObject *object, const char *name);
/* The pointer of the capsule that is the attribute module.attribute, which is also its name. ImportError where
   there is no such module, AttributeError where there is no such attribute or it is no capsule of that name.
   (_no_block means nothing any more.) */
PyAPI_FUNC(void *) PyCapsule_Import(const char *name, int no_block);
/* Whether the object is a capsule of that name. */
PyAPI_FUNC(int) PyCapsule_IsValid(PyObject *object, const char *name);
/* A new capsule. ValueError where the pointer is NULL. The name is kept, not copied. */
PyAPI_FUNC(PyObject *) PyCapsule_New(void *pointer, const char *name, PyCapsule_Destructor destructor);
/* Gives the capsule another context. */
PyAPI_FUNC(int) PyCapsule_SetContext(PyObject *object, void *context);
/* Gives the capsule another destructor, or none. */
PyAPI_FUNC(int) PyCapsule_SetDestructor(PyObject *object, PyCapsule_Destructor destructor);
/* Gives the capsule another name, which is kept, not copied. */
PyAPI_FUNC(int) PyCapsule_SetName(PyObject *object, const char *name);
/* Gives the capsule another pointer, which is not NULL. */
PyAPI_FUNC(int) PyCapsule_SetPointer(PyObject *object, void *pointer);
/* The type of capsules. */
PyAPI_DATA(PyTypeObject) PyCapsule_Type;
EXUVIA_END_C
/* end of declarations */

#define PyCapsule_CheckExact(op) Py_IS_TYPE((op), &PyCapsule_Type)

#endif
