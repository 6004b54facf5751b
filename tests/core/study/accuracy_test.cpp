// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Measured accuracies of pairings, and what is predicted from them.
#include "core/study/merge.h"
#include "core/study/repair.h"
#include "tests/core/study/study_fixture.h"

#include <algorithm>
#include <cmath>

namespace pairscape {
namespace {

using namespace test;

class AccuracyTest : public StudyTest {
  protected:
    std::shared_ptr<StudyStore> filled(std::size_t pairings, const std::string& name = "test.pairscape") {
        const auto store = createStore(path(name));
        const RunId run = beginRun(*store);
        for (std::size_t i = 0; i < pairings; ++i)
            EXPECT_TRUE(store->addEvaluation(run, static_cast<std::int64_t>(i),
                                             std::make_shared<const Evaluation>(inventedEvaluation(i))));
        EXPECT_TRUE(store->flush());
        return store;
    }
    static MeasuredAccuracy trained(double percent) {
        return {AccuracyKind::Trained, percent, 10000, "CIFAR-100, 30 epochs, seed 1",
                "2026-11-27T12:00:00Z"};
    }
    static std::vector<MeasuredAccuracy> of(const Study& study, PairingId id) {
        return study.snapshot()->find(id)->measured;
    }
};

TEST_F(AccuracyTest, ComeBackAsTheyWereMeasured) {
    const MeasuredAccuracy supernet = {AccuracyKind::Supernet, 41.25, 5000, "supernet.net, validation images",
                                       "2026-11-26T08:00:00Z"};
    {
        const auto store = filled(5);
        ASSERT_TRUE(store->setAccuracy(3, supernet));
        ASSERT_TRUE(store->setAccuracy(3, trained(61.5)));
        EXPECT_EQ(of(*store, 3), (std::vector{trained(61.5), supernet})); // trained first, whoever came first
        ASSERT_TRUE(store->setAccuracy(3, trained(62.5)));                // in place of the other
        EXPECT_EQ(store->snapshot()->find(3)->accuracyOf(AccuracyKind::Trained)->percent, 62.5);
        EXPECT_EQ(store->snapshot()->find(3)->accuracyOf(AccuracyKind::Supernet)->percent, 41.25);
        EXPECT_EQ(store->snapshot()->find(4)->accuracyOf(AccuracyKind::Trained), nullptr);
        MeasuredAccuracy undated = trained(50);
        undated.measuredAt.clear();
        ASSERT_TRUE(store->setAccuracy(4, undated));
        EXPECT_EQ(of(*store, 4)[0].measuredAt.size(), 20U); // now, as "2026-11-27T12:00:00Z"
    }
    for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly})
        EXPECT_EQ(of(*openStore(path(), mode), 3), (std::vector{trained(62.5), supernet}));
}

TEST_F(AccuracyTest, WhatNoTestCanGiveIsRefused) {
    const auto store = filled(2);
    const auto refused = [&](PairingId id, const MeasuredAccuracy& accuracy) {
        const Status status = store->setAccuracy(id, accuracy);
        return status ? ErrorCode::Internal : status.error().code;
    };
    EXPECT_EQ(refused(3, trained(50)), ErrorCode::NotFound);
    EXPECT_EQ(refused(0, trained(50)), ErrorCode::NotFound);
    for (const double percent : {-0.1, 100.1, std::nan("")})
        EXPECT_EQ(refused(1, trained(percent)), ErrorCode::InvalidInput) << percent;
    MeasuredAccuracy wrong = trained(50);
    wrong.images = 0;
    EXPECT_EQ(refused(1, wrong), ErrorCode::InvalidInput);
    wrong = trained(50);
    wrong.kind = AccuracyKind::Predicted;
    EXPECT_EQ(refused(1, wrong), ErrorCode::InvalidInput);
    for (const std::string& source :
         {std::string(), std::string("  "), std::string("two\nlines"), std::string(201, 'x')}) {
        wrong = trained(50);
        wrong.source = source;
        EXPECT_EQ(refused(1, wrong), ErrorCode::InvalidInput) << source;
    }
    EXPECT_TRUE(of(*store, 1).empty());
    EXPECT_FALSE(openStore(path(), OpenMode::ReadOnly)->setAccuracy(1, trained(50)));
}

