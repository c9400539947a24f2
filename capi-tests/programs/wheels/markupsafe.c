#include "wheel.h"
WHEEL("markupsafe/_speedups.cpython-314-x86_64-linux-gnu.so", "markupsafe._speedups", "_speedups")
#include "markupsafe.h"
