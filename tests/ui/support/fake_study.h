// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"
#include "core/study/study.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pairscape::test {

/// A study in memory for tests and trial pictures of the views: real networks of a preset space, with drawn
/// accelerators that fit their platform and what the cost model says of them; the scores mean nothing. It
/// announces snapshots from a thread of its own, as the engine does, and does what a test tells it to.
class FakeStudy : public Study {
  public:
    explicit FakeStudy(std::size_t pairings = 0, const std::string& space = "nash-cifar100",
                       std::uint64_t seed = 1);

    /// Adds pairings to the newest run and announces a snapshot.
    void grow(std::size_t more);
    /// Another run, which later pairings belong to.
    void beginRun(const std::string& strategy);
    /// Changes the next snapshot by hand and announces it. The front is computed afterwards.
    void edit(const std::function<void(StudySnapshot&)>& change);
    /// Calls the listener without a change.
    void announce();

    /// While held, detail() blocks.
    void holdDetails(bool held);
    /// Ids that detail() was asked for, in order; blocked calls included.
    std::vector<PairingId> detailCalls() const;
    /// What detail(), pin() and unpin() answer from now on; nothing: they work.
    void failWith(std::optional<Error> error);
    /// Calls of snapshot() so far.
    int snapshotCalls() const;

    std::shared_ptr<const StudySnapshot> snapshot() const override;
    Result<PairingDetail> detail(PairingId id) const override;
    Status pin(PairingId id, const std::string& name) override;
    Status unpin(PairingId id) override;
    Status setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) override;
    void setListener(std::function<void()> listener) override;
    Status verify(int samples, ProgressSink* sink, std::stop_token stop) const override;

  private:
    PairingDetail makeDetail(PairingId id) const;
    void publish();

    SearchSpace space_;
    std::uint64_t seed_;

    std::mutex editing_;
    StudySnapshot next_; ///< what edits change; snapshots share its pieces, as those of a real study do

    mutable std::mutex mutex_;
    mutable std::condition_variable released_;
    std::shared_ptr<const StudySnapshot> snapshot_;
    bool held_ = false;
    mutable std::vector<PairingId> detailCalls_;
    mutable int snapshotCalls_ = 0;
    std::optional<Error> error_;

    std::mutex listening_; ///< held while the listener is called
    std::function<void()> listener_;
};

/// The indices of the pairings that are not dominated in (accuracy, FPS), by comparing each with each.
std::vector<std::size_t> slowFront(const ChunkedList<PairingRecord>& pairings);

} // namespace pairscape::test
