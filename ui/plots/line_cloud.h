// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QSize>

#include <cstddef>
#include <span>
#include <vector>

namespace pairscape {

/// Thousands of polylines over the same upright axes as one image: every line is drawn, and where they lie on
/// top of each other the colour deepens. Coverage is added up in a plane and turned into colour once; 20,000
/// lines take some tens of milliseconds on any thread, instead of a second of painter calls.
class LineCloud {
  public:
    /// `axes` are the places of the axes in pixels of the image, ascending.
    LineCloud(QSize size, std::vector<double> axes, double lineWidth);

    /// Heights of one line at the axes, in pixels from the top. Where one is NaN, the pieces on its two sides
    /// are left out.
    void add(std::span<const float> heights);
    std::size_t count() const { return count_; }

    /// Draws what was added over `image` (premultiplied, of the size given) in one colour.
    void paint(QImage& image, const QColor& colour) const;

  private:
    void addPiece(double x0, double y0, double x1, double y1);

    QSize size_;
    std::vector<double> axes_;
    double halfWidth_;
    std::size_t count_ = 0;
    std::vector<std::uint16_t>
        plane_; ///< in 1/255 of full coverage, column by column: pieces run down columns
};

} // namespace pairscape
