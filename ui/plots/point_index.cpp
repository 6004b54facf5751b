// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/point_index.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {

void PointIndex::build(std::vector<QPointF> points, const QRectF& area, double cell) {
    points_ = std::move(points);
    area_ = area;
    cell_ = cell;
    columns_ = std::max(1, static_cast<int>(std::ceil(area.width() / cell)) + 1);
    rows_ = std::max(1, static_cast<int>(std::ceil(area.height() / cell)) + 1);
    starts_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_) + 1, 0);

    const auto cellOf = [&](const QPointF& p) -> std::ptrdiff_t {
        const bool inside = p.x() >= area_.left() && p.x() <= area_.right() && p.y() >= area_.top() &&
                            p.y() <= area_.bottom(); // false for NaN
        if (!inside)
            return -1;
        const auto column = static_cast<std::ptrdiff_t>((p.x() - area_.left()) / cell_);
        const auto row = static_cast<std::ptrdiff_t>((p.y() - area_.top()) / cell_);
        return row * columns_ + column;
    };
    // A counting sort: sizes, then starts, then members.
    std::vector<std::ptrdiff_t> cells(points_.size());
    for (std::size_t i = 0; i < points_.size(); ++i) {
        cells[i] = cellOf(points_[i]);
        if (cells[i] >= 0)
            ++starts_[static_cast<std::size_t>(cells[i]) + 1];
    }
    for (std::size_t i = 1; i < starts_.size(); ++i)
        starts_[i] += starts_[i - 1];
    members_.resize(starts_.back());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t i = 0; i < points_.size(); ++i)
        if (cells[i] >= 0)
            members_[next[static_cast<std::size_t>(cells[i])]++] = static_cast<std::uint32_t>(i);
}

std::optional<std::size_t> PointIndex::nearest(const QPointF& at, double radius, const Accept& accept) const {
    if (members_.empty())
        return std::nullopt;
    const auto clampedCell = [this](double offset, int count) {
        return std::clamp(static_cast<int>(std::floor(offset / cell_)), 0, count - 1);
    };
    const int left = clampedCell(at.x() - radius - area_.left(), columns_);
    const int right = clampedCell(at.x() + radius - area_.left(), columns_);
    const int top = clampedCell(at.y() - radius - area_.top(), rows_);
    const int bottom = clampedCell(at.y() + radius - area_.top(), rows_);
    std::optional<std::size_t> best;
    double bestDistance = radius * radius;
    for (int row = top; row <= bottom; ++row)
        for (int column = left; column <= right; ++column) {
            const auto cell = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
                              static_cast<std::size_t>(column);
            for (std::uint32_t k = starts_[cell]; k < starts_[cell + 1]; ++k) {
                const std::size_t i = members_[k];
                const QPointF d = points_[i] - at;
                const double distance = d.x() * d.x() + d.y() * d.y();
                const bool closer =
                    distance < bestDistance || (distance == bestDistance && (!best || i < *best));
                if (closer && (!accept || accept(i))) {
                    best = i;
                    bestDistance = distance;
                }
            }
        }
    return best;
}

std::optional<std::size_t> PointIndex::towards(const QPointF& from, Direction direction,
                                               const Accept& accept) const {
    std::optional<std::size_t> best;
    double bestCost = std::numeric_limits<double>::infinity();
    for (const std::uint32_t i : members_) {
        const QPointF d = points_[i] - from;
        double along = 0;
        double aside = 0;
        switch (direction) {
        case Direction::Left:
            along = -d.x(), aside = d.y();
            break;
        case Direction::Right:
            along = d.x(), aside = d.y();
            break;
        case Direction::Up:
            along = -d.y(), aside = d.x();
            break;
        case Direction::Down:
            along = d.y(), aside = d.x();
            break;
        }
        const double side = std::abs(aside);
        if (along < 0.5 || side > 2 * along)
            continue;
        const double cost = along + 2 * side;
        if ((cost < bestCost || (cost == bestCost && i < *best)) && (!accept || accept(i))) {
            best = i;
            bestCost = cost;
        }
    }
    return best;
}

} // namespace pairscape
