// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace pairscape {

/// Memory that forward passes use again and again: fresh pages for every map would cost as much time as some
/// of the layers. Buffers only grow. For one thread at a time.
class Workspace {
  public:
    /// At least `floats` floats, aligned to 64 bytes, with undefined content. Valid until the slot is asked
    /// for more than it has.
    float* floats(std::size_t slot, std::int64_t floats);

  private:
    struct Free {
        void operator()(float* memory) const;
    };
    struct Slot {
        std::unique_ptr<float, Free> memory;
        std::size_t size = 0;
    };
    std::vector<Slot> slots_;
};

/// Workspaces for several threads: as many as there are forward passes at once. Thread-safe.
class WorkspacePool {
  public:
    /// Lends a workspace; it goes back when the lease ends, which must be before the pool does.
    class Lease {
      public:
        Lease(WorkspacePool& pool, std::unique_ptr<Workspace> workspace)
            : pool_(pool), workspace_(std::move(workspace)) {}
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Workspace& operator*() const { return *workspace_; }

      private:
        WorkspacePool& pool_;
        std::unique_ptr<Workspace> workspace_;
    };

    Lease lend();

  private:
    std::mutex mutex_;
    std::vector<std::unique_ptr<Workspace>> idle_;
};

} // namespace pairscape
