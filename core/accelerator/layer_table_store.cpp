// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A LayerTable as bytes, both ways: a header, fronts, and a hash of all before it. Numbers are written seven
// bits a byte, the low ones first, so that the form depends on no machine.
#include "core/accelerator/layer_table.h"
#include "core/base/hash.h"

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

constexpr std::string_view magic = "Pairscape layer costs\n";
constexpr std::size_t hashBytes = 16; ///< hexadecimal digits

void put(std::string& to, std::int64_t value) {
    auto rest = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
    for (; rest >= 0x80; rest >>= 7)
        to += static_cast<char>(rest | 0x80);
    to += static_cast<char>(rest);
}

/// Reads numbers; after the first that is not there all are 0 and ok() is false.
class Numbers {
  public:
    explicit Numbers(std::string_view bytes) : bytes_(bytes) {}

    template <class T = std::int64_t>
    T next() {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at_ >= bytes_.size())
                break;
            const auto byte = static_cast<unsigned char>(bytes_[at_++]);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if ((byte & 0x80) == 0)
                return static_cast<T>(static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1)));
        }
        ok_ = false;
        return {};
    }
    bool ok() const { return ok_; }
    bool atEnd() const { return at_ == bytes_.size(); }

  private:
    std::string_view bytes_;
    std::size_t at_ = 0;
    bool ok_ = true;
};

void putKey(std::string& to, const FrontKey& key) {
    const LayerShape& layer = key.layer;
    const ArrayShape& array = key.array;
    for (const std::int64_t number : std::initializer_list<std::int64_t>{
             layer.outChannels, layer.inChannels, layer.outRows,         layer.outColumns, layer.inRows,
             layer.inColumns,   layer.kernel,     layer.stride,          layer.padding,    layer.pool,
             layer.addend,      layer.depthwise,  layer.scaled,          array.out,        array.in,
             array.pixels,      array.weightBits, array.activationBytes, array.ramp,       key.batch,
             key.stationary})
        put(to, number);
}

FrontKey readKey(Numbers& numbers) {
    FrontKey key;
    LayerShape& layer = key.layer;
    ArrayShape& array = key.array;
    for (std::int32_t* field : {&layer.outChannels, &layer.inChannels, &layer.outRows, &layer.outColumns,
                                &layer.inRows, &layer.inColumns})
        *field = numbers.next<std::int32_t>();
    for (std::int16_t* field : {&layer.kernel, &layer.stride, &layer.padding, &layer.pool, &layer.addend})
        *field = numbers.next<std::int16_t>();
    layer.depthwise = numbers.next() != 0;
    layer.scaled = numbers.next() != 0;
    for (std::int32_t* field : {&array.out, &array.in, &array.pixels, &array.weightBits,
                                &array.activationBytes, &array.ramp, &key.batch, &key.stationary})
        *field = numbers.next<std::int32_t>();
    return key;
}

std::string frontText(const FrontKey& key, const std::vector<StoredMapping>& mappings) {
    std::string text;
    putKey(text, key);
    put(text, std::ssize(mappings));
    for (const auto& [mapping, order] : mappings)
        for (const std::int64_t number : std::initializer_list<std::int64_t>{
                 mapping.tileOut, mapping.tileIn, mapping.tileRows, mapping.tileColumns,
                 static_cast<int>(mapping.stationary), order})
            put(text, number);
    return text;
}

std::vector<StoredMapping> readMappings(Numbers& numbers) {
    constexpr std::int64_t most = 1 << 16; // more than a front can have
    std::vector<StoredMapping> mappings;
    const auto count = numbers.next();
    if (count < 1 || count > most)
        return {};
    for (std::int64_t i = 0; i < count && numbers.ok(); ++i) {
        StoredMapping one;
        for (int* field :
             {&one.mapping.tileOut, &one.mapping.tileIn, &one.mapping.tileRows, &one.mapping.tileColumns})
            *field = numbers.next<int>();
        const auto stays = numbers.next();
        if (stays < 0 || stays > 2)
            return {};
        one.mapping.stationary = static_cast<Stationary>(stays);
        one.order = numbers.next<std::int32_t>();
        mappings.push_back(one);
    }
    return mappings;
}

} // namespace

std::string LayerTable::save(std::size_t limitBytes) const {
    std::vector<std::string> fronts;
    for (const Shard& shard : shards_) {
        const std::lock_guard lock(shard.mutex);
        for (const FrontIndex* index : {&shard.fronts, &shard.before})
            index->each([&](const KeyedFront& one) {
                std::vector<StoredMapping> mappings;
                for (const FrontMapping& mapping : one.front.mappings())
                    mappings.push_back({mapping.mapping, mapping.order});
                fronts.push_back(frontText(one.key, mappings));
            });
        for (const auto& [hashed, mappings] : shard.stored)
            fronts.push_back(frontText(hashed.key, mappings));
    }
    std::sort(fronts.begin(), fronts.end()); // whatever order they came in
    fronts.erase(std::unique(fronts.begin(), fronts.end()),
                 fronts.end()); // asked for before and after a turn
    std::string bytes(magic);
    put(bytes, costModelVersion);
    put(bytes, rate_.bytesPer1024Cycles);
    for (const std::string& front : fronts)
        if (bytes.size() + front.size() + hashBytes <= limitBytes)
            bytes += front;
    return bytes + hashText(stableHash(bytes));
}

bool LayerTable::restore(std::string_view bytes) {
    if (!bytes.starts_with(magic) || bytes.size() < magic.size() + hashBytes)
        return false;
    const std::string_view content = bytes.substr(0, bytes.size() - hashBytes);
    if (bytes.substr(content.size()) != hashText(stableHash(content)))
        return false;
    Numbers numbers(content.substr(magic.size()));
    if (numbers.next() != costModelVersion || numbers.next() != rate_.bytesPer1024Cycles)
        return false;
    std::vector<std::pair<FrontKey, std::vector<StoredMapping>>> read;
    while (!numbers.atEnd()) {
        const FrontKey key = readKey(numbers);
        std::vector<StoredMapping> mappings = readMappings(numbers);
        if (!numbers.ok() || mappings.empty())
            return false;
        read.emplace_back(key, std::move(mappings));
    }
    for (auto& [key, mappings] : read) {
        const std::uint64_t useHash = key.useHash();
        const HashedKey hashed = {key, hashOf(useHash, key.layer.hash())};
        Shard& shard = shards_[shardOf(useHash)];
        const std::size_t size = nodeBytes + mappings.size() * sizeof(StoredMapping);
        const std::lock_guard lock(shard.mutex);
        if (find(shard, hashed.hash, key.layer, key) ||
            shard.bytes + shard.storedBytes + size > shardLimit_ / 2)
            continue; // known already, or searched anew when somebody asks
        drop(shard, hashed);
        shard.stored.emplace(hashed, std::move(mappings));
        shard.storedBytes += size;
        bytes_.fetch_add(size, std::memory_order_relaxed);
    }
    return true;
}

} // namespace pairscape
