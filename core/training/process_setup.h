// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pairscape {

/// Makes a program ready to train: LibTorch and the BLAS get `threads` threads, and memory stays with the
/// process between steps instead of going back to the system. Call it once, at the start of a verb that
/// trains.
///
/// An OpenBLAS older than the processor falls back to kernels without AVX, which makes training up to twice
/// as slow. In that case the program replaces itself (exec, same arguments) with OPENBLAS_CORETYPE set;
/// whoever sets that variable himself is left alone.
void prepareTrainingProcess(int threads);

/// For a thread that trains in a program which does other work beside it: LibTorch computes on this thread
/// alone, and so does the BLAS; freed memory stays with the process. Call it first on that thread.
void prepareTrainingThread();

} // namespace pairscape
