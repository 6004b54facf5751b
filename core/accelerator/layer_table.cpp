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
                                                                   std::span<const LayerGroup> layers) const {
    const std::uint64_t useHash = key.useHash();
    const Shard& shard = shards_[shardOf(useHash)];
    std::vector<std::shared_ptr<const MappingFront>> fronts(layers.size());
    const std::lock_guard lock(shard.mutex);
    for (std::size_t n = 0; n < layers.size(); ++n)
        if (const auto* found = shard.fronts.find(hashOf(useHash, layers[n].hash), layers[n].shape, key))
            fronts[n] = frontIn(*found);
    return fronts;
}

std::shared_ptr<const MappingFront> LayerTable::front(const FrontKey& key, std::int64_t& costed) {
    const std::uint64_t useHash = key.useHash();
    const HashedKey hashed = {key, hashOf(useHash, key.layer.hash())};
    Shard& shard = shards_[shardOf(useHash)];
    std::vector<StoredMapping> stored;
    {
        const std::lock_guard lock(shard.mutex);
        if (const auto* found = shard.fronts.find(hashed.hash, key.layer, key))
            return frontIn(*found);
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
    const std::size_t size = frontBytes + front->front.bytes();
    const std::lock_guard lock(shard.mutex);
    drop(shard, hashed);
    if (shard.fronts.find(hashed.hash, key.layer, key) || size > shardLimit_)
        return frontIn(std::move(front)); // another thread was quicker, or it has no place here
    makeRoom(shard, size);
    shard.fronts.add(hashed.hash, front);
    shard.bytes += size;
    bytes_.fetch_add(size, std::memory_order_relaxed);
    return frontIn(std::move(front));
}

void LayerTable::makeRoom(Shard& shard, std::size_t size) {
    if (shard.bytes + size <= shardLimit_)
        return;
    bytes_.fetch_sub(shard.bytes, std::memory_order_relaxed);
    shard.fronts.clear();
    shard.stored.clear();
    shard.bytes = 0;
}

void LayerTable::drop(Shard& shard, const HashedKey& stored) {
    const auto found = shard.stored.find(stored);
    if (found == shard.stored.end())
        return;
    const std::size_t size = nodeBytes + found->second.size() * sizeof(StoredMapping);
    shard.stored.erase(found);
    shard.bytes -= size;
    bytes_.fetch_sub(size, std::memory_order_relaxed);
}

} // namespace pairscape
