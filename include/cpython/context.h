/* Full API: context variables. */
#ifndef Py_LIMITED_API
#ifndef Py_CONTEXT_H
#define Py_CONTEXT_H

typedef struct _pycontextobject PyContext;
typedef struct _pycontextvarobject PyContextVar;
typedef struct _pycontexttokenobject PyContextToken;

typedef enum {
    Py_CONTEXT_SWITCHED = 1
} PyContextEvent;
typedef int (*PyContext_WatchCallback)(PyContextEvent, PyObject *);

/* declarations: written by `cargo run -p capi-tests --example regenerate` */
EXUVIA_BEGIN_C
/* contextvars.Token. */
PyAPI_DATA(PyTypeObject) PyContextToken_Type;
/* Puts the variable's value in the thread's context at value, new; or the default that is given, or the variable's
   own, or NULL: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyContextVar_Get(PyObject *var, PyObject *default_value, PyObject **value);
/* A new variable; default may be NULL. */
PyAPI_FUNC(PyObject *) PyContextVar_New(const char *name, PyObject *default_);
/* Puts back the value from before the call that gave the token: 0, or -1 with an exception. */
PyAPI_FUNC(int) PyContextVar_Reset(PyObject *var, PyObject *token);
/* Sets the variable's value in the thread's context: a new token. */
PyAPI_FUNC(PyObject *) PyContextVar_Set(PyObject *var, PyObject *value);
/* contextvars.ContextVar. */
PyAPI_DATA(PyTypeObject) PyContextVar_Type;
/* Has a function called whenever a thread goes to another context: its number, or -1 with RuntimeError where there
   are too many. */
PyAPI_FUNC(int) PyContext_AddWatcher(PyContext_WatchCallback callback);
/* Forgets such a function: 0, or -1 with ValueError. */
PyAPI_FUNC(int) PyContext_ClearWatcher(int watcher_id);
/* A new context with the values of another. */
PyAPI_FUNC(PyObject *) PyContext_Copy(PyObject *context);
/* A new context with the values of the thread's. */
PyAPI_FUNC(PyObject *) PyContext_CopyCurrent(void);
/* Makes a context the thread's: 0, or -1 with RuntimeError where some thread is in it. */
PyAPI_FUNC(int) PyContext_Enter(PyObject *context);
/* Goes back to the context that the thread had before it entered this one: 0, or -1 with RuntimeError where it is
   not the thread's. */
PyAPI_FUNC(int) PyContext_Exit(PyObject *context);
/* A new context without values. */
PyAPI_FUNC(PyObject *) PyContext_New(void);
/* contextvars.Context. */
PyAPI_DATA(PyTypeObject) PyContext_Type;
EXUVIA_END_C
/* end of declarations */

#define PyContext_CheckExact(o) Py_IS_TYPE((o), &PyContext_Type)
#define PyContextVar_CheckExact(o) Py_IS_TYPE((o), &PyContextVar_Type)
#define PyContextToken_CheckExact(o) Py_IS_TYPE((o), &PyContextToken_Type)

#endif
#endif
