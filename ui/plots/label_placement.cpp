// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/label_placement.h"

#include <cmath>
#include <limits>

namespace pairscape {

namespace {

double overlap(const QRectF& a, const QRectF& b) {
    const QRectF shared = a.intersected(b);
    return shared.isEmpty() ? 0 : shared.width() * shared.height();
}

/// Right first, then the other sides: where the eye looks for a name.
std::vector<QRectF> candidates(const LabelRequest& request) {
    static constexpr struct {
        double x, y;
    } sides[] = {{1, 0}, {1, -1}, {1, 1}, {-1, 0}, {0, -1}, {0, 1}, {-1, -1}, {-1, 1}};
    std::vector<QPointF> anchors = request.elsewhere;
    anchors.insert(anchors.begin(), request.anchor);
    std::vector<QRectF> places;
    for (int ring = 1; ring <= request.rings; ++ring)
        for (const QPointF& anchor : anchors)
            for (const auto& side : sides) {
                const double gap = request.gap * (1 + 1.6 * (ring - 1));
                const double x = anchor.x() + side.x * (gap + request.size.width() / 2);
                const double y = anchor.y() + side.y * (gap + request.size.height() / 2);
                places.emplace_back(x - request.size.width() / 2, y - request.size.height() / 2,
                                    request.size.width(), request.size.height());
            }
    return places;
}

} // namespace

std::vector<QRectF> placeLabels(const std::vector<LabelRequest>& requests, const QRectF& bounds,
                                const std::vector<QRectF>& obstacles) {
    std::vector<QRectF> placed;
    placed.reserve(requests.size());
    for (const LabelRequest& request : requests) {
        QRectF best;
        double bestCost = std::numeric_limits<double>::infinity();
        double order = 0;
        for (const QRectF& place : candidates(request)) {
            order += 1;
            if (!bounds.contains(place))
                continue;
            double cost = order * 0.02;
            bool blocked = false;
            for (const QRectF& label : placed)
                blocked = blocked || overlap(place, label) > 0;
            if (blocked)
                continue;
            for (const QRectF& obstacle : obstacles)
                cost += overlap(place, obstacle) / 40;
            if (cost < bestCost) {
                bestCost = cost;
                best = place;
            }
        }
        placed.push_back(best);
    }
    return placed;
}

} // namespace pairscape
