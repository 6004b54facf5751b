// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/hypervolume_curve.h"

#include <cmath>
#include <iterator>
#include <unordered_map>

namespace pairscape {

double DominatedArea::add(double x, double y) {
    if (!(x > 0) || !(y > 0))
        return area_;
    auto right = front_.lower_bound(x); // the first one that reaches as far in x
    if (right != front_.end() && right->second >= y)
        return area_;
    // What it drives out lies to its left (or at the same x) and no higher.
    auto first = right;
    while (first != front_.begin() && std::prev(first)->second <= y)
        --first;
    if (right != front_.end() && right->first == x)
        ++right;
    // Between the neighbours that stay, the area was a staircase; now it is one step of height y.
    const double left = first == front_.begin() ? 0 : std::prev(first)->first;
    double before = 0;
    double from = left;
    for (auto each = first; each != right; ++each) {
        before += (each->first - from) * each->second;
        from = each->first;
    }
    const double beyond = right == front_.end() ? 0 : right->second;
    before += (x - from) * beyond; // negative never: `from` ends at x at the latest
    area_ += (x - left) * y - before;
    front_.erase(first, right);
    front_.emplace(x, y);
    return area_;
}

std::vector<HypervolumeCurve> hypervolumeCurves(const StudySnapshot& snapshot) {
    struct Growing {
        DominatedArea area;
        HypervolumeCurve curve;
        double last = 0;
    };
    std::unordered_map<RunId, Growing> byRun;
    for (const PairingRecord& record : snapshot.pairings) {
        Growing& run = byRun[record.run];
        run.last = static_cast<double>(record.index) + 1;
        const double before = run.area.area();
        if (record.feasible && record.fps > 0)
            run.area.add(record.accuracy - hypervolumeReference.accuracy,
                         std::log10(record.fps / hypervolumeReference.fps));
        if (run.area.area() == before && !run.curve.volumes.empty())
            continue;
        run.curve.evaluations.push_back(run.last);
        run.curve.volumes.push_back(run.area.area());
    }
    std::vector<HypervolumeCurve> curves;
    for (const RunRecord& record : snapshot.runs) {
        const auto found = byRun.find(record.id);
        if (found == byRun.end())
            continue;
        Growing& run = found->second;
        if (run.curve.evaluations.back() != run.last) {
            run.curve.evaluations.push_back(run.last);
            run.curve.volumes.push_back(run.area.area());
        }
        run.curve.run = record.id;
        curves.push_back(std::move(run.curve));
    }
    return curves;
}

} // namespace pairscape
