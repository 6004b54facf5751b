// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/mapping_front.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace pairscape {

/// A front with what it depends on, in one piece of memory.
struct KeyedFront {
    MappingFront front;
    FrontKey key;

    bool isOf(const LayerShape& layer, const FrontKey& use) const {
        return key.layer == layer && key.array == use.array && key.batch == use.batch &&
               key.stationary == use.stationary;
    }
};

/// Fronts by key, in one array with the hashes beside the pointers: a look at a front that is there touches
/// the array and the front, and no node between them. Not thread-safe.
class FrontIndex {
  public:
    /// The front of a layer on the array, batch and dataflow of `use`, whose own layer is not read; null
    /// where there is none. Lasts until something is added.
    const std::shared_ptr<const KeyedFront>* find(std::uint64_t hash, const LayerShape& layer,
                                                  const FrontKey& use) const {
        if (slots_.empty())
            return nullptr;
        for (std::size_t at = hash & mask(); slots_[at].front; at = (at + 1) & mask())
            if (slots_[at].hash == hash && slots_[at].front->isOf(layer, use))
                return &slots_[at].front;
        return nullptr;
    }
    /// The key must not be there.
    void add(std::uint64_t hash, std::shared_ptr<const KeyedFront> front) {
        if (2 * (count_ + 1) > slots_.size())
            grow();
        place({hash, std::move(front)});
        ++count_;
    }
    template <class Visit>
    void each(const Visit& visit) const {
        for (const Slot& slot : slots_)
            if (slot.front)
                visit(*slot.front);
    }

  private:
    struct Slot {
        std::uint64_t hash = 0;
        std::shared_ptr<const KeyedFront> front;
    };

    std::size_t mask() const { return slots_.size() - 1; }
    void place(Slot slot) {
        std::size_t at = slot.hash & mask();
        while (slots_[at].front)
            at = (at + 1) & mask();
        slots_[at] = std::move(slot);
    }
    void grow() {
        std::vector<Slot> before(slots_.empty() ? 64 : 2 * slots_.size());
        before.swap(slots_);
        for (Slot& slot : before)
            if (slot.front)
                place(std::move(slot));
    }

    std::vector<Slot> slots_; ///< a power of two, at most half of them taken
    std::size_t count_ = 0;
};

} // namespace pairscape
