// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/blas_warning.h"

#include "core/zeroshot/scorer.h"

#include <fstream>
#include <iterator>
#include <string>

namespace pairscape {

bool usesReferenceBlas(std::string_view maps) {
    // The reference BLAS keeps its name behind the alternatives' link: .../blas/libblas.so.3.11.0. OpenBLAS,
    // BLIS and MKL lie in folders of their own when they stand in for it.
    for (std::size_t at = maps.find("/libblas.so.3"); at != std::string_view::npos;
         at = maps.find("/libblas.so.3", at + 1)) {
        const std::size_t folder = maps.rfind('/', at - 1);
        if (folder != std::string_view::npos && maps.substr(folder + 1, at - folder - 1) == "blas")
            return true;
    }
    return false;
}

std::string blasWarning() {
    std::ifstream file("/proc/self/maps");
    const std::string maps((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (!usesReferenceBlas(maps))
        return {};
    return "LibTorch runs on the reference BLAS, which is 20 to 30 times slower than OpenBLAS in matrix "
           "products; "
           "install libopenblas0-pthread.";
}

} // namespace pairscape
