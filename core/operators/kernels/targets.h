// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Included before Highway's headers in every kernel file. Instruction sets whose extra instructions none of
// our kernels uses would only cost compile time.
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)

// GCC keeps an array of vectors in registers only once the loops over it are gone.
#if defined(__clang__)
#define PAIRSCAPE_UNROLL _Pragma("clang loop unroll(full)")
#define PAIRSCAPE_NO_UNROLL _Pragma("clang loop unroll(disable)")
#else
#define PAIRSCAPE_UNROLL _Pragma("GCC unroll 16")
#define PAIRSCAPE_NO_UNROLL _Pragma("GCC unroll 1")
#endif
