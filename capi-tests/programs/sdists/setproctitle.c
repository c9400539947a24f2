#include "sdist.h"
SDIST("setproctitle._setproctitle", "_setproctitle")
#include "../wheels/setproctitle.h"
