#include "wheel.h"
WHEEL("setproctitle/_setproctitle.cpython-314-x86_64-linux-gnu.so", "setproctitle._setproctitle", "_setproctitle")
#include "setproctitle.h"
