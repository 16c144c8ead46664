#include "qs_kernels.h"
