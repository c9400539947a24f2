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
/* end of declarations */

#define PyContext_CheckExact(o) Py_IS_TYPE((o), &PyContext_Type)
#define PyContextVar_CheckExact(o) Py_IS_TYPE((o), &PyContextVar_Type)
#define PyContextToken_CheckExact(o) Py_IS_TYPE((o), &PyContextToken_Type)

#endif
#endif
