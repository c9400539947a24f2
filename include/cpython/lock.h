/* Full API: PyMutex.  Taking a free mutex and giving up one that nobody waits for cost one atomic instruction, inline. */
#ifndef Py_CPYTHON_LOCK_H
#define Py_CPYTHON_LOCK_H

#define _Py_UNLOCKED 0
#define _Py_LOCKED 1

/* All zero: unlocked. */
typedef struct PyMutex {
    uint8_t _bits;
} PyMutex;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Whether it is locked, by anybody. */
PyAPI_FUNC(int) PyMutex_IsLocked(PyMutex *mutex);
/* Locks; waits with the thread state detached where it must wait. */
PyAPI_FUNC(void) PyMutex_Lock(PyMutex *mutex);
/* Unlocks. Fatal where it is not locked. */
PyAPI_FUNC(void) PyMutex_Unlock(PyMutex *mutex);
EXUVIA_END_C
/* end of declarations */

static inline void _PyMutex_Lock(PyMutex *m)
{
    uint8_t expected = _Py_UNLOCKED;
    if (!__atomic_compare_exchange_n(&m->_bits, &expected, _Py_LOCKED, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        PyMutex_Lock(m);
    }
}
#define PyMutex_Lock _PyMutex_Lock

static inline void _PyMutex_Unlock(PyMutex *m)
{
    uint8_t expected = _Py_LOCKED;
    if (!__atomic_compare_exchange_n(&m->_bits, &expected, _Py_UNLOCKED, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        PyMutex_Unlock(m);
    }
}
#define PyMutex_Unlock _PyMutex_Unlock

static inline int _PyMutex_IsLocked(PyMutex *m)
{
    return (__atomic_load_n(&m->_bits, __ATOMIC_SEQ_CST) & _Py_LOCKED) != 0;
}
#define PyMutex_IsLocked _PyMutex_IsLocked

#endif