/// Predictions are those of a calibration of all trained pairings, made here once more; pairings that come
/// later are predicted too, and the file does not hold them.
TEST_F(AccuracyTest, NineTrainedPairingsPredictAllOthers) {
    const auto expectCalibrated = [](const Study& study) {
        const auto snapshot = study.snapshot();
        std::vector<double> ranks, accuracies;
        for (const PairingRecord& record : snapshot->pairings)
            if (const MeasuredAccuracy* measured = record.accuracyOf(AccuracyKind::Trained)) {
                ranks.push_back(record.accuracy);
                accuracies.push_back(measured->percent / 100);
            }
        const auto calibration = Calibration::fit(ranks, accuracies);
        ASSERT_TRUE(calibration.ok());
        ASSERT_NE(snapshot->calibration, nullptr);
        EXPECT_EQ(snapshot->calibration->halfWidth(), calibration->halfWidth());
        for (const PairingRecord& record : snapshot->pairings) {
            ASSERT_TRUE(record.predicted) << record.id;
            EXPECT_EQ(record.predicted->value, calibration->predict(record.accuracy).value) << record.id;
            EXPECT_EQ(record.predicted->low, calibration->predict(record.accuracy).low) << record.id;
            EXPECT_LE(record.predicted->low, record.predicted->value);
            EXPECT_EQ(quantityValues(record)[Quantity::PredictedAccuracy], 100 * record.predicted->value);
        }
    };
    {
        const auto store = filled(30);
        for (PairingId id = 1; id <= 9; ++id) {
            EXPECT_EQ(store->snapshot()->calibration, nullptr) << id;
            EXPECT_FALSE(store->snapshot()->find(20)->predicted) << id;
            const double rank = store->snapshot()->find(id)->accuracy;
            ASSERT_TRUE(store->setAccuracy(id, trained(30 + 20 * rank + static_cast<double>(id % 3))));
        }
        expectCalibrated(*store);
        ASSERT_TRUE(store->addEvaluation(1, 30, std::make_shared<const Evaluation>(inventedEvaluation(30))));
        ASSERT_TRUE(store->flush());
        EXPECT_EQ(store->snapshot()->pairings.size(), 31U);
        expectCalibrated(*store);
        // A supernet's accuracy is of another kind and predicts nothing.
        const double before = store->snapshot()->find(25)->predicted->value;
        ASSERT_TRUE(store->setAccuracy(12, {AccuracyKind::Supernet, 1, 10, "supernet", {}}));
        EXPECT_EQ(store->snapshot()->find(25)->predicted->value, before);
    }
    expectCalibrated(*openStore(path()));
}

TEST_F(AccuracyTest, AreMergedAndRepaired) {
    {
        const auto first = filled(6, "a");
        ASSERT_TRUE(first->setAccuracy(2, trained(60)));
        const auto second = filled(8, "b");
        ASSERT_TRUE(second->setAccuracy(2, trained(55)));
        ASSERT_TRUE(second->setAccuracy(7, trained(45)));
    }
    const auto report = mergeStudies(path("merged"), {path("a"), path("b")}, nullptr, {});
    ASSERT_TRUE(report.ok()) << report.error().message;
    ASSERT_EQ(report->notes.size(), 1U);
    EXPECT_NE(report->notes[0].find("keeps its trained accuracy of 60 %"), std::string::npos)
        << report->notes[0];
    const auto merged = openStore(path("merged"));
    EXPECT_EQ(of(*merged, 2), std::vector{trained(60)});
    EXPECT_EQ(of(*merged, 7), std::vector{trained(45)});
}

/// Of a real search: a repair takes nothing that does not agree with itself.
TEST_F(AccuracyTest, AreSavedByARepair) {
    {
        const auto store = createStore(path());
        RunSettings settings;
        settings.budget = 12;
        settings.population = 6;
        settings.batch = 4;
        const auto run = startRun(store, settings, 1);
        ASSERT_TRUE(run && (*run)->wait());
        ASSERT_TRUE(store->setAccuracy(7, trained(45)));
    }
    const auto repaired = repairStudy(path(), path("saved"), 1, nullptr, {});
    ASSERT_TRUE(repaired.ok()) << repaired.error().message;
    EXPECT_EQ(of(*openStore(path("saved")), 7), std::vector{trained(45)});
}

} // namespace
} // namespace pairscape
