// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <new>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace pairscape {

/// Threads that work on jobs in any order and hand their results back in the order in which the jobs came in.
/// submit() and take() belong to one thread. What the work throws comes back as an Error.
template <class Job, class Outcome>
class OrderedPool {
  public:
    using Work = std::function<Result<Outcome>(const Job&, std::stop_token)>;

    /// Workers wait at `gate` before each job; `stop` and the destructor ask the work in progress to stop.
    OrderedPool(Work work, int workers, const PauseGate& gate, std::stop_token stop)
        : work_(std::move(work)), gate_(gate), passOn_(std::move(stop), [this] { stop_.request_stop(); }) {
        for (int i = 0; i < workers; ++i)
            threads_.emplace_back([this] { runWorker(); });
    }
    ~OrderedPool() { stop_.request_stop(); }
    OrderedPool(const OrderedPool&) = delete;
    OrderedPool& operator=(const OrderedPool&) = delete;

    void submit(Job job) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.emplace_back(submitted_++, std::move(job));
        }
        changed_.notify_all();
    }

    /// The next result in order of submission; blocks for it. After a stop: what is there already, then an
    /// Error with code Stopped.
    Result<Outcome> take() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait(lock, stop_.get_token(), [this] { return done_.contains(taken_); }))
            return Error{ErrorCode::Stopped, "Stopped."};
        auto node = done_.extract(taken_);
        ++taken_;
        return std::move(node.mapped());
    }

  private:
    void runWorker() {
        const std::stop_token stop = stop_.get_token();
        std::unique_lock lock(mutex_);
        while (changed_.wait(lock, stop, [this] { return !waiting_.empty(); }) && !stop.stop_requested()) {
            const std::pair<std::size_t, Job> next = std::move(waiting_.front());
            waiting_.pop_front();
            lock.unlock();
            if (!gate_.wait(stop))
                return;
            Result<Outcome> result = guarded(next.second, stop);
            lock.lock();
            done_.emplace(next.first, std::move(result));
            changed_.notify_all();
        }
    }

    Result<Outcome> guarded(const Job& job, const std::stop_token& stop) const {
        try {
            return work_(job, stop);
        } catch (const std::bad_alloc&) {
            return Error{
                ErrorCode::Internal,
                "The memory ran out during an evaluation; use fewer workers or close other programs."};
        } catch (const std::exception& failure) {
            return Error{ErrorCode::Internal, std::string("An evaluation failed: ") + failure.what() +
                                                  "; please report this as a bug."};
        } catch (...) {
            return Error{ErrorCode::Internal,
                         "An evaluation failed for an unknown reason; please report this as a bug."};
        }
    }

    Work work_;
    const PauseGate& gate_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::deque<std::pair<std::size_t, Job>> waiting_;
    std::map<std::size_t, Result<Outcome>> done_;
    std::size_t submitted_ = 0;
    std::size_t taken_ = 0;
    std::stop_source stop_;
    std::stop_callback<std::function<void()>> passOn_;
    std::vector<std::jthread> threads_; ///< last: they are joined before anything they use goes
};

} // namespace pairscape
