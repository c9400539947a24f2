// An extension module in C++17: a type that owns a C++ object, with operators, a buffer, and C++ exceptions turned into Python's.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <cstdio>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

// A reference that is given up at the end of its scope.
struct Release {
    void operator()(PyObject *object) const { Py_XDECREF(object); }
};
using Ref = std::unique_ptr<PyObject, Release>;

// Says that a Python exception is set already.
struct Raised {};

Ref checked(PyObject *object) {
    if (!object) throw Raised{};
    return Ref(object);
}

struct Grid {
    std::size_t rows = 0, columns = 0;
    std::vector<double> cells;
    Py_ssize_t shape[2] = {0, 0}, strides[2] = {0, 0};

    Grid(std::size_t rows, std::size_t columns) : rows(rows), columns(columns), cells(rows * columns) {
        shape[0] = static_cast<Py_ssize_t>(rows), shape[1] = static_cast<Py_ssize_t>(columns);
        strides[0] = static_cast<Py_ssize_t>(columns * sizeof(double)), strides[1] = sizeof(double);
    }
    double &at(std::size_t row, std::size_t column) { return cells[row * columns + column]; }
    double at(std::size_t row, std::size_t column) const { return cells[row * columns + column]; }

    Grid times(const Grid &other) const {
        if (columns != other.rows) throw std::invalid_argument("a matrix of " + std::to_string(columns) + " columns times one of " + std::to_string(other.rows) + " rows");
        Grid product(rows, other.columns);
        for (std::size_t i = 0; i < rows; i++)
            for (std::size_t j = 0; j < other.columns; j++)
                for (std::size_t k = 0; k < columns; k++) product.at(i, j) += at(i, k) * other.at(k, j);
        return product;
    }
};

// C++ exceptions become Python's here, and nowhere else.
template <typename Body> auto guarded(Body body, decltype(body()) failure) noexcept -> decltype(body()) {
    try {
        return body();
    } catch (const Raised &) {
    } catch (const std::bad_alloc &) {
        PyErr_NoMemory();
    } catch (const std::out_of_range &error) {
        PyErr_SetString(PyExc_IndexError, error.what());
    } catch (const std::exception &error) {
        PyErr_SetString(PyExc_ValueError, error.what());
    }
    return failure;
}

struct Matrix {
    PyObject_HEAD
    Grid *grid;
};

Grid &grid_of(PyObject *self) { return *reinterpret_cast<Matrix *>(self)->grid; }

PyObject *wrapped(PyTypeObject *type, Grid grid) {
    auto owned = std::make_unique<Grid>(std::move(grid));
    auto allocate = reinterpret_cast<allocfunc>(PyType_GetSlot(type, Py_tp_alloc));
    Ref self = checked(allocate(type, 0));
    reinterpret_cast<Matrix *>(self.get())->grid = owned.release();
    return self.release();
}

PyObject *matrix_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    return guarded(
        [&]() -> PyObject * {
            const char *names[] = {"rows", nullptr};
            PyObject *rows;
            if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O:Matrix", const_cast<char **>(names), &rows)) return nullptr;
            Ref outer = checked(PySequence_Fast(rows, "rows must be a sequence"));
            const auto height = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(outer.get()));
            std::unique_ptr<Grid> grid;
            for (std::size_t i = 0; i < height; i++) {
                Ref row = checked(PySequence_Fast(PySequence_Fast_GET_ITEM(outer.get(), static_cast<Py_ssize_t>(i)), "a row must be a sequence"));
                const auto width = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(row.get()));
                if (!grid) grid = std::make_unique<Grid>(height, width);
                if (width != grid->columns) throw std::invalid_argument("rows of different lengths");
                for (std::size_t j = 0; j < width; j++) {
                    grid->at(i, j) = PyFloat_AsDouble(PySequence_Fast_GET_ITEM(row.get(), static_cast<Py_ssize_t>(j)));
                    if (PyErr_Occurred()) throw Raised{};
                }
            }
            if (!grid) throw std::invalid_argument("a matrix has rows");
            return wrapped(type, std::move(*grid));
        },
        nullptr);
}

void matrix_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    delete reinterpret_cast<Matrix *>(self)->grid;
    type->tp_free(self);
    Py_DECREF(type);
}

