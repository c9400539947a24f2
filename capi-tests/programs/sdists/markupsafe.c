#include "sdist.h"
SDIST("markupsafe._speedups", "_speedups")
#include "../wheels/markupsafe.h"
