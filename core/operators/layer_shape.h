// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace pairscape {

/// Shape of one conv, shift or adder layer on a batch of images. Square kernels; the same stride and padding
/// both ways. Groups split input and output channels alike; depthwise is groups == inChannels == outChannels.
struct LayerShape {
    std::int64_t batch = 1;
    std::int64_t inChannels = 1, outChannels = 1;
    std::int64_t inHeight = 1, inWidth = 1;
    std::int64_t kernel = 1, stride = 1, padding = 0, groups = 1;

    std::int64_t outHeight() const { return (inHeight + 2 * padding - kernel) / stride + 1; }
    std::int64_t outWidth() const { return (inWidth + 2 * padding - kernel) / stride + 1; }
    std::int64_t groupInputs() const { return inChannels / groups; }
    std::int64_t groupOutputs() const { return outChannels / groups; }
    /// Terms in the sum behind one output.
    std::int64_t terms() const { return groupInputs() * kernel * kernel; }
    std::int64_t weights() const { return outChannels * terms(); }
    std::int64_t inputElements() const { return batch * inChannels * inHeight * inWidth; }
    std::int64_t outputElements() const { return batch * outChannels * outHeight() * outWidth(); }
    std::int64_t operations() const { return outputElements() * terms(); }
    bool depthwise() const { return groups == inChannels && groups == outChannels; }

    bool valid() const {
        return batch > 0 && inChannels > 0 && outChannels > 0 && kernel > 0 && stride > 0 && padding >= 0 &&
               groups > 0 && inChannels % groups == 0 && outChannels % groups == 0 &&
               inHeight + 2 * padding >= kernel && inWidth + 2 * padding >= kernel;
    }
};

} // namespace pairscape