PyObject *matrix_repr(PyObject *self) {
    return guarded(
        [&]() -> PyObject * {
            const Grid &grid = grid_of(self);
            std::string text = "Matrix([";
            for (std::size_t i = 0; i < grid.rows; i++) {
                text += i ? ", [" : "[";
                for (std::size_t j = 0; j < grid.columns; j++) {
                    char cell[32];
                    std::snprintf(cell, sizeof cell, "%s%g", j ? ", " : "", grid.at(i, j));
                    text += cell;
                }
                text += "]";
            }
            return PyUnicode_FromStringAndSize((text + "])").data(), static_cast<Py_ssize_t>(text.size() + 2));
        },
        nullptr);
}

PyObject *matrix_multiply(PyObject *left, PyObject *right) {
    if (Py_TYPE(left) != Py_TYPE(right)) Py_RETURN_NOTIMPLEMENTED;
    return guarded([&] { return wrapped(Py_TYPE(left), grid_of(left).times(grid_of(right))); }, nullptr);
}

Py_ssize_t matrix_length(PyObject *self) { return grid_of(self).shape[0]; }

// matrix[row, column]
PyObject *matrix_item(PyObject *self, PyObject *key) {
    return guarded(
        [&]() -> PyObject * {
            Py_ssize_t row, column;
            if (!PyTuple_Check(key)) return PyErr_Format(PyExc_TypeError, "a matrix takes a row and a column, not '%.100s'", Py_TYPE(key)->tp_name);
            if (!PyArg_ParseTuple(key, "nn", &row, &column)) return nullptr;
            const Grid &grid = grid_of(self);
            if (row < 0 || row >= grid.shape[0] || column < 0 || column >= grid.shape[1]) throw std::out_of_range("no such cell");
            return PyFloat_FromDouble(grid.at(static_cast<std::size_t>(row), static_cast<std::size_t>(column)));
        },
        nullptr);
}

int matrix_getbuffer(PyObject *self, Py_buffer *view, int flags) {
    Grid &grid = grid_of(self);
    const auto bytes = static_cast<Py_ssize_t>(grid.cells.size() * sizeof(double));
    if (PyBuffer_FillInfo(view, self, grid.cells.data(), bytes, 0, flags) < 0) return -1;
    static char format[] = "d";
    view->itemsize = sizeof(double);
    if (flags & PyBUF_FORMAT) view->format = format;
    if (flags & PyBUF_ND) view->ndim = 2, view->shape = grid.shape;
    if ((flags & PyBUF_STRIDES) == PyBUF_STRIDES) view->strides = grid.strides;
    return 0;
}

PyObject *matrix_transposed(PyObject *self, PyObject *) {
    return guarded(
        [&] {
            const Grid &grid = grid_of(self);
            Grid turned(grid.columns, grid.rows);
            for (std::size_t i = 0; i < grid.rows; i++)
                for (std::size_t j = 0; j < grid.columns; j++) turned.at(j, i) = grid.at(i, j);
            return wrapped(Py_TYPE(self), std::move(turned));
        },
        nullptr);
}

PyMethodDef matrix_methods[] = {
    {"transposed", matrix_transposed, METH_NOARGS, PyDoc_STR("transposed($self, /)\n--\n\nRows and columns exchanged.")},
    {nullptr, nullptr, 0, nullptr},
};

template <typename Function> void *slot(Function *function) { return reinterpret_cast<void *>(function); }

int fill(PyObject *module) {
    PyType_Slot slots[] = {
        {Py_tp_new, slot(matrix_new)},
        {Py_tp_dealloc, slot(matrix_dealloc)},
        {Py_tp_repr, slot(matrix_repr)},
        {Py_tp_methods, matrix_methods},
        {Py_nb_matrix_multiply, slot(matrix_multiply)},
        {Py_mp_length, slot(matrix_length)},
        {Py_mp_subscript, slot(matrix_item)},
        {Py_bf_getbuffer, slot(matrix_getbuffer)},
        {0, nullptr},
    };
    PyType_Spec spec = {"matrix.Matrix", sizeof(Matrix), 0, Py_TPFLAGS_DEFAULT, slots};
    Ref type(PyType_FromModuleAndSpec(module, &spec, nullptr));
    return type ? PyModule_AddObjectRef(module, "Matrix", type.get()) : -1;
}

PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, slot(fill)},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, nullptr},
};

PyModuleDef definition = {PyModuleDef_HEAD_INIT, "matrix", PyDoc_STR("Matrices of floats."), 0, nullptr, module_slots, nullptr, nullptr, nullptr};

} // namespace

PyMODINIT_FUNC PyInit_matrix() { return PyModuleDef_Init(&definition); }
