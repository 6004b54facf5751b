// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/calibration.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <string>

namespace pairscape {

namespace {

struct Curve {
    std::vector<double> scores, values;

    double at(double score) const {
        const auto above = std::ranges::upper_bound(scores, score);
        if (above == scores.begin())
            return values.front();
        if (above == scores.end())
            return values.back();
        const auto i = static_cast<std::size_t>(above - scores.begin());
        const double width = scores[i] - scores[i - 1];
        if (!std::isfinite(width)) // next to an infinite score there is no way between
            return values[i - 1];
        return values[i - 1] + (score - scores[i - 1]) / width * (values[i] - values[i - 1]);
    }
};

/// Fits the points in `order` (ascending by score), without the one at place `without`.
Curve fitCurve(std::span<const double> scores, std::span<const double> accuracies,
               const std::vector<std::size_t>& order, std::size_t without) {
    Curve curve;
    std::vector<double> weights;
    for (std::size_t place = 0; place < order.size(); ++place) {
        if (place == without)
            continue;
        const std::size_t i = order[place];
        if (curve.scores.empty() || curve.scores.back() != scores[i]) {
            curve.scores.push_back(scores[i]);
            curve.values.push_back(0);
            weights.push_back(0);
        }
        curve.values.back() += accuracies[i];
        weights.back() += 1;
    }
    for (std::size_t i = 0; i < weights.size(); ++i)
        curve.values[i] /= weights[i];
    curve.values = isotonicFit(curve.values, weights);
    return curve;
}

/// Which of n sorted errors bounds a share `coverage` of new ones: the ceil(coverage (n + 1))-th.
std::size_t boundingError(std::size_t n, double coverage) {
    return static_cast<std::size_t>(std::ceil(coverage * static_cast<double>(n + 1) - 1e-9));
}

} // namespace

std::vector<double> isotonicFit(std::span<const double> y, std::span<const double> weights) {
    assert(y.size() == weights.size());
    struct Block {
        double sum, weight;
        std::size_t count;
        double mean() const { return sum / weight; }
    };
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < y.size(); ++i) {
        blocks.push_back({y[i] * weights[i], weights[i], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    std::vector<double> fit;
    for (const Block& block : blocks)
        fit.insert(fit.end(), block.count, block.mean());
    return fit;
}

Result<Calibration> Calibration::fit(std::span<const double> scores, std::span<const double> accuracies,
                                     double coverage) {
    assert(scores.size() == accuracies.size());
    if (!(coverage > 0 && coverage < 1))
        return Error{ErrorCode::InvalidInput,
                     "The coverage of a calibration must be between 0 and 1, as 0.9."};
    const std::size_t n = scores.size(), bound = boundingError(n, coverage);
    if (n < 2 || bound > n) {
        std::size_t needed = 2;
        while (boundingError(needed, coverage) > needed)
            ++needed;
        return Error{ErrorCode::InvalidInput, "A calibration with this coverage needs at least " +
                                                  std::to_string(needed) + " trained points; there are " +
                                                  std::to_string(n) + ". Train more networks."};
    }
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
    std::vector<double> errors;
    for (std::size_t place = 0; place < n; ++place)
        errors.push_back(std::abs(accuracies[order[place]] -
                                  fitCurve(scores, accuracies, order, place).at(scores[order[place]])));
    std::ranges::sort(errors);
    Curve curve = fitCurve(scores, accuracies, order, n);
    Calibration calibration;
    calibration.scores_ = std::move(curve.scores);
    calibration.values_ = std::move(curve.values);
    calibration.coverage_ = coverage;
    calibration.halfWidth_ = errors[bound - 1];
    calibration.points_ = static_cast<int>(n);
    return calibration;
}

Calibration Calibration::ofCurve(std::vector<double> scores, std::vector<double> accuracies) {
    assert(!scores.empty() && scores.size() == accuracies.size());
    Calibration calibration;
    calibration.points_ = static_cast<int>(scores.size());
    calibration.scores_ = std::move(scores);
    calibration.values_ = std::move(accuracies);
    return calibration;
}

CalibratedAccuracy Calibration::predict(double score) const {
    const double value = Curve{scores_, values_}.at(score);
    return {value, std::max(0.0, value - halfWidth_), std::min(1.0, value + halfWidth_)};
}

Result<double> leaveOutCoverage(std::span<const double> scores, std::span<const double> accuracies,
                                double coverage, int folds) {
    int held = 0;
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<double> x, y;
        for (std::size_t i = 0; i < scores.size(); ++i)
            if (static_cast<int>(i % static_cast<std::size_t>(folds)) != fold) {
                x.push_back(scores[i]);
                y.push_back(accuracies[i]);
            }
        const auto calibration = Calibration::fit(x, y, coverage);
        if (!calibration)
            return calibration.error();
        for (auto i = static_cast<std::size_t>(fold); i < scores.size();
             i += static_cast<std::size_t>(folds)) {
            const CalibratedAccuracy predicted = calibration->predict(scores[i]);
            held += predicted.low <= accuracies[i] && accuracies[i] <= predicted.high ? 1 : 0;
        }
    }
    return static_cast<double>(held) / static_cast<double>(scores.size());
}

} // namespace pairscape
