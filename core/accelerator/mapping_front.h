// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/cost_model.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace pairscape {

/// Version of the cost model and of the space of mappings: what a stored front depends on besides its key and
/// the DRAM's rate. Raised with every change that changes a front; a test notices.
inline constexpr int costModelVersion = 1;

/// How a chunk chooses among a layer's mappings. All layers of a chunk follow the same rule, and the rule is
/// part of what is searched: a chunk that waits for nobody may spend cycles to spare the DRAM that all chunks
/// share.
enum class MappingRule : std::uint8_t {
    Fastest,  ///< fewest cycles, then fewest bytes
    Balanced, ///< fewest cycles + cycles that its bytes take of the DRAM, then fewest cycles
    Leanest,  ///< fewest bytes, then fewest cycles
};
inline constexpr std::size_t mappingRuleCount = 3;

/// Indices into bufferSizes of a chunk's three buffers (design_space.h).
struct BufferIndices {
    std::int8_t input = 0, weight = 0, output = 0;

    bool within(const BufferIndices& other) const {
        return input <= other.input && weight <= other.weight && output <= other.output;
    }
    bool operator==(const BufferIndices&) const = default;
};
/// Whether the space has all three sizes of a chunk's buffers.
bool listedBuffers(const Chunk& chunk);
/// Indices of a chunk's buffers; those of the smallest sizes where they are not all listed, whose fronts come
/// from findFrontWithin().
BufferIndices bufferIndices(const Chunk& chunk);

/// A mapping that is best for some rule and some buffers.
struct FrontMapping {
    Mapping mapping;
    BufferIndices needs;
    Bound bound = Bound::Compute;
    std::int32_t order = 0; ///< place among all mappings of the layer: decides ties
    std::int64_t cycles = 0, computeCycles = 0;
    std::int64_t dramBytes = 0, inputBytes = 0, weightBytes = 0; ///< of the first the other two are a part
    std::int64_t bufferBytes = 0;
};

/// Every mapping of a layer on an array, for one batch, that is best under some rule within some buffers.
class MappingFront {
  public:
    /// Keeps those of `mappings` that no other beats under any rule without needing a larger buffer.
    MappingFront(std::vector<FrontMapping> mappings, DramRate rate);

    /// The best mapping within the buffers; null when none fits.
    const FrontMapping* best(MappingRule rule, const BufferIndices& buffers) const {
        const auto r = static_cast<std::size_t>(rule);
        for (std::size_t n = begins_[r]; n < begins_[r + 1]; ++n)
            if (bestFirst_[n].needs.within(buffers))
                return &mappings_[bestFirst_[n].index];
        return nullptr;
    }

    const std::vector<FrontMapping>& mappings() const { return mappings_; }
    std::vector<FrontMapping>& mappings() { return mappings_; }
    std::size_t bytes() const;

  private:
    struct Place {
        BufferIndices needs;
        std::uint16_t index = 0; ///< into mappings_
    };

    std::vector<FrontMapping> mappings_;
    std::vector<Place> bestFirst_; ///< for one rule after the other
    std::array<std::uint16_t, mappingRuleCount + 1>
        begins_{}; ///< where each rule's places begin, and the end
};

/// What a front depends on.
struct FrontKey {
    LayerShape layer;
    ArrayShape array;
    std::int32_t batch = 1;
    std::int32_t stationary = -1; ///< only mappings of this dataflow; -1 is any

    bool operator==(const FrontKey&) const = default;
    /// Of all but the layer.
    std::uint64_t useHash() const;
};

/// Looks at every mapping of the space (docs/cost-model.md) and adds their number to `costed`.
MappingFront findFront(const FrontKey& key, DramRate rate, std::int64_t& costed);

/// The same of the mappings that buffers of these bytes hold (input, weight, output; one half each), whatever
/// sizes these are: each needs the smallest buffers of the space, so that best() leaves none out.
MappingFront findFrontWithin(const FrontKey& key, DramRate rate, const std::array<std::int64_t, 3>& bytes,
                             std::int64_t& costed);

/// A mapping of a front and its place among all mappings of its layer: with the key, all that has to be
/// stored.
struct StoredMapping {
    Mapping mapping;
    std::int32_t order = 0;

    bool operator==(const StoredMapping&) const = default;
};
/// A front made again of its own mappings; empty where they are not mappings of the key's layer.
std::optional<MappingFront> frontOf(const FrontKey& key, DramRate rate,
                                    const std::vector<StoredMapping>& mappings);

} // namespace pairscape
