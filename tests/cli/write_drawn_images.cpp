// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// write_drawn_images FOLDER CLASSES IMAGES: a CIFAR-100 folder of pictures that we draw, for the scripts here.
#include "tests/core/training/drawn_images.h"

#include <cstdlib>

int main(int argc, char** argv) {
    if (argc != 4)
        return 2;
    pairscape::test::writeCifar100(argv[1], std::atoi(argv[2]), std::atoi(argv[3]));
    return 0;
}
