// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>

#include <vector>

class QPainter;

namespace pairscape {

/// A stretch of a picture's width that has a name: a stage of a network, a block on its chunk.
struct NamedSpan {
    QString name; ///< "mb3", "mb3.2", "head"
    double left = 0, right = 0;
};

/// Writes names in small type into a band, each in the middle of what is seen of its span, with a tick where
/// the next span begins. Where a name does not fit, what follows its letters stands for it ("3.2"), and where
/// that does not either, nothing.
void drawSpanNames(QPainter& painter, const Theme& theme, const std::vector<NamedSpan>& spans,
                   const QRectF& band);

/// Height of such a band: a line of small type and the tick above it.
double spanNamesHeight(const Theme& theme);

} // namespace pairscape
