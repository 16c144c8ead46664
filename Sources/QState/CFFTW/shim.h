// Nothing here is called by name, so that nothing links to FFTW: the program loads it when it first
// needs it (FFTW.swift), and finds each routine by the type that the header gives it.
#ifndef QSTATE_FFTW_SHIM_H
#define QSTATE_FFTW_SHIM_H

#if __has_include("/opt/homebrew/include/fftw3.h")
#include "/opt/homebrew/include/fftw3.h"
#elif __has_include(<fftw3.h>)
#include <fftw3.h>
#else
#error "FFTW is missing: install libfftw3-dev (Debian) or fftw (Homebrew)"
#endif

#define QS_ROUTINE(name) typedef __typeof__(name) *qs_##name;
QS_ROUTINE(fftw_plan_guru64_dft)
QS_ROUTINE(fftw_execute)
QS_ROUTINE(fftw_destroy_plan)
QS_ROUTINE(fftwf_plan_guru64_dft)
QS_ROUTINE(fftwf_execute)
QS_ROUTINE(fftwf_destroy_plan)
#undef QS_ROUTINE
#endif
