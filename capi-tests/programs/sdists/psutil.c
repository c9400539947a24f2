#include "sdist.h"
#include <unistd.h>
SDIST("psutil._psutil_linux", "_psutil_linux")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "version")); }
TEST(process) {
    PyObject *priority = MUST(CALL("proc_priority_get", "(i)", (int)getpid()));
    SHOW_INT(PyLong_Check(priority));
    Py_DECREF(priority);
    PyObject *page = MUST(CALL("getpagesize", NULL));
    SAY("%s", PyLong_AsLong(page) == sysconf(_SC_PAGESIZE) ? "the page size" : "another page size");
    Py_DECREF(page);
}
TEST(lists) {
    PyObject *cpus = MUST(CALL("proc_cpu_affinity_get", "(i)", (int)getpid())), *users = MUST(CALL("users", NULL));
    SAY("%s %d", Py_TYPE(cpus)->tp_name, PyList_Size(cpus) > 0);
    SAY("%s", Py_TYPE(users)->tp_name);
    Py_DECREF(cpus);
    Py_DECREF(users);
    SHOW(CALL("disk_partitions", "(s)", "/no/such/file"));
}
TEST(errors) {
    SHOW(CALL("proc_priority_get", "(s)", "x"));
    SHOW(CALL("proc_priority_get", NULL));
    SHOW(CALL("check_pid_range", "(i)", -1));
    SHOW(CALL("check_pid_range", "(i)", 1));
    SHOW(CALL("proc_cpu_affinity_set", "(ii)", 0, 3));
    SHOW(CALL("net_if_mtu", "(s)", "no such interface at all"));
    SHOW(CALL("net_if_flags", "(s)", "nosuch0"));
}
