// CBLAS as OpenBLAS ships it: complex arguments are `void *`, which Swift imports as raw pointers.
#include <cblas.h>
