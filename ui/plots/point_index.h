// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace pairscape {

/// Which way an arrow key points, on the screen.
enum class Direction { Left, Right, Up, Down };

/// Finds points on a plane (of pixels) by place: a grid of square cells over a bounded area. Building takes
/// linear time, a look-up the few cells near the place.
class PointIndex {
  public:
    /// Which points a look-up may return.
    using Accept = std::function<bool(std::size_t)>;

    /// Points outside `area` (and those with a NaN) are never found.
    void build(std::vector<QPointF> points, const QRectF& area, double cell = 16);

    /// The point closest to `at` within `radius`; of equally close ones the first.
    std::optional<std::size_t> nearest(const QPointF& at, double radius, const Accept& accept = {}) const;
    /// The point that lies closest in a direction: sideways distance counts double, and it is within 63
    /// degrees.
    std::optional<std::size_t> towards(const QPointF& from, Direction direction,
                                       const Accept& accept = {}) const;

    const std::vector<QPointF>& points() const { return points_; }

  private:
    std::vector<QPointF> points_;
    QRectF area_;
    double cell_ = 16;
    int columns_ = 0, rows_ = 0;
    std::vector<std::uint32_t> starts_;  ///< of each cell's run in `members_`, and one past the last
    std::vector<std::uint32_t> members_; ///< point numbers, cell by cell
};

} // namespace pairscape
