// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/process_setup.h"

#include <ATen/Parallel.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <malloc.h>
#include <omp.h>
#include <unistd.h>

namespace pairscape {

namespace {

/// A function of a library that may or may not be loaded.
template <class Function>
Function loaded(const char* name) {
    return reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}

/// The kernels that OpenBLAS should use here instead of those it chose, or nothing.
const char* betterBlasKernels() {
#if defined(__x86_64__)
    const auto coreName = loaded<const char* (*)()>("openblas_get_corename");
    if (coreName == nullptr || std::getenv("OPENBLAS_CORETYPE") != nullptr)
        return nullptr;
    const std::string_view chosen = coreName();
    if (chosen != "Prescott" && chosen != "Core2" && chosen != "Generic")
        return nullptr;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl"))
        return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return "Haswell";
#endif
    return nullptr;
}

/// OpenBLAS chooses when it is loaded, so only a new start helps. Comes back when that is not possible.
void startAgainWith(const char* kernels) {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::string words((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    std::vector<char*> arguments;
    for (std::size_t at = 0; at < words.size(); at += std::string_view(words.data() + at).size() + 1)
        arguments.push_back(words.data() + at);
    if (arguments.empty())
        return;
    arguments.push_back(nullptr);
    ::setenv("OPENBLAS_CORETYPE", kernels, 1);
    ::execv("/proc/self/exe", arguments.data());
}

/// OpenBLAS on threads of its own does not ask LibTorch how many it may use.
void setBlasThreads(int threads) {
    if (const auto setThreads = loaded<void (*)(int)>("openblas_set_num_threads"); setThreads != nullptr)
        setThreads(threads);
}

/// Maps of some megabytes come and go with every step; fresh pages each time cost as much as some layers.
void keepMemory() {
    ::mallopt(M_MMAP_THRESHOLD, 32 << 20); // the most that it takes
    ::mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

} // namespace

void prepareTrainingProcess(int threads) {
    if (const char* kernels = betterBlasKernels(); kernels != nullptr)
        startAgainWith(kernels);
    at::set_num_threads(threads);
    setBlasThreads(threads);
    keepMemory();
}

void prepareTrainingThread() {
    // LibTorch hands its own number to each thread when that first asks; ours comes after it.
    static_cast<void>(at::get_num_threads());
    omp_set_num_threads(1);
    setBlasThreads(1);
    keepMemory();
}

} // namespace pairscape
