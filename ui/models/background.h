// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace pairscape {

/// Where other threads leave work for the thread that this object lives in (the GUI's). However much arrives,
/// one event at a time is pending. Work that is left when the object goes is dropped.
class Inbox : public QObject {
  public:
    using Work = std::function<void()>;

    using QObject::QObject;
    void post(Work work); ///< from any thread

  protected:
    bool event(QEvent* event) override;

  private:
    std::mutex mutex_;
    std::vector<Work> work_;
};

/// One thread beside the GUI's that does jobs in the order they come in. A job returns what is to be done
/// with its result on the GUI thread (or an empty function).
class BackgroundQueue {
  public:
    using Then = std::function<void()>;
    using Job = std::function<Then()>;

    BackgroundQueue();
    /// Waits until all jobs are done, so that nothing is lost; what they return is dropped.
    ~BackgroundQueue();
    BackgroundQueue(const BackgroundQueue&) = delete;
    BackgroundQueue& operator=(const BackgroundQueue&) = delete;

    /// All from the GUI thread.
    void add(Job job);
    void clear();       ///< forgets the jobs that have not begun
    void waitForJobs(); ///< blocks until none is left; what they return is done later as always

  private:
    void work();

    Inbox inbox_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Job> jobs_;
    bool busy_ = false;
    bool ending_ = false;
    std::thread thread_; ///< last: it uses all of the above
};

} // namespace pairscape
