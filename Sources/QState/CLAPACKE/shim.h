// C's `double _Complex` does not cross into Swift; a struct of two doubles has the same layout and
// does, so LAPACKE's complex types are named before its header defines them.
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
#include <lapacke.h>
// A macro in the header; Swift needs a name.
typedef lapack_int qs_lapack_int;
#endif
