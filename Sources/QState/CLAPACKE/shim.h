// C's `double _Complex` does not cross into Swift; a struct of two doubles has the same layout and
// does, so LAPACKE's complex types are named before its header defines them.
//
// Nothing here is called by name, so that nothing links to LAPACKE: the program loads it when it first
// needs it (LAPACKE.swift), and finds each routine by the type that the header gives it.
#ifndef QSTATE_LAPACKE_SHIM_H
#define QSTATE_LAPACKE_SHIM_H
typedef struct { float real, imaginary; } qs_complex_float;
typedef struct { double real, imaginary; } qs_complex_double;
#define LAPACK_COMPLEX_CUSTOM
#define lapack_complex_float qs_complex_float
#define lapack_complex_double qs_complex_double
#define lapack_complex_float_real(z) ((z).real)
#define lapack_complex_float_imag(z) ((z).imaginary)
#define lapack_complex_double_real(z) ((z).real)
#define lapack_complex_double_imag(z) ((z).imaginary)

#if __has_include("/opt/homebrew/opt/lapack/include/lapacke.h")
#include "/opt/homebrew/opt/lapack/include/lapacke.h"
#elif __has_include("/usr/local/opt/lapack/include/lapacke.h")
#include "/usr/local/opt/lapack/include/lapacke.h"
#elif __has_include(<lapacke.h>)  // Debian
#include <lapacke.h>
#elif __has_include(<lapacke/lapacke.h>)  // Fedora
#include <lapacke/lapacke.h>
#else
#error "LAPACKE is missing: install liblapacke-dev (Debian) or lapack (Homebrew)"
#endif

// A macro in the header; Swift needs a name.
typedef lapack_int qs_lapack_int;

#define QS_ROUTINE(name) typedef __typeof__(name) *qs_##name;
QS_ROUTINE(LAPACKE_dgeqp3)
QS_ROUTINE(LAPACKE_dgesdd)
QS_ROUTINE(LAPACKE_dormqr)
QS_ROUTINE(LAPACKE_dposv)
QS_ROUTINE(LAPACKE_dsyevd)
QS_ROUTINE(LAPACKE_dtrtri)
QS_ROUTINE(LAPACKE_ilaver)
QS_ROUTINE(LAPACKE_zgees)
QS_ROUTINE(LAPACKE_zgeqrf)
QS_ROUTINE(LAPACKE_zgesdd)
QS_ROUTINE(LAPACKE_zgetrf)
QS_ROUTINE(LAPACKE_zheevd_work)
QS_ROUTINE(LAPACKE_zuncsd)
QS_ROUTINE(LAPACKE_zungqr)
#undef QS_ROUTINE
#endif
