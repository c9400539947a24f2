// An extension module with nanobind, by the stable ABI of 3.12: a class, operators, text and lists, callbacks, C++ exceptions.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

namespace nb = nanobind;
using namespace nb::literals;

struct Vector {
    double x, y;
    double length() const { return std::hypot(x, y); }
    Vector operator+(const Vector &other) const { return {x + other.x, y + other.y}; }
};

// Says which direction it has not.
struct Directionless : std::domain_error {
    using std::domain_error::domain_error;
};

NB_MODULE(vectors, module) {
    module.doc() = "Vectors of the plane.";
    nb::exception<Directionless>(module, "Directionless", PyExc_ArithmeticError);
    nb::class_<Vector>(module, "Vector")
        .def(nb::init<double, double>(), "x"_a = 0.0, "y"_a = 0.0)
        .def_rw("x", &Vector::x)
        .def_rw("y", &Vector::y)
        .def_prop_ro("length", &Vector::length)
        .def("__add__", [](const Vector &a, const Vector &b) { return a + b; }, nb::is_operator())
        .def("direction",
             [](const Vector &v) {
                 if (v.length() == 0) throw Directionless("the zero vector has no direction");
                 return Vector{v.x / v.length(), v.y / v.length()};
             })
        .def("__repr__", [](const Vector &v) { return nb::str("Vector({}, {})").format(v.x, v.y); });
    module.def("total", [](const std::vector<Vector *> &vectors) {
        Vector sum{0, 0};
        for (const Vector *v : vectors) sum = sum + *v;
        return sum;
    });
    module.def("lengths", [](nb::iterable vectors, nb::callable measure) {
        nb::list result;
        for (nb::handle v : vectors) result.append(measure(v));
        return result;
    });
    module.def("named", [](std::string name, nb::kwargs parts) {
        std::vector<std::string> names;
        for (auto [key, value] : parts) names.push_back(name + "." + nb::cast<std::string>(key));
        return names;
    });
}
