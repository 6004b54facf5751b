// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/replay.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace pairscape {

namespace {

/// Transfers are counted in sixths of 1 / rate cycles at full bandwidth: one, two or three that share it each
/// move a whole number of them in a unit of time.
constexpr std::int64_t shares = 6;
static_assert(shares % 2 == 0 && shares % 3 == 0 && operatorTypeCount == 3);

/// A chunk on its way through its layers. Time in units of 1 / rate cycles.
class Worker {
  public:
    Worker(const std::vector<LayerRuns>& layers, std::vector<std::size_t> own, std::int64_t rate)
        : layers_(layers), own_(std::move(own)), rate_(rate) {}

    bool done() const { return next_ == own_.size(); }
    bool transfers() const { return transfer_ > 0; }

    /// Time until what is open of array or DRAM ends, when `open` transfers share the bandwidth.
    std::int64_t untilEvent(std::int64_t open) const {
        std::int64_t least = std::numeric_limits<std::int64_t>::max();
        if (array_ > 0)
            least = array_;
        if (transfer_ > 0)
            least = std::min(least, (transfer_ * open + shares - 1) / shares);
        return least;
    }

    void pass(std::int64_t time, std::int64_t open) {
        array_ = std::max<std::int64_t>(0, array_ - time);
        if (transfer_ > 0)
            transfer_ = std::max<std::int64_t>(0, transfer_ - time * (shares / open));
    }

    /// Begins whatever can begin at `now`: the next part of the layer, or the next layer.
    void proceed(std::int64_t now, Replay& replay) {
        while (!done() && array_ == 0 && transfer_ == 0) {
            const LayerRuns& layer = layers_[own_[next_]];
            const std::size_t parts = layer.runs.size() + 2; // fill, runs, drain
            if (part_ == 0) {
                replay.starts[own_[next_]] = now / rate_;
                begin(0, layer.fillBytes);
            } else if (part_ + 1 < parts) {
                begin(layer.runs[part_ - 1].arrayCycles, layer.runs[part_ - 1].dramBytes);
            } else if (part_ + 1 == parts) {
                begin(0, layer.drainBytes);
            } else if (now % rate_ != 0) {
                array_ = rate_ - now % rate_; // the next layer begins at a whole cycle
                continue;
            } else {
                replay.cycles[own_[next_]] = now / rate_ - replay.starts[own_[next_]];
                replay.intervalCycles = std::max(replay.intervalCycles, now / rate_);
                ++next_;
                part_ = 0;
                continue;
            }
            ++part_;
        }
    }

  private:
    void begin(std::int64_t cycles, std::int64_t bytes) {
        array_ = cycles * rate_;
        transfer_ = bytes * 1024 * shares;
    }

    const std::vector<LayerRuns>& layers_;
    std::vector<std::size_t> own_; ///< its layers
    std::int64_t rate_;
    std::size_t next_ = 0; ///< into own_
    std::size_t part_ = 0; ///< of the layer: what begins next
    std::int64_t array_ = 0, transfer_ = 0;
};

} // namespace

Replay replayInterval(const std::vector<LayerRuns>& layers, const std::vector<OperatorType>& ops,
                      DramRate rate) {
    assert(layers.size() == ops.size());
    Replay replay;
    replay.starts.resize(layers.size());
    replay.cycles.resize(layers.size());
    std::vector<Worker> workers;
    for (const OperatorType op : allOperatorTypes) {
        std::vector<std::size_t> own;
        for (std::size_t i = 0; i < layers.size(); ++i)
            if (ops[i] == op)
                own.push_back(i);
        if (!own.empty())
            workers.emplace_back(layers, std::move(own), rate.bytesPer1024Cycles);
    }
    for (std::int64_t now = 0;;) {
        bool working = false;
        std::int64_t open = 0;
        for (Worker& worker : workers) {
            worker.proceed(now, replay);
            working = working || !worker.done();
            open += worker.transfers() ? 1 : 0;
        }
        if (!working)
            return replay;
        std::int64_t step = std::numeric_limits<std::int64_t>::max();
        for (const Worker& worker : workers)
            if (!worker.done())
                step = std::min(step, worker.untilEvent(open));
        for (Worker& worker : workers)
            worker.pass(step, open);
        now += step;
    }
}

} // namespace pairscape
