/* Full API: collections.OrderedDict. */
#ifndef Py_ODICTOBJECT_H
#define Py_ODICTOBJECT_H

#ifndef Py_LIMITED_API

typedef struct _odictobject PyODictObject;

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* odict_items. */
PyAPI_DATA(PyTypeObject) PyODictItems_Type;
/* odict_iterator. */
PyAPI_DATA(PyTypeObject) PyODictIter_Type;
/* odict_keys. */
PyAPI_DATA(PyTypeObject) PyODictKeys_Type;
/* odict_values. */
PyAPI_DATA(PyTypeObject) PyODictValues_Type;
/* Removes a key; KeyError where there is none. */
PyAPI_FUNC(int) PyODict_DelItem(PyObject *od, PyObject *key);
/* A new, empty ordered dict. */
PyAPI_FUNC(PyObject *) PyODict_New(void);
/* Sets a key's value; a new key comes last. */
PyAPI_FUNC(int) PyODict_SetItem(PyObject *od, PyObject *key, PyObject *item);
/* collections.OrderedDict. */
PyAPI_DATA(PyTypeObject) PyODict_Type;
EXUVIA_END_C
/* end of declarations */

#define PyODict_Check(op) PyObject_TypeCheck((op), &PyODict_Type)
#define PyODict_CheckExact(op) Py_IS_TYPE((op), &PyODict_Type)
#define PyODict_SIZE(op) PyDict_GET_SIZE((op))

/* What dict does as well. */
#define PyODict_GetItem(od, key) PyDict_GetItem(_PyObject_CAST(od), (key))
#define PyODict_GetItemWithError(od, key) PyDict_GetItemWithError(_PyObject_CAST(od), (key))
#define PyODict_Contains(od, key) PyDict_Contains(_PyObject_CAST(od), (key))
#define PyODict_Size(od) PyDict_Size(_PyObject_CAST(od))
#define PyODict_GetItemString(od, key) PyDict_GetItemString(_PyObject_CAST(od), (key))

#endif

#endif
