#ifndef QSTATE_FFTW_SHIM_H
#define QSTATE_FFTW_SHIM_H
#include <fftw3.h>
// The header declares the version as an array of unknown length, which Swift cannot import.
static inline const char *qs_fftw_version(void) { return fftw_version; }
#endif
