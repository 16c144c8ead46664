// Asked in C because the system's macros that count a CPU set do not reach Swift.
#define _GNU_SOURCE
#include "qs_kernels.h"

#include <sched.h>
#include <unistd.h>

int qs_processor_count(void) {
#if defined(__linux__)
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) return CPU_COUNT(&allowed);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : (int)online;
}
