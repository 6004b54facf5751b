// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/workspace.h"

#include <new>
#include <utility>

namespace pairscape {

namespace {
constexpr std::align_val_t alignment{64};
}

void Workspace::Free::operator()(float* memory) const {
    ::operator delete(memory, alignment);
}

float* Workspace::floats(std::size_t slot, std::int64_t floats) {
    if (slot >= slots_.size())
        slots_.resize(slot + 1);
    Slot& place = slots_[slot];
    const auto wanted = static_cast<std::size_t>(floats);
    if (place.size < wanted) {
        place.memory.reset(); // before the new memory, so that both are never held
        place.size = 0;
        place.memory.reset(static_cast<float*>(::operator new(wanted * sizeof(float), alignment)));
        place.size = wanted;
    }
    return place.memory.get();
}

WorkspacePool::Lease::~Lease() {
    const std::lock_guard lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(workspace_));
}

WorkspacePool::Lease WorkspacePool::lend() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty())
        return {*this, std::make_unique<Workspace>()};
    std::unique_ptr<Workspace> workspace = std::move(idle_.back());
    idle_.pop_back();
    return {*this, std::move(workspace)};
}

} // namespace pairscape
