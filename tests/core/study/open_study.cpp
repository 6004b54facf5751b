// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// open_study FILE read|write: another program that opens a study. 0: it could; 5: it was told that it may
// not.
#include "core/study/study.h"

#include <iostream>
#include <string>

int main(int argc, char** argv) {
    if (argc != 3)
        return 2;
    const bool write = std::string(argv[2]) == "write";
    const auto study = pairscape::Study::open(argv[1], write ? pairscape::OpenMode::ReadWrite
                                                             : pairscape::OpenMode::ReadOnly);
    if (study)
        return 0;
    std::cerr << study.error().message << "\n";
    return study.error().code == pairscape::ErrorCode::Io ? 5 : 1;
}
