/* Full API: the layout of dict as far as it is public, and watchers. */
#ifndef Py_CPYTHON_DICTOBJECT_H
#define Py_CPYTHON_DICTOBJECT_H

typedef struct _dictkeysobject PyDictKeysObject;
typedef struct _dictvalues PyDictValues;

typedef struct {
    PyObject_HEAD
    Py_ssize_t ma_used; /* how many keys */
    uint64_t _ma_watcher_tag;
    PyDictKeysObject *ma_keys;
    PyDictValues *ma_values;
} PyDictObject;

#define PY_FOREACH_DICT_EVENT(V) V(ADDED) V(MODIFIED) V(DELETED) V(CLONED) V(CLEARED) V(DEALLOCATED)
typedef enum {
    PyDict_EVENT_ADDED,
    PyDict_EVENT_MODIFIED,
    PyDict_EVENT_DELETED,
    PyDict_EVENT_CLONED,
    PyDict_EVENT_CLEARED,
    PyDict_EVENT_DEALLOCATED
} PyDict_WatchEvent;

/* Called before the dict changes; new_value is NULL where the event has none.  On error -1 with an exception. */
typedef int (*PyDict_WatchCallback)(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *new_value);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* Registers a watcher; its identifier, or RuntimeError where all are in use. */
PyAPI_FUNC(int) PyDict_AddWatcher(PyDict_WatchCallback callback);
/* Forgets a watcher; ValueError where there is none of that identifier. */
PyAPI_FUNC(int) PyDict_ClearWatcher(int watcher_id);
/* As PyDict_Contains, with the key as a C string. */
PyAPI_FUNC(int) PyDict_ContainsString(PyObject *mp, const char *key);
/* Removes a key: 1 and its value, new (where result is not NULL), or 0 and NULL where there is none. */
PyAPI_FUNC(int) PyDict_Pop(PyObject *dict, PyObject *key, PyObject **result);
/* As PyDict_Pop, with the key as a C string. */
PyAPI_FUNC(int) PyDict_PopString(PyObject *dict, const char *key, PyObject **result);
/* The value of a key, borrowed, after giving it defaultobj where there is none. */
PyAPI_FUNC(PyObject *) PyDict_SetDefault(PyObject *mp, PyObject *key, PyObject *defaultobj);
/* 1 where the dict has the key, 0 where it was given default_value; with the value it has now, new, where result is
   not NULL. */
PyAPI_FUNC(int) PyDict_SetDefaultRef(PyObject *mp, PyObject *key, PyObject *default_value, PyObject **result);
/* Lets a watcher no longer hear of changes to a dict; ValueError for what is no dict or no watcher. */
PyAPI_FUNC(int) PyDict_Unwatch(int watcher_id, PyObject *dict);
/* Lets a watcher hear of changes to a dict; ValueError for what is no dict or no watcher. */
PyAPI_FUNC(int) PyDict_Watch(int watcher_id, PyObject *dict);
/* As PyDict_GetItemWithError, with the key as a C string. */
Py_DEPRECATED(3.14) PyAPI_FUNC(PyObject *) _PyDict_GetItemStringWithError(PyObject *dp, const char *key);
/* As PyDict_GetItemWithError, with the key's hash. */
PyAPI_FUNC(PyObject *) _PyDict_GetItem_KnownHash(PyObject *mp, PyObject *key, Py_hash_t hash);
/* A new, empty dict with room for minused entries. */
PyAPI_FUNC(PyObject *) _PyDict_NewPresized(Py_ssize_t minused);
/* Removes a key and returns its value, new; without the key a new reference to the default, or KeyError without
   one. */
Py_DEPRECATED(3.14) PyAPI_FUNC(PyObject *) _PyDict_Pop(PyObject *dict, PyObject *key, PyObject *default_value);
EXUVIA_END_C
/* end of declarations */

EXUVIA_BEGIN_C

static inline Py_ssize_t PyDict_GET_SIZE(PyObject *op)
{
    assert(PyDict_Check(op));
    return _Py_CAST(PyDictObject *, op)->ma_used;
}
#define PyDict_GET_SIZE(op) PyDict_GET_SIZE(_PyObject_CAST(op))

EXUVIA_END_C

#endif
