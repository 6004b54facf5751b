// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

#include <vector>

namespace pairscape {

/// A text that wants a place beside its anchor.
struct LabelRequest {
    QPointF anchor;
    QSizeF size;
    double gap = 6; ///< between the anchor and the label's near edge
    /// Anchors that serve as well, as other points of a line that is named do.
    std::vector<QPointF> elsewhere = {};
    int rings = 5; ///< how far from its anchor it may stand: a name far from a line is another line's
};

/// Where each label goes, in the order given: beside its anchor, inside `bounds`, clear of `obstacles` and of
/// the labels before it where that is possible, and as close as possible. An empty rectangle where no place
/// is free of other labels: such a label is better left out than drawn over another.
std::vector<QRectF> placeLabels(const std::vector<LabelRequest>& requests, const QRectF& bounds,
                                const std::vector<QRectF>& obstacles);

} // namespace pairscape
