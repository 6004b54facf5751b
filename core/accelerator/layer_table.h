// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/front_index.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pairscape {

/// Fronts shared by all threads, bounded in memory (what is restored counts too): what nobody asked for while
/// the bound's half filled anew is forgotten. Never changes a result, only its time. Thread-safe.
class LayerTable {
  public:
    explicit LayerTable(DramRate rate, std::size_t limitBytes = std::size_t{128} << 20);

    /// The front of a key. `costed` grows by the mappings looked at, if they had to be.
    std::shared_ptr<const MappingFront> front(const FrontKey& key, std::int64_t& costed);

    /// The fronts of several layers on one array, null where front() has to find them first: one look at the
    /// table for all. `key` says array, batch and dataflow; its layer is not read.
    std::vector<std::shared_ptr<const MappingFront>> known(const FrontKey& key,
                                                           std::span<const LayerGroup> layers);

    std::size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }
    /// Fronts that had to be searched since the table was made: none, and saving it again brings nothing.
    std::size_t searched() const { return searched_.load(std::memory_order_relaxed); }

    // layer_table_store.cpp

    /// The fronts as bytes for restore(), in an order of their own; those that would make it longer than
    /// `limitBytes` are left out. About 10 bytes a mapping.
    std::string save(std::size_t limitBytes) const;
    /// Takes in what save() gave, which front() then makes fronts of as they are asked for. False, and
    /// nothing changes, where it is damaged, of another cost model or of another DRAM rate.
    bool restore(std::string_view bytes);

  private:
    struct HashedKey {
        FrontKey key;
        std::uint64_t hash;
        bool operator==(const HashedKey& other) const { return hash == other.hash && key == other.key; }
    };
    struct Hash {
        std::size_t operator()(const HashedKey& key) const { return static_cast<std::size_t>(key.hash); }
    };
    struct Shard {
        mutable std::mutex mutex;
        FrontIndex fronts; ///< found or asked for since the last turn
        FrontIndex before; ///< those before it; some are among the fronts again
        std::unordered_map<HashedKey, std::vector<StoredMapping>, Hash>
            stored;                             ///< as restored, not yet asked for
        std::size_t bytes = 0, storedBytes = 0; ///< of fronts and stored; together at most half of the bound
        std::size_t bytesBefore = 0;
    };

    /// Where the front is, among the fronts afterwards; null where the shard does not have it.
    std::shared_ptr<const KeyedFront> find(Shard& shard, std::uint64_t hash, const LayerShape& layer,
                                           const FrontKey& use);
    /// Takes it in, which may be the turn of the others: searches touch the same shapes again soon, so what
    /// was not touched since the turn before goes. One that is too large for any shard is not kept.
    void keep(Shard& shard, std::uint64_t hash, std::shared_ptr<const KeyedFront> front);
    void drop(Shard& shard, const HashedKey& stored);

    /// Of a node of a map with its key and counts, roughly.
    static constexpr std::size_t nodeBytes = sizeof(HashedKey) + 64;
    /// Of a front with its key, counts and place in the index, which is half to three quarters empty.
    static constexpr std::size_t frontBytes = sizeof(FrontKey) + 128;

    // All fronts of an array are in one shard, so that a chunk's layers are found under one lock.
    static std::size_t shardOf(std::uint64_t useHash) { return useHash >> 58; }
    static std::uint64_t hashOf(std::uint64_t useHash, std::uint64_t layerHash);

    DramRate rate_;
    std::size_t shardLimit_;
    std::atomic<std::size_t> bytes_{0};
    std::atomic<std::size_t> searched_{0};
    std::array<Shard, 64> shards_;
};

} // namespace pairscape
