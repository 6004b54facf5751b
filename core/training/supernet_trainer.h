// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/space/search_space.h"
#include "core/training/data_set.h"
#include "core/training/trainer.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

/// One network that holds the weights of all architectures, trained on those that promise most (NASH) or on
/// the whole space (NASA-F), without tensors in the interface.
namespace pairscape {

/// Everything that a trained supernet depends on beside space and images.
struct SupernetPlan {
    TrainingBudget budget;
    int random = 2; ///< architectures drawn in each step, beside the largest and the smallest
    /// Canonical texts of the architectures that are trained; empty: all of the space.
    std::vector<std::string> promising;
    std::string selection = "whole space"; ///< how they were chosen, in words
    /// Share of each class's training images that no step sees: a search judges by them, so that test images
    /// stay unseen. 0: none, and a search looks at test images.
    double validationShare = 0.1;

    bool operator==(const SupernetPlan&) const = default;
};

nlohmann::json supernetPlanJson(const SupernetPlan& plan);
Result<SupernetPlan> supernetPlanFromJson(const nlohmann::json& json, const std::string& what);

struct SupernetResult {
    std::vector<EpochRecord> epochs; ///< means over the architectures of the steps
    std::int64_t steps = 0;
    std::int64_t parameters = 0; ///< of all shared tensors
    double seconds = 0;          ///< of this call: wall time
    double imagesPerSecond = 0;  ///< an image counts once in a step, however many architectures see it
};

/// Trains a supernet from its beginning (or checkpoint), which run.checkpoint must name. Gradients of a
/// step's architectures are summed, then clipped and applied once. On the CPU the result is a function of
/// space, images and plan, bit for bit, interrupted or not. Errors as trainNetwork() has them.
Result<SupernetResult> trainSupernet(const SearchSpace& space, const DataSet& data, const SupernetPlan& plan,
                                     const TrainingRun& run, std::stop_token stop);

/// What a supernet's checkpoint says of itself.
struct SupernetFile {
    SearchSpace space;
    SupernetPlan plan;
    std::string dataSet; ///< dataSetMark()
    std::string mark;    ///< hash of all that it says: another training, or another step of it, has another
    std::vector<EpochRecord> epochs;
    bool finished = false; ///< all epochs of the plan are done
};
Result<SupernetFile> readSupernetFile(const std::filesystem::path& path);

/// Which images an evaluation looks at.
enum class EvaluationImages : std::uint8_t { Validation, Test };

struct EvaluationSettings {
    EvaluationImages images = EvaluationImages::Validation; ///< test images where none were held out
    int recalibrationBatches = 0; ///< training batches that measure the norms; 0: as many as the plan says
    std::string device = "cpu";
    int loaderThreads = 1;
};

/// Accuracies of architectures with a supernet's weights, norms measured anew before each over the same
/// training images. Immutable; several threads may evaluate side by side.
class SupernetEvaluator {
  public:
    virtual ~SupernetEvaluator() = default;
    virtual const SupernetFile& file() const = 0;
    /// What it really looks at.
    virtual EvaluationImages images() const = 0;
    /// A function of supernet, images and architecture alone. Stopped, or InvalidInput when the architecture
    /// is not of the space.
    virtual Result<TestFigures> evaluate(const Architecture& architecture, std::stop_token stop) const = 0;

    /// Loads weights and images. InvalidInput when the data set is not the one that the supernet was trained
    /// on.
    static Result<std::shared_ptr<const SupernetEvaluator>>
    open(const std::filesystem::path& checkpoint, const DataSet& data, const EvaluationSettings& settings);
};

} // namespace pairscape
