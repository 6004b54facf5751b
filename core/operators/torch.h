// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What we use of LibTorch: tensors and gradients, without its modules and data loaders, which take twice as
// long to compile.
#include <torch/autograd.h>
#include <torch/types.h>
#include <torch/utils.h>
