// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/layer_table.h"

#include "core/base/hash.h"

#include <utility>

namespace pairscape {

namespace {

std::shared_ptr<const MappingFront> frontIn(std::shared_ptr<const KeyedFront> keyed) {
    const MappingFront* const front = &keyed->front;
    return {std::move(keyed), front};
}

} // namespace

LayerTable::LayerTable(DramRate rate, std::size_t limitBytes)
    : rate_(rate), shardLimit_(limitBytes / std::tuple_size_v<decltype(shards_)>) {}

std::uint64_t LayerTable::hashOf(std::uint64_t useHash, std::uint64_t layerHash) {
    return mixBits(useHash ^ layerHash);
}

std::vector<std::shared_ptr<const MappingFront>> LayerTable::known(const FrontKey& key,
                                                                   std::span<const LayerGroup> layers) {
    const std::uint64_t useHash = key.useHash();
    Shard& shard = shards_[shardOf(useHash)];
    std::vector<std::shared_ptr<const MappingFront>> fronts(layers.size());
    const std::lock_guard lock(shard.mutex);
    for (std::size_t n = 0; n < layers.size(); ++n)
        if (auto found = find(shard, hashOf(useHash, layers[n].hash), layers[n].shape, key))
            fronts[n] = frontIn(std::move(found));
    return fronts;
}

std::shared_ptr<const MappingFront> LayerTable::front(const FrontKey& key, std::int64_t& costed) {
    const std::uint64_t useHash = key.useHash();
    const HashedKey hashed = {key, hashOf(useHash, key.layer.hash())};
    Shard& shard = shards_[shardOf(useHash)];
    std::vector<StoredMapping> stored;
    {
        const std::lock_guard lock(shard.mutex);
        if (auto found = find(shard, hashed.hash, key.layer, key))
            return frontIn(std::move(found));
        if (const auto found = shard.stored.find(hashed); found != shard.stored.end())
            stored = found->second;
    }
    std::optional<MappingFront> made;
    if (!stored.empty())
        made = frontOf(key, rate_, stored);
    if (!made) {
        made = findFront(key, rate_, costed);
        searched_.fetch_add(1, std::memory_order_relaxed);
    }
    auto front = std::make_shared<const KeyedFront>(*std::move(made), key);
    const std::lock_guard lock(shard.mutex);
    drop(shard, hashed);
    if (auto quicker = find(shard, hashed.hash, key.layer, key)) // another thread's
        return frontIn(std::move(quicker));
    keep(shard, hashed.hash, front);
    return frontIn(std::move(front));
}

std::shared_ptr<const KeyedFront> LayerTable::find(Shard& shard, std::uint64_t hash, const LayerShape& layer,
                                                   const FrontKey& use) {
    if (const auto* found = shard.fronts.find(hash, layer, use))
        return *found;
    const auto* found = shard.before.find(hash, layer, use);
    if (found == nullptr)
        return nullptr;
    std::shared_ptr<const KeyedFront> front = *found;
    keep(shard, hash, front);
    return front;
}

void LayerTable::keep(Shard& shard, std::uint64_t hash, std::shared_ptr<const KeyedFront> front) {
    const std::size_t size = frontBytes + front->front.bytes();
    if (size > shardLimit_ / 2)
        return;
    if (shard.bytes + shard.storedBytes + size > shardLimit_ / 2) {
        bytes_.fetch_sub(shard.bytesBefore + shard.storedBytes, std::memory_order_relaxed);
        shard.before = std::exchange(shard.fronts, FrontIndex());
        shard.bytesBefore = std::exchange(shard.bytes, 0);
        shard.stored.clear();
        shard.storedBytes = 0;
    }
    shard.fronts.add(hash, std::move(front));
    shard.bytes += size;
    bytes_.fetch_add(size, std::memory_order_relaxed);
}

void LayerTable::drop(Shard& shard, const HashedKey& stored) {
    const auto found = shard.stored.find(stored);
    if (found == shard.stored.end())
        return;
    const std::size_t size = nodeBytes + found->second.size() * sizeof(StoredMapping);
    shard.stored.erase(found);
    shard.storedBytes -= size;
    bytes_.fetch_sub(size, std::memory_order_relaxed);
}

} // namespace pairscape
