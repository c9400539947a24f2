/* dict and its views. */
#ifndef Py_DICTOBJECT_H
#define Py_DICTOBJECT_H

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* dict_items. */
PyAPI_DATA(PyTypeObject) PyDictItems_Type;
/* dict_itemiterator. */
PyAPI_DATA(PyTypeObject) PyDictIterItem_Type;
/* dict_keyiterator. */
PyAPI_DATA(PyTypeObject) PyDictIterKey_Type;
/* dict_valueiterator. */
PyAPI_DATA(PyTypeObject) PyDictIterValue_Type;
/* dict_keys. */
PyAPI_DATA(PyTypeObject) PyDictKeys_Type;
/* dict_reverseitemiterator. */
PyAPI_DATA(PyTypeObject) PyDictRevIterItem_Type;
/* dict_reversekeyiterator. */
PyAPI_DATA(PyTypeObject) PyDictRevIterKey_Type;
/* dict_reversevalueiterator. */
PyAPI_DATA(PyTypeObject) PyDictRevIterValue_Type;
/* dict_values. */
PyAPI_DATA(PyTypeObject) PyDictValues_Type;
/* Removes all entries; does nothing to what is no dict. */
PyAPI_FUNC(void) PyDict_Clear(PyObject *mp);
/* 1 where the dict has the key, 0 where not. */
PyAPI_FUNC(int) PyDict_Contains(PyObject *mp, PyObject *key);
/* A new dict with the same entries. */
PyAPI_FUNC(PyObject *) PyDict_Copy(PyObject *mp);
/* Removes a key; KeyError where there is none. */
PyAPI_FUNC(int) PyDict_DelItem(PyObject *mp, PyObject *key);
/* As PyDict_DelItem, with the key as a C string. */
PyAPI_FUNC(int) PyDict_DelItemString(PyObject *dp, const char *key);
/* The value of a key, borrowed; NULL, without an exception, where there is none or the look-up fails. */
PyAPI_FUNC(PyObject *) PyDict_GetItem(PyObject *mp, PyObject *key);
/* As PyDict_GetItem, with the key as a C string. */
PyAPI_FUNC(PyObject *) PyDict_GetItemString(PyObject *dp, const char *key);
/* The value of a key, borrowed; NULL where there is none, or with an exception. */
PyAPI_FUNC(PyObject *) PyDict_GetItemWithError(PyObject *mp, PyObject *key);
/* The pairs of key and value, in a new list. */
PyAPI_FUNC(PyObject *) PyDict_Items(PyObject *mp);
/* The keys, in a new list. */
PyAPI_FUNC(PyObject *) PyDict_Keys(PyObject *mp);
/* Adds the entries of a mapping; keys that the dict has get the new values where overwrite is not 0. */
PyAPI_FUNC(int) PyDict_Merge(PyObject *mp, PyObject *other, int overwrite);
/* Adds what an iterable of pairs gives; keys that the dict has get the new values where overwrite is not 0. */
PyAPI_FUNC(int) PyDict_MergeFromSeq2(PyObject *d, PyObject *seq2, int overwrite);
/* A new, empty dict. */
PyAPI_FUNC(PyObject *) PyDict_New(void);
/* The next entry after position *pos, borrowed: 1, or 0 at the end (and for what is no dict). Begin with 0. */
PyAPI_FUNC(int) PyDict_Next(PyObject *mp, Py_ssize_t *pos, PyObject **key, PyObject **value);
/* Sets a key's value. */
PyAPI_FUNC(int) PyDict_SetItem(PyObject *mp, PyObject *key, PyObject *item);
/* As PyDict_SetItem, with the key as a C string. */
PyAPI_FUNC(int) PyDict_SetItemString(PyObject *dp, const char *key, PyObject *item);
/* The number of entries. */
PyAPI_FUNC(Py_ssize_t) PyDict_Size(PyObject *mp);
/* dict. */
PyAPI_DATA(PyTypeObject) PyDict_Type;
/* Adds the entries of a mapping; keys that the dict has get the new values. */
PyAPI_FUNC(int) PyDict_Update(PyObject *mp, PyObject *other);
/* The values, in a new list. */
PyAPI_FUNC(PyObject *) PyDict_Values(PyObject *mp);
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030a0000
/* The instance's dict, new, made where it has none yet: the get of a __dict__ getset. AttributeError where it
   cannot have one. */
PyAPI_FUNC(PyObject *) PyObject_GenericGetDict(PyObject *object, void *closure);
#endif
#if !defined(Py_LIMITED_API) || Py_LIMITED_API+0 >= 0x030d0000
/* 1 and the value of the key, new; 0 and NULL where there is none; -1 and NULL with an exception. */
PyAPI_FUNC(int) PyDict_GetItemRef(PyObject *mp, PyObject *key, PyObject **result);
/* As PyDict_GetItemRef, with the key as a C string. */
PyAPI_FUNC(int) PyDict_GetItemStringRef(PyObject *mp, const char *key, PyObject **result);
#endif
#if defined(Py_LIMITED_API) && Py_LIMITED_API+0 >= 0x030f0000
/* 1 where the dict has the key, 0 where it was given default_value; with the value it has now, new, where result is
   not NULL. */
PyAPI_FUNC(int) PyDict_SetDefaultRef(PyObject *mp, PyObject *key, PyObject *default_value, PyObject **result);
#endif
EXUVIA_END_C
/* end of declarations */

#define PyDict_Check(op) PyType_FastSubclass(Py_TYPE(op), Py_TPFLAGS_DICT_SUBCLASS)
#define PyDict_CheckExact(op) Py_IS_TYPE((op), &PyDict_Type)

#define PyDictKeys_Check(op) PyObject_TypeCheck((op), &PyDictKeys_Type)
#define PyDictValues_Check(op) PyObject_TypeCheck((op), &PyDictValues_Type)
#define PyDictItems_Check(op) PyObject_TypeCheck((op), &PyDictItems_Type)
/* The views that are sets. */
#define PyDictViewSet_Check(op) (PyDictKeys_Check(op) || PyDictItems_Check(op))

#ifndef Py_LIMITED_API
#include "cpython/dictobject.h"
#endif

#endif
