#include "wheel.h"
#include <sys/resource.h>
#include <unistd.h>
WHEEL("psutil/_psutil_linux.abi3.so", "psutil._psutil_linux", "_psutil_linux")
TEST(module) { SHOW(public_names(module())); SHOW(PyObject_GetAttrString(module(), "version")); }
TEST(this_process) {
    SHOW_INT(PyList_Size(MUST(CALL("proc_cpu_affinity_get", "(i)", (int)getpid()))) > 0);
    SHOW_INT(PyLong_AsLong(MUST(CALL("proc_priority_get", "(i)", (int)getpid()))) == getpriority(PRIO_PROCESS, 0));
    SHOW(CALL("proc_ioprio_get", "(i)", (int)getpid()));
    SHOW(CALL("check_pid_range", "(i)", 1));
    SHOW(CALL("getpagesize", NULL));
}
TEST(system) {
    PyObject *info = MUST(CALL("linux_sysinfo", NULL));
    SAY("%s of %ld", Py_TYPE(info)->tp_name, (long)PyObject_Size(info));
    PyObject *users = MUST(CALL("users", NULL));
    SAY("%s", Py_TYPE(users)->tp_name);
    PyObject *addresses = MUST(CALL("net_if_addrs", NULL)), *first = MUST(PyList_GetItem(addresses, 0));
    SAY("%s of %ld", Py_TYPE(first)->tp_name, (long)PyObject_Size(first));
    SHOW(CALL("net_if_mtu", "(s)", "lo"));
    SHOW(CALL("net_if_is_running", "(s)", "lo"));
    PyObject *partitions = MUST(CALL("disk_partitions", "(s)", "/proc/self/mounts"));
    SAY("%s, some: %d", Py_TYPE(partitions)->tp_name, PyList_Size(partitions) > 0);
}
TEST(errors) {
    SHOW(CALL("check_pid_range", "(i)", -1));
    SHOW(CALL("check_pid_range", "(s)", "x"));
    SHOW(CALL("proc_priority_get", "(i)", 99999999));
    SHOW(CALL("net_if_mtu", "(s)", "no such interface"));
    SHOW(CALL("disk_partitions", "(s)", "/no/such/file"));
    SHOW(CALL("proc_cpu_affinity_set", "(iO)", (int)getpid(), Py_None));
    SHOW(CALL("proc_cpu_affinity_set", "(i[s])", (int)getpid(), "a"));
}
