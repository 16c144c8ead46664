// CBLAS as OpenBLAS ships it: complex arguments are `void *`, which Swift imports as raw pointers.
//
// Nothing here is called by name, so that nothing links to OpenBLAS: the program loads it when it first
// needs it (OpenBLAS.swift), and finds each routine by the type that the header gives it.
#ifndef QSTATE_OPENBLAS_SHIM_H
#define QSTATE_OPENBLAS_SHIM_H

#if __has_include(<cblas-openblas.h>)  // Debian: OpenBLAS, whichever library <cblas.h> belongs to
#include <cblas-openblas.h>
#elif __has_include(<openblas/cblas.h>)  // Fedora
#include <openblas/cblas.h>
#elif __has_include("/opt/homebrew/opt/openblas/include/cblas.h")
#include "/opt/homebrew/opt/openblas/include/cblas.h"
#elif __has_include("/usr/local/opt/openblas/include/cblas.h")
#include "/usr/local/opt/openblas/include/cblas.h"
#elif __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "OpenBLAS is missing: install libopenblas-dev (Debian) or openblas (Homebrew)"
#endif

#define QS_ROUTINE(name) typedef __typeof__(name) *qs_##name;
QS_ROUTINE(cblas_caxpy)
QS_ROUTINE(cblas_ccopy)
QS_ROUTINE(cblas_cgemm)
QS_ROUTINE(cblas_cscal)
QS_ROUTINE(cblas_csrot)
QS_ROUTINE(cblas_cswap)
QS_ROUTINE(cblas_dgemm)
QS_ROUTINE(cblas_zaxpy)
QS_ROUTINE(cblas_zcopy)
QS_ROUTINE(cblas_zdrot)
QS_ROUTINE(cblas_zgemm)
QS_ROUTINE(cblas_zscal)
QS_ROUTINE(cblas_zswap)
QS_ROUTINE(openblas_get_config)
QS_ROUTINE(openblas_get_corename)
QS_ROUTINE(openblas_set_num_threads)
#undef QS_ROUTINE
// Not in the header: ends the threads that OpenBLAS starts when it is loaded.
typedef int (*qs_openblas_stop_threads)(void);
#endif
