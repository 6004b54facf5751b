// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/operator_type.h"

namespace pairscape {

inline constexpr auto conv = OperatorType::Conv, shift = OperatorType::Shift, adder = OperatorType::Adder;

} // namespace pairscape
