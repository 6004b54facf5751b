// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/mapping_front.h"

#include "core/accelerator/design_space.h"
#include "core/base/hash.h"

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

/// Whether `a` is better than `b` under a rule. A total order: `order` decides last.
bool better(const FrontMapping& a, const FrontMapping& b, MappingRule rule, DramRate rate) {
    std::int64_t first = a.cycles - b.cycles, second = a.dramBytes - b.dramBytes;
    if (rule == MappingRule::Balanced)
        second = std::exchange(first, first * rate.bytesPer1024Cycles + second * 1024);
    else if (rule == MappingRule::Leanest)
        std::swap(first, second);
    if (first != 0)
        return first < 0;
    if (second != 0)
        return second < 0;
    return a.order < b.order;
}

/// Orders of loops that can differ from the others in cost for these numbers of tiles. Where loops have a
/// single turn, two orders walk the same tiles, and the one whose runs are longer is never slower.
std::array<bool, 3> usefulOrders(const LayerShape& layer, bool oneOut, bool oneIn, bool onePixels) {
    constexpr std::size_t weights = 0, inputs = 1, outputs = 2; // as in Stationary
    std::array<bool, 3> useful = {true, true, true};
    if (layer.depthwise) {
        useful[outputs] = false; // the same as inputs
        // One tile of channels: weights makes one run of all. One of pixels: inputs does.
        (oneOut ? useful[inputs] : useful[weights]) = !(oneOut || onePixels);
        return useful;
    }
    if (oneOut && oneIn) {
        useful[inputs] = useful[outputs] = false;
    } else if (oneIn) {
        useful[outputs] = false;
    } else if (oneOut) {
        useful[inputs] = false;
    }
    if (onePixels && !(oneOut && oneIn))
        useful[weights] = false;
    return useful;
}

/// For each rule the mappings that no other beats without needing a larger buffer, best first.
std::array<std::vector<std::size_t>, mappingRuleCount> winnersOf(const std::vector<FrontMapping>& mappings,
                                                                 DramRate rate) {
    std::array<std::vector<std::size_t>, mappingRuleCount> winners;
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::array<std::size_t, 1 << 12> cell; // the best of each combination of buffer needs
    cell.fill(none);
    const auto cellOf = [](const BufferIndices& needs) {
        return needs.input << 8 | needs.weight << 4 | needs.output;
    };
    std::vector<int> used;
    for (std::size_t r = 0; r < mappingRuleCount; ++r) {
        const auto rule = static_cast<MappingRule>(r);
        used.clear();
        for (std::size_t m = 0; m < mappings.size(); ++m) {
            std::size_t& best = cell[cellOf(mappings[m].needs)];
            if (best == none)
                used.push_back(cellOf(mappings[m].needs));
            if (best == none || better(mappings[m], mappings[best], rule, rate))
                best = m;
        }
        std::vector<std::size_t>& list = winners[r];
        for (const int c : used)
            list.push_back(std::exchange(cell[c], none));
        std::sort(list.begin(), list.end(),
                  [&](std::size_t a, std::size_t b) { return better(mappings[a], mappings[b], rule, rate); });
        std::size_t kept = 0;
        for (const std::size_t m : list)
            if (std::none_of(
                    list.begin(), list.begin() + static_cast<std::ptrdiff_t>(kept),
                    [&](std::size_t other) { return mappings[other].needs.within(mappings[m].needs); }))
                list[kept++] = m;
        list.resize(kept);
    }
    return winners;
}

BufferIndices indicesOf(int input, int weight, int output) {
    return {static_cast<std::int8_t>(input), static_cast<std::int8_t>(weight),
            static_cast<std::int8_t>(output)};
}

/// What a mapping is chosen by; complete() fills in the rest for those that are kept.
FrontMapping candidate(const Mapping& mapping, const BufferIndices& needs, std::int32_t order,
                       const MappingCost& cost) {
    FrontMapping one;
    one.mapping = mapping;
    one.needs = needs;
    one.order = order;
    one.cycles = cost.cycles;
    one.dramBytes = cost.dramBytes();
    return one;
}

void complete(MappingFront& front, const FrontKey& key, DramRate rate) {
    for (FrontMapping& mapping : front.mappings()) {
        TimeShares shares;
        const MappingCost cost = mappingCost(key.layer, key.array, rate, key.batch, mapping.mapping, &shares);
        mapping.bound = boundOf(shares);
        mapping.computeCycles = cost.computeCycles;
        mapping.inputBytes = cost.inputBytes;
        mapping.weightBytes = cost.weightBytes;
        mapping.bufferBytes = bufferTraffic(key.layer, key.array, key.batch, mapping.mapping, cost);
    }
}

