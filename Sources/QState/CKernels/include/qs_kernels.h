#ifndef QS_KERNELS_H
#define QS_KERNELS_H
#endif
