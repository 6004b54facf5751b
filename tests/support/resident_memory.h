// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>

#include <unistd.h>

namespace pairscape::test {

/// What this process occupies of the machine's memory now, in MB; 0 where the system does not tell (Linux
/// does).
inline double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double resident = 0;
    file >> all >> resident;
    return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

} // namespace pairscape::test
