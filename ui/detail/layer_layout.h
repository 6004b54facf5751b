// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/network.h"

#include <QString>

#include <vector>

namespace pairscape {

/// "mb3" of "mb3.2.depthwise", "stem", "head" of both layers of the head.
QString stageName(const Layer& layer);
/// "mb3.2" of "mb3.2.depthwise"; what is in no block is named as its stage.
QString blockName(const Layer& layer);

/// Where each layer of a network stands along the strip, in pixels from its left end. Every layer has a least
/// width so that it can be seen and hit; the rest of the width is shared in proportion to MACs. Where even
/// the least widths need more room than there is, the strip is longer than its window and scrolls.
class LayerLayout {
  public:
    struct Span {
        double x = 0, width = 0;
        double end() const { return x + width; }
    };
    /// Consecutive layers of one stage; layers before and after the stages are named for themselves.
    struct Stage {
        QString name; ///< "stem", "mb3", "head"
        int first = 0, last = 0;
        Span span;
    };

    LayerLayout() = default;
    /// `zoom` of 1 fits the window as far as the least widths allow; 2 is twice as long.
    LayerLayout(const Network& network, double windowWidth, double zoom);

    const std::vector<Span>& layers() const { return layers_; }
    const std::vector<Stage>& stages() const { return stages_; }
    double length() const { return length_; }
    /// -1 outside of the strip.
    int layerAt(double x) const;

    /// The least width of a layer, in pixels.
    static constexpr double leastWidth = 1.1;

  private:
    std::vector<Span> layers_;
    std::vector<Stage> stages_;
    double length_ = 0;
};

} // namespace pairscape
