
/* Uses of what only the full API has. */
Py_ssize_t full(PyObject *object, PyObject *value);
Py_ssize_t full(PyObject *object, PyObject *value)
{
    Py_ssize_t sum = Py_SIZE(object);
    Py_SET_SIZE(object, sum);
    Py_SET_TYPE(object, Py_TYPE(value));
    Py_SETREF(object, Py_NewRef(value));
    Py_XSETREF(object, Py_NewRef(value));
    sum += PyLong_CheckExact(value) ? PyUnstable_Long_CompactValue((PyLongObject *)value) : 0;
    sum += PyUnstable_Long_IsCompact((PyLongObject *)value);
    sum += PyType_HasFeature(Py_TYPE(value), Py_TPFLAGS_DEFAULT) + PyType_IS_GC(Py_TYPE(value));
    sum += PyUnicode_GET_LENGTH(value) + PyUnicode_KIND(value) + PyUnicode_IS_ASCII(value) + PyUnicode_IS_COMPACT_ASCII(value) + PyUnicode_READY(value);
    sum += (Py_ssize_t)PyUnicode_READ(PyUnicode_KIND(value), PyUnicode_DATA(value), 0) + (Py_ssize_t)PyUnicode_READ_CHAR(value, 0);
    sum += PyUnicode_1BYTE_DATA(value)[0] + PyUnicode_2BYTE_DATA(value)[0] + (Py_ssize_t)PyUnicode_4BYTE_DATA(value)[0];
    PyUnicode_WRITE(PyUnicode_KIND(value), PyUnicode_DATA(value), 0, 'x');
    sum += (Py_ssize_t)PyUnicode_MAX_CHAR_VALUE(value) + PyUnicode_CHECK_INTERNED(value);
    sum += Py_UNICODE_IS_SURROGATE(0xD800) + (Py_ssize_t)Py_UNICODE_JOIN_SURROGATES(0xD800, 0xDC00) + (Py_ssize_t)Py_UNICODE_HIGH_SURROGATE(0x10000);
    sum += PyVectorcall_NARGS(1 | PY_VECTORCALL_ARGUMENTS_OFFSET);
    sum += PyMemoryView_GET_BUFFER(value)->len + (PyMemoryView_GET_BASE(value) == NULL);
    sum += (Py_ssize_t)_PyObject_SIZE(Py_TYPE(value)) + (Py_ssize_t)_PyObject_VAR_SIZE(Py_TYPE(value), 3);
    sum += _Py_IsImmortal(value) + _Py_IsStaticImmortal(value);
    Py_BEGIN_CRITICAL_SECTION(value);
    sum += 1;
    Py_END_CRITICAL_SECTION();
    sum += PyDateTime_GET_YEAR(value) + PyDateTime_DATE_GET_MICROSECOND(value) + PyDateTime_TIME_GET_FOLD(value) + PyDateTime_DELTA_GET_DAYS(value);
    return sum + (PyDateTimeAPI != NULL);
}

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    "module.Type", sizeof(PyObject), 0, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, Py_TPFLAGS_DEFAULT,
    NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    NULL, 0, NULL, NULL, 0, 0,
};
PyTypeObject *type_of_module(void);
PyTypeObject *type_of_module(void)
{
    return &type;
}
