// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/background.h"

#include <QCoreApplication>
#include <QEvent>

#include <utility>

namespace pairscape {

void Inbox::post(Work work) {
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = work_.empty();
        work_.push_back(std::move(work));
    }
    if (first)
        QCoreApplication::postEvent(this, new QEvent(QEvent::User));
}

bool Inbox::event(QEvent* event) {
    if (event->type() != QEvent::User)
        return QObject::event(event);
    std::vector<Work> work;
    {
        const std::lock_guard lock(mutex_);
        work.swap(work_);
    }
    for (const Work& each : work)
        each();
    return true;
}

BackgroundQueue::BackgroundQueue() : thread_([this] { work(); }) {}

BackgroundQueue::~BackgroundQueue() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void BackgroundQueue::add(Job job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    changed_.notify_all();
}

void BackgroundQueue::clear() {
    std::deque<Job> dropped; // goes after the lock: a job may hold the last pointer to something large
    {
        const std::lock_guard lock(mutex_);
        dropped.swap(jobs_);
    }
    changed_.notify_all();
}

void BackgroundQueue::waitForJobs() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return jobs_.empty() && !busy_; });
}

void BackgroundQueue::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !jobs_.empty(); });
        if (jobs_.empty())
            return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        busy_ = true;
        lock.unlock();
        Then then = job();
        job = nullptr; // what the job holds goes here, not on the GUI thread
        if (then)
            inbox_.post(std::move(then));
        lock.lock();
        busy_ = false;
        changed_.notify_all();
    }
}

} // namespace pairscape
