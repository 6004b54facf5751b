// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_focus.h"

namespace pairscape {

void LayerFocus::set(int held, int hovered) {
    if (held == held_ && hovered == hovered_)
        return;
    held_ = held;
    hovered_ = hovered;
    emit changed();
}

} // namespace pairscape
