// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/runner.h"
#include "core/study/study.h"
#include "core/study/study_store.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pairscape::test {

/// A folder of its own for each test, gone afterwards.
class StudyTest : public ::testing::Test {
  protected:
    StudyTest();
    ~StudyTest() override;

    std::string path(const std::string& name = "test.pairscape") const { return (folder_ / name).string(); }
    const std::filesystem::path& folder() const { return folder_; }
    /// A closed study of this name with some invented pairings; where it is.
    std::string filled(const std::string& name, std::size_t count = 5) const;

  private:
    std::filesystem::path folder_;
};

/// Settings of a study of the space `tiny` on kv260.
StudySettings tinySettings(std::uint64_t seed = 1);

/// A new study; a failure ends the test program, since nothing can go on without.
std::shared_ptr<StudyStore> createStore(const std::string& path,
                                        const StudySettings& settings = tinySettings());
std::shared_ptr<StudyStore> openStore(const std::string& path, OpenMode mode = OpenMode::ReadWrite);

/// An evaluation with made-up figures that depend on `number` alone: architecture `number` of the space
/// `tiny` in a fixed order, and every field of accelerator and costs different from zero.
Evaluation inventedEvaluation(std::size_t number);
/// How many of them are different.
std::size_t inventedCount();

/// A population of made-up members, so that a test needs no LibTorch run.
ReferencePopulation inventedPopulation();

/// Adds a run with a population to rank against: what a store needs before evaluations.
RunId beginRun(StudyStore& store);

/// Everything about a study's pairings in one text, doubles in hexadecimal: equal texts mean equal bits.
std::string dump(const Study& study);

} // namespace pairscape::test
