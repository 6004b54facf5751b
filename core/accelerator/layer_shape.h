// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/network.h"

#include <array>
#include <cstdint>
#include <vector>

namespace pairscape {

/// What the cost model needs to know of a layer: two layers of equal shape cost the same on a chunk.
/// Rows and columns are those that the operator sees, after average pooling on the way in.
struct LayerShape {
    std::int32_t outChannels = 0, inChannels = 0; ///< equal where depthwise
    std::int32_t outRows = 0, outColumns = 0, inRows = 0, inColumns = 0;
    std::int16_t kernel = 1, stride = 1, padding = 0;
    std::int16_t pool = 1; ///< average pooling window = stride while the map is read: pool^2 elements for one
    std::int16_t addend = 0; ///< elements read and added to each output element (a way around the block)
    bool depthwise = false;
    bool scaled = false; ///< one more input element for each channel and image: the squeeze-and-excite gate

    std::int64_t taps() const { return std::int64_t{kernel} * kernel; }
    std::int64_t macs() const; ///< MAC-equivalents of one image
    std::uint64_t hash() const;
    bool operator==(const LayerShape&) const = default;
};

/// Layers of a network of equal shape on one chunk, which cost the same there.
struct LayerGroup {
    LayerShape shape;
    std::uint64_t hash = 0; ///< of the shape
    int first = 0;          ///< index of the first of them into the network's layers
    int count = 0;
};

/// Where a layer's operands come from: indices into Network::layers, -1 is the network's input.
struct LayerSources {
    int input = -1;  ///< the map that it reads
    int gate = -2;   ///< squeeze-and-excite gate of its input channels; -2 is none
    int addend = -2; ///< what is added to its output; -2 is none
};

/// A network as the accelerator executes it.
struct Workload {
    std::vector<LayerShape> shapes;    ///< one for each of Network::layers
    std::vector<LayerSources> sources; ///< one for each of Network::layers
    std::vector<OperatorType> ops;     ///< which chunk each layer runs on
};

/// Reads shapes and data flow off a network. Average pooling, gates and additions belong to the layers that
/// read or write the maps, so that nothing is left uncosted:
/// - a map is pooled while it is read (squeeze-reduce, shortcut, head, classifier), so it is read whole;
/// - the layer after a squeeze-and-excite pair reads the gate with its input;
/// - the last layer of a residual block reads what it adds: the projected shortcut adds the block's way
///   through, and without one the project layer adds the block's (pooled) input.
/// Fails with Unsupported for a grouped layer that is not depthwise and InvalidInput for an empty shape.
Result<Workload> workloadOf(const Network& network);

/// Largest kernel that the cost model takes: bounds the kinds of edge tiles that a map can have.
inline constexpr int largestKernel = 15;

} // namespace pairscape
