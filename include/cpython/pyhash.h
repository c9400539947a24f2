/* Full API: the parameters of the numbers' hash, and the strings' hash function. */
#ifndef Py_CPYTHON_HASH_H
#define Py_CPYTHON_HASH_H

#define PyHASH_MULTIPLIER 1000003UL
#define PyHASH_BITS 61
#define PyHASH_MODULUS (((size_t)1 << _PyHASH_BITS) - 1)
#define PyHASH_INF 314159
#define PyHASH_IMAG PyHASH_MULTIPLIER

#define _PyHASH_MULTIPLIER PyHASH_MULTIPLIER
#define _PyHASH_BITS PyHASH_BITS
#define _PyHASH_MODULUS PyHASH_MODULUS
#define _PyHASH_INF PyHASH_INF
#define _PyHASH_IMAG PyHASH_IMAG

typedef struct {
    Py_hash_t (*const hash)(const void *, Py_ssize_t);
    const char *name;
    const int hash_bits;
    const int seed_bits;
} PyHash_FuncDef;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* The hash function of str and bytes: name, bits and pointer, static. */
PyAPI_FUNC(PyHash_FuncDef *) PyHash_GetFuncDef(void);
/* The hash of an object that is equal to itself only: of its address. */
PyAPI_FUNC(Py_hash_t) PyObject_GenericHash(PyObject *object);
/* The hash that bytes of this content has; never -1. */
PyAPI_FUNC(Py_hash_t) Py_HashBuffer(const void *memory, Py_ssize_t len);
/* The hash of an address; never -1. */
PyAPI_FUNC(Py_hash_t) Py_HashPointer(const void *pointer);
/* The hash of a double; a NaN hashes by the object. */
PyAPI_FUNC(Py_hash_t) _Py_HashDouble(PyObject *object, double value);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

Py_DEPRECATED(3.14) static inline Py_hash_t _Py_HashPointer(const void *ptr)
{
    return Py_HashPointer(ptr);
}

EXUVIA_END_C

#endif
