// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/zeroshot/calibration.h"

#include "core/base/random.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace pairscape {
namespace {

/// The max-min formula of isotonic regression (Robertson, Wright and Dykstra 1988).
std::vector<double> slowIsotonic(const std::vector<double>& y, const std::vector<double>& w) {
    std::vector<double> fit;
    for (std::size_t i = 0; i < y.size(); ++i) {
        double most = -std::numeric_limits<double>::infinity();
        for (std::size_t from = 0; from <= i; ++from) {
            double least = std::numeric_limits<double>::infinity(), sum = 0, weight = 0;
            for (std::size_t to = from; to < y.size(); ++to) {
                sum += y[to] * w[to];
                weight += w[to];
                if (to >= i)
                    least = std::min(least, sum / weight);
            }
            most = std::max(most, least);
        }
        fit.push_back(most);
    }
    return fit;
}

RC_GTEST_PROP(Isotonic, IsTheMaxMinFormula, ()) {
    const int n = *rc::gen::inRange(1, 30);
    std::vector<double> y, w;
    for (int i = 0; i < n; ++i) {
        y.push_back(*rc::gen::inRange(0, 20));
        w.push_back(*rc::gen::inRange(1, 4));
    }
    const auto fast = isotonicFit(y, w), slow = slowIsotonic(y, w);
    RC_ASSERT(fast.size() == slow.size());
    for (std::size_t i = 0; i < fast.size(); ++i)
        RC_ASSERT(std::abs(fast[i] - slow[i]) < 1e-9);
}

/// Accuracy grows with the score, with noise.
void draw(std::uint64_t seed, std::size_t n, std::vector<double>& scores, std::vector<double>& accuracies) {
    RandomStream random({seed, 5});
    std::vector<float> noise(n);
    random.fillNormal(noise);
    for (std::size_t i = 0; i < n; ++i) {
        scores.push_back(std::floor(random.uniform() * 40)); // with ties
        accuracies.push_back(0.3 + 0.01 * scores.back() + 0.03 * static_cast<double>(noise[i]));
    }
}

TEST(Calibration, PredictsBetweenPointsAndNeverFalls) {
    std::vector<double> scores, accuracies;
    draw(1, 80, scores, accuracies);
    const auto calibration = Calibration::fit(scores, accuracies);
    ASSERT_TRUE(calibration.ok()) << calibration.error().message;
    double before = 0;
    for (double score = -5; score < 50; score += 0.25) {
        const CalibratedAccuracy predicted = calibration->predict(score);
        EXPECT_GE(predicted.value, before);
        EXPECT_LE(predicted.low, predicted.value);
        EXPECT_GE(predicted.high, predicted.value);
        before = predicted.value;
    }
    EXPECT_NEAR(calibration->predict(20).value, 0.5, 0.03);
    EXPECT_EQ(calibration->predict(-100).value, calibration->accuracies().front());
    // Half way between two scores of the curve lies the mean of their accuracies.
    const double middle = (calibration->scores()[3] + calibration->scores()[4]) / 2;
    EXPECT_NEAR(calibration->predict(middle).value,
                (calibration->accuracies()[3] + calibration->accuracies()[4]) / 2, 1e-12);
}

TEST(Calibration, IntervalsHoldNewPointsAsOftenAsTheySay) {
    int held = 0, all = 0;
    for (std::uint64_t trial = 0; trial < 40; ++trial) {
        std::vector<double> scores, accuracies, newScores, newAccuracies;
        draw(2 * trial, 60, scores, accuracies);
        draw(2 * trial + 1, 60, newScores, newAccuracies);
        const auto calibration = Calibration::fit(scores, accuracies, 0.9);
        ASSERT_TRUE(calibration.ok());
        for (std::size_t i = 0; i < newScores.size(); ++i) {
            const CalibratedAccuracy predicted = calibration->predict(newScores[i]);
            held += predicted.low <= newAccuracies[i] && newAccuracies[i] <= predicted.high ? 1 : 0;
            ++all;
        }
    }
    const double share = static_cast<double>(held) / all;
    EXPECT_GT(share, 0.87);
    EXPECT_LT(share, 0.95);
}

TEST(Calibration, LeavingPointsOutAgreesWithDoingSoByHand) {
    std::vector<double> scores, accuracies;
    draw(3, 50, scores, accuracies);
    const auto coverage = leaveOutCoverage(scores, accuracies, 0.8, 5);
    ASSERT_TRUE(coverage.ok());
    int held = 0;
    for (std::size_t i = 0; i < 50; ++i) {
        std::vector<double> x, y;
        for (std::size_t k = 0; k < 50; ++k)
            if (k % 5 != i % 5) {
                x.push_back(scores[k]);
                y.push_back(accuracies[k]);
            }
        const CalibratedAccuracy predicted = Calibration::fit(x, y, 0.8)->predict(scores[i]);
        held += std::abs(accuracies[i] - predicted.value) <= predicted.high - predicted.value + 1e-12 ? 1 : 0;
    }
    EXPECT_NEAR(*coverage, held / 50.0, 1e-12);
}

TEST(Calibration, TakesInfinitiesAndRefusesTooFewPoints) {
    const double low = -std::numeric_limits<double>::infinity();
    std::vector<double> scores = {low, low, 1, 2, 3, 4, 5, 6, 7},
                        accuracies = {.1, .2, .3, .3, .4, .5, .6, .6, .7};
    const auto calibration = Calibration::fit(scores, accuracies);
    ASSERT_TRUE(calibration.ok()) << calibration.error().message;
    EXPECT_NEAR(calibration->predict(low).value, 0.15, 1e-12);
    EXPECT_TRUE(std::isfinite(calibration->predict(0).value));
    scores.pop_back();
    accuracies.pop_back();
    const auto few = Calibration::fit(scores, accuracies);
    ASSERT_FALSE(few.ok());
    EXPECT_NE(few.error().message.find("at least 9"), std::string::npos) << few.error().message;
}

} // namespace
} // namespace pairscape