/// Looks at every mapping of the space. `needs` says which buffers a footprint takes; nothing where none
/// holds it.
template <class Needs>
MappingFront findFront(const FrontKey& key, DramRate rate, const Needs& needs, std::int64_t& costed) {
    const LayerShape& layer = key.layer;
    const std::vector<int> outs = channelTiles(layer.outChannels);
    const std::vector<int> ins = layer.depthwise ? std::vector<int>{1} : channelTiles(layer.inChannels);
    std::vector<FrontMapping> mappings;
    for (const PixelTile& tile : pixelTiles(layer, key.batch)) {
        const PixelTiling pixels = tilePixels(layer, key.batch, tile.rows, tile.columns);
        for (const int out : outs)
            for (const int inTile : ins) {
                const int in = layer.depthwise ? out : inTile;
                const std::optional<BufferIndices> buffers =
                    needs(footprint(layer, key.array, pixels, out, in));
                if (!buffers)
                    continue;
                std::array<bool, 3> orders = {false, false, false};
                if (key.stationary >= 0)
                    orders[key.stationary] = true;
                else
                    orders = usefulOrders(layer, out == layer.outChannels,
                                          layer.depthwise || in == layer.inChannels, pixels.tiles == 1);
                for (const Stationary stationary :
                     {Stationary::Weights, Stationary::Inputs, Stationary::Outputs})
                    if (orders[static_cast<std::size_t>(stationary)])
                        mappings.push_back(
                            candidate({out, in, tile.rows, tile.columns, stationary}, *buffers,
                                      static_cast<std::int32_t>(mappings.size()),
                                      mappingCost(layer, key.array, rate, pixels, out, in, stationary)));
            }
    }
    costed += static_cast<std::int64_t>(mappings.size());
    MappingFront front(std::move(mappings), rate);
    complete(front, key, rate);
    return front;
}

} // namespace

bool listedBuffers(const Chunk& chunk) {
    return std::ranges::all_of(
        std::array{chunk.inputBufferBytes, chunk.weightBufferBytes, chunk.outputBufferBytes},
        [](std::int64_t bytes) { return std::ranges::count(bufferSizes, bytes) > 0; });
}

BufferIndices bufferIndices(const Chunk& chunk) {
    if (!listedBuffers(chunk))
        return {};
    return indicesOf(bufferIndexFor(chunk.inputBufferBytes), bufferIndexFor(chunk.weightBufferBytes),
                     bufferIndexFor(chunk.outputBufferBytes));
}

MappingFront::MappingFront(std::vector<FrontMapping> mappings, DramRate rate) {
    const auto winners = winnersOf(mappings, rate);
    std::vector<int> place(mappings.size(), -1);
    for (std::size_t r = 0; r < mappingRuleCount; ++r) {
        for (const std::size_t m : winners[r]) {
            if (place[m] < 0) {
                place[m] = static_cast<int>(mappings_.size());
                mappings_.push_back(mappings[m]);
            }
            bestFirst_.push_back({mappings[m].needs, static_cast<std::uint16_t>(place[m])});
        }
        begins_[r + 1] = static_cast<std::uint16_t>(bestFirst_.size());
    }
    mappings_.shrink_to_fit();
    bestFirst_.shrink_to_fit();
}

std::size_t MappingFront::bytes() const {
    return sizeof(*this) + mappings_.capacity() * sizeof(FrontMapping) +
           bestFirst_.capacity() * sizeof(Place);
}

std::uint64_t FrontKey::useHash() const {
    const auto pair = [](std::int64_t a, std::int64_t b) { return static_cast<std::uint64_t>(a << 32 ^ b); };
    std::uint64_t h = mixBits(pair(array.out, array.in));
    for (const std::uint64_t part : {pair(array.pixels, array.weightBits << 8 ^ array.activationBytes),
                                     pair(array.ramp, batch << 2 ^ stationary)})
        h = mixBits(h ^ part);
    return h;
}

MappingFront findFront(const FrontKey& key, DramRate rate, std::int64_t& costed) {
    return findFront(
        key, rate,
        [](const Footprint& bytes) -> std::optional<BufferIndices> {
            const int input = bufferIndexFor(bytes.input), weight = bufferIndexFor(bytes.weight),
                      output = bufferIndexFor(bytes.output);
            if (std::max({input, weight, output}) >= bufferSizeCount)
                return std::nullopt;
            return indicesOf(input, weight, output);
        },
        costed);
}

MappingFront findFrontWithin(const FrontKey& key, DramRate rate, const std::array<std::int64_t, 3>& bytes,
                             std::int64_t& costed) {
    return findFront(
        key, rate,
        [&](const Footprint& held) -> std::optional<BufferIndices> {
            if (held.input > bytes[0] || held.weight > bytes[1] || held.output > bytes[2])
                return std::nullopt;
            return BufferIndices{};
        },
        costed);
}

std::optional<MappingFront> frontOf(const FrontKey& key, DramRate rate,
                                    const std::vector<StoredMapping>& stored) {
    const LayerShape& layer = key.layer;
    std::vector<FrontMapping> mappings;
    for (const auto& [mapping, order] : stored) {
        if (!validMapping(layer, key.batch, mapping))
            return std::nullopt;
        const PixelTiling pixels = tilePixels(layer, key.batch, mapping.tileRows, mapping.tileColumns);
        const Footprint bytes = footprint(layer, key.array, pixels, mapping.tileOut, mapping.tileIn);
        const int input = bufferIndexFor(bytes.input), weight = bufferIndexFor(bytes.weight),
                  output = bufferIndexFor(bytes.output);
        if (std::max({input, weight, output}) >= bufferSizeCount)
            return std::nullopt;
        const MappingCost cost =
            mappingCost(layer, key.array, rate, pixels, mapping.tileOut, mapping.tileIn, mapping.stationary);
        mappings.push_back(candidate(mapping, indicesOf(input, weight, output), order, cost));
    }
    if (mappings.empty())
        return std::nullopt;
    MappingFront front(std::move(mappings), rate);
    complete(front, key, rate);
    return front;
}

} // namespace pairscape
