/* Allocation failure in int, float, complex, bool, range, slice. */
#include "faults.h"

static PyObject *small, *middle, *large, *huge, *real;
static void values(void) {
    PyObject *bits = I("700000"), *one = I("1"), *exponent = I("9000");
    small = I("1234"); middle = I("123456789012345678901234567890"); large = MUST(PyNumber_Power(middle, I("60"), Py_None));
    huge = MUST(PyNumber_Lshift(one, bits)); real = F(1234.5678);
    huge = MUST(PyNumber_Subtract(huge, exponent));
}
FAULTS(ints) {
    values();
    PyObject *all[] = {small, middle, large, huge}, *n = I("1001"), *modulus = MUST(PyNumber_Add(large, n));
    for (int i = 0; i < 4; i++) {
        PyObject *a = all[i];
        for (int k = 0; k < 4; k++) {
            PyObject *b = all[k];
            TRY("+", PyNumber_Add(a, b)); TRY("-", PyNumber_Subtract(a, b)); TRY("*", PyNumber_Multiply(a, b));
            TRY("//", PyNumber_FloorDivide(a, b)); TRY("%", PyNumber_Remainder(a, b)); TRY("divmod", PyNumber_Divmod(a, b));
            TRY("/", PyNumber_TrueDivide(a, b));
            TRY("&", PyNumber_And(a, b)); TRY("|", PyNumber_Or(a, b)); TRY("^", PyNumber_Xor(a, b));
            TRY("==", PyObject_RichCompare(a, b, Py_EQ)); TRY("<", PyObject_RichCompare(a, b, Py_LT));
            TRY("gcd", _PyLong_GCD(a, b));
        }
        TRY("- unary", PyNumber_Negative(a)); TRY("~", PyNumber_Invert(a)); TRY("abs", PyNumber_Absolute(a));
        TRY("<<", PyNumber_Lshift(a, n)); TRY(">>", PyNumber_Rshift(a, n)); TRY("<< large", PyNumber_Lshift(a, all[0]));
        TRY("str", PyObject_Str(a)); TRY("hex", PyNumber_ToBase(a, 16)); TRY("bin", PyNumber_ToBase(a, 2)); TRY("oct", PyNumber_ToBase(a, 8));
        TRY("format", WITH(PyUnicode_FromString(">+#2000_x"), PyObject_Format(a, x)));
        TRY("format n", WITH(PyUnicode_FromString(",d"), PyObject_Format(a, x)));
        TRY("float", PyNumber_Float(a));
        TRY("int", PyNumber_Long(a));
        TRY("to_bytes", PyObject_CallMethod(a, "to_bytes", "is", 100000, "little"));
        TRY("bit_length", PyObject_CallMethod(a, "bit_length", NULL));
        TRY("round", PyObject_CallMethod(a, "__round__", "i", -3));
        TRY("as_integer_ratio", PyObject_CallMethod(a, "as_integer_ratio", NULL));
        TRY("hash", PyObject_CallMethod(a, "__hash__", NULL));
        TRY("sqrt by pow", WITH(PyLong_FromLong(3), PyNumber_Power(a == huge ? large : a, x, Py_None)));
    }
    TRY("pow mod", PyNumber_Power(large, middle, modulus));
    TRY("inverse", WITH(PyLong_FromLong(-1), PyNumber_Power(n, x, middle)));
    TRY("FromLong", PyLong_FromLong(1L << 40)); TRY("FromDouble", PyLong_FromDouble(1e300)); TRY("FromVoidPtr", PyLong_FromVoidPtr((void *)(1L << 45)));
    TRY("FromString", PyLong_FromString("123456789012345678901234567890123456789012345678901234567890", NULL, 10));
    TRY("FromString, hex", PyLong_FromString("0x123456789abcdef123456789abcdef_123456789abcdef", NULL, 0));
    PyObject *decimal = MUST(PyUnicode_FromFormat("%04200d", 7)), *hexadecimal = MUST(PyUnicode_FromFormat("0x1%0200000d", 7)), *nothing = S("no number");
    TRY("int(text)", PyLong_FromUnicodeObject(decimal, 10)); TRY("int(hex)", PyLong_FromUnicodeObject(hexadecimal, 16)); TRY("int(nothing)", PyLong_FromUnicodeObject(nothing, 10));
    TRY("too many digits", WITH(PyUnicode_FromFormat("%010000d", 7), PyLong_FromUnicodeObject(x, 10)));
    TRY("FromNativeBytes", PyLong_FromNativeBytes("abcdefghijklmnopqrst", 20, 1));
    TRY("from_bytes", PyObject_CallMethod((PyObject *)&PyLong_Type, "from_bytes", "ys", "abcdefghijklmnopqrst", "big"));
    TRY("AsLong", WITH(PyNumber_Index(middle), PyLong_AsLong(x) == -1 && PyErr_Occurred() ? NULL : Py_NewRef(Py_None)));
    TRY("writer", ({ void *d; PyLongWriter *w = PyLongWriter_Create(0, 20, &d); PyObject *r = NULL; if (w) { memset(d, 1, 80); r = PyLongWriter_Finish(w); } r; }));
    TRY("export", ({ PyLongExport e; int s = PyLong_Export(large, &e); if (s == 0) PyLong_FreeExport(&e); s < 0 ? NULL : Py_NewRef(Py_None); }));
    TRY("sum", WITH(Py_BuildValue("[OOO]", middle, large, real), PyObject_CallFunction((PyObject *)&PyFloat_Type, "N", PyNumber_Add(real, real))));
}
FAULTS(floats) {
    values();
    TRY("FromDouble", PyFloat_FromDouble(2.5)); TRY("repr", PyObject_Repr(real)); TRY("str", PyObject_Str(real));
    TRY("+", PyNumber_Add(real, small)); TRY("//", PyNumber_FloorDivide(real, small)); TRY("divmod", PyNumber_Divmod(real, small)); TRY("**", PyNumber_Power(real, real, Py_None));
    TRY("int", PyNumber_Long(real)); TRY("int, large", WITH(PyFloat_FromDouble(1e300), PyNumber_Long(x)));
    TRY("text", WITH(PyUnicode_FromString(" 1_000.5e3 "), PyFloat_FromString(x))); TRY("no text", WITH(PyUnicode_FromString("xyz"), PyFloat_FromString(x)));
    TRY("hex", PyObject_CallMethod(real, "hex", NULL)); TRY("fromhex", PyObject_CallMethod((PyObject *)&PyFloat_Type, "fromhex", "s", "0x1.8p3"));
    TRY("ratio", PyObject_CallMethod(real, "as_integer_ratio", NULL)); TRY("round", PyObject_CallMethod(real, "__round__", "i", 2)); TRY("round", PyObject_CallMethod(real, "__round__", NULL));
    const char *specs[] = {"e", ".3f", "+20.10g", "%", ",.2f", "200000.3f", "_>3000n", ".100000f", "é^90"};
    for (int i = 0; i < 9; i++) TRY(specs[i], WITH(PyUnicode_FromString(specs[i]), PyObject_Format(real, x)));
    TRY("double_to_string", ({ char *s = PyOS_double_to_string(3.25, 'r', 0, 0, NULL); int had = s != NULL; PyMem_Free(s); if (!had && !PyErr_Occurred()) PyErr_NoMemory(); had ? Py_NewRef(Py_None) : NULL; }));
    TRY("double_to_string, long", ({ char *s = PyOS_double_to_string(3.25, 'f', 100000, 0, NULL); int had = s != NULL; PyMem_Free(s); if (!had && !PyErr_Occurred()) PyErr_NoMemory(); had ? Py_NewRef(Py_None) : NULL; }));
    TRY("string_to_double", ({ double d = PyOS_string_to_double("1.5e3", NULL, NULL); d == -1 && PyErr_Occurred() ? NULL : Py_NewRef(Py_None); }));
    TRY("info", PyFloat_GetInfo());
    TRY("complex", PyComplex_FromDoubles(1, 2)); TRY("complex repr", WITH(PyComplex_FromDoubles(1.5, -2), PyObject_Repr(x)));
    TRY("complex *", WITH(PyComplex_FromDoubles(1.5, -2), PyNumber_Multiply(x, x))); TRY("complex **", WITH(PyComplex_FromDoubles(1.5, -2), PyNumber_Power(x, x, Py_None)));
    TRY("complex format", WITH(PyComplex_FromDoubles(1.5, -2), PyObject_CallMethod(x, "__format__", "s", ">40.3f")));
    TRY("complex text", PyObject_CallFunction((PyObject *)&PyComplex_Type, "s", "1+2j"));
}
FAULTS(ranges) {
    values();
    PyObject *range = MUST(PyObject_CallFunction((PyObject *)&PyRange_Type, "iOi", 0, middle, 3));
    TRY("range", PyObject_CallFunction((PyObject *)&PyRange_Type, "iOi", 0, middle, 3)); TRY("repr", PyObject_Repr(range));
    TRY("iter", WITH(PyObject_GetIter(range), PyIter_Next(x))); TRY("item", WITH(PyLong_FromLong(7), PyObject_GetItem(range, x)));
    TRY("slice", WITH(PySlice_New(small, NULL, NULL), PyObject_GetItem(range, x))); TRY("contains", PyObject_CallMethod(range, "__contains__", "O", large));
    TRY("hash", PyObject_CallMethod(range, "__hash__", NULL)); TRY("==", PyObject_RichCompare(range, range, Py_EQ)); TRY("reversed", PyObject_CallMethod(range, "__reversed__", NULL));
    TRY("index", PyObject_CallMethod(range, "index", "i", 300)); TRY("list", WITH(PyObject_CallFunction((PyObject *)&PyRange_Type, "i", 300), PySequence_List(x)));
    TRY("slice", PySlice_New(small, middle, large)); TRY("slice repr", WITH(PySlice_New(small, middle, large), PyObject_Repr(x))); TRY("indices", WITH(PySlice_New(small, middle, NULL), PyObject_CallMethod(x, "indices", "O", large)));
}
