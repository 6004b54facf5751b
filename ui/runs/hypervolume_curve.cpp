// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/hypervolume_curve.h"

#include <cmath>
#include <iterator>
#include <utility>

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
    std::vector<HypervolumeCurve> curves;
    for (std::size_t i = 0; i < snapshot.runs.size() && i < snapshot.evaluations.size(); ++i) {
        if (snapshot.evaluations[i].empty())
            continue;
        HypervolumeCurve curve;
        curve.run = snapshot.runs[i].id;
        DominatedArea area;
        double done = 0;
        for (const PairingId id : snapshot.evaluations[i]) {
            ++done;
            const PairingRecord* record = snapshot.find(id);
            const double before = area.area();
            if (record != nullptr && record->feasible && record->fps > 0)
                area.add(record->accuracy - hypervolumeReference.accuracy,
                         std::log10(record->fps / hypervolumeReference.fps));
            if (area.area() == before && !curve.volumes.empty())
                continue;
            curve.evaluations.push_back(done);
            curve.volumes.push_back(area.area());
        }
        if (curve.evaluations.back() != done) {
            curve.evaluations.push_back(done);
            curve.volumes.push_back(area.area());
        }
        curves.push_back(std::move(curve));
    }
    return curves;
}

} // namespace pairscape
