// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>

namespace pairscape::app {

/// The explorer's command line, read and checked as far as that goes without opening anything.
struct Options {
    std::string study; ///< file to open, or to create with --new; may be empty
    bool create = false;
    bool start = false;
    std::string space = "nash-cifar100";
    std::string platform = "kv260";
    std::string strategy = "nash";
    std::uint64_t seed = 1;
    bool seedGiven = false;
    std::int64_t budget = 500;
    int workers = 1;

    std::string render;     ///< view to draw instead of opening a window; empty: none
    std::string dataSet;    ///< folder for the view `data-set`
    std::string rankStudy;  ///< file for the view `rank-study`
    std::string checkpoint; ///< file for the view `training`
    std::int64_t pairing = 0;
    std::string size = "1280x800";
    std::string theme; ///< empty: as it was left; light for pictures
    std::string output;

    std::string information; ///< of --help or --version: print it and leave
};

/// An InvalidInput error is one sentence about the command line.
Result<Options> readOptions(int argc, const char* const* argv);

} // namespace pairscape::app
