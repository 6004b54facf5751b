// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/json_reader.h"
#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace pairscape {

nlohmann::json budgetJson(const TrainingBudget& b) {
    return {{"image_size", b.imageSize},
            {"classes", b.classes},
            {"images_per_class", b.imagesPerClass},
            {"test_per_class", b.testPerClass},
            {"epochs", b.epochs},
            {"batch", b.batch},
            {"learning_rate", b.learningRate},
            {"warm_up_epochs", b.warmUpEpochs},
            {"final_rate", b.finalRate},
            {"momentum", b.momentum},
            {"weight_decay", b.weightDecay},
            {"label_smoothing", b.labelSmoothing},
            {"clip", b.clip},
            {"adder_eta", b.adderEta},
            {"augment", b.augment},
            {"recalibration_batches", b.recalibrationBatches},
            {"seed", b.seed}};
}

Result<TrainingBudget> budgetFromJson(const nlohmann::json& json, const std::string& what) {
    JsonReader reader(json, what);
    constexpr int most = 1'000'000;
    TrainingBudget b;
    b.imageSize = static_cast<int>(reader.integer("image_size", 0, 1024));
    b.classes = static_cast<int>(reader.integer("classes", 0, most));
    b.imagesPerClass = static_cast<int>(reader.integer("images_per_class", 0, most));
    b.testPerClass = static_cast<int>(reader.integer("test_per_class", 0, most));
    b.epochs = static_cast<int>(reader.integer("epochs", 1, most));
    b.batch = static_cast<int>(reader.integer("batch", 2, 65536));
    b.learningRate = reader.number("learning_rate", 0, 1e300);
    b.warmUpEpochs = reader.number("warm_up_epochs", 0, most);
    b.finalRate = reader.number("final_rate", 0, 1);
    b.momentum = reader.number("momentum", 0, 1);
    b.weightDecay = reader.number("weight_decay", 0, 1);
    b.labelSmoothing = reader.number("label_smoothing", 0, 1);
    b.clip = reader.number("clip", 0, 1e9);
    b.adderEta = reader.number("adder_eta", 0, 1e6);
    b.augment = reader.boolean("augment");
    b.recalibrationBatches = static_cast<int>(reader.integer("recalibration_batches", 1, most));
    if (json.contains("seed") && json["seed"].is_number_unsigned())
        b.seed = json["seed"].get<std::uint64_t>();
    else
        reader.fail("seed", "must be a whole number from 0 to 2^64-1");
    if (!reader.ok())
        return reader.error();
    if (const Status sound = checkBudget(b); !sound)
        return sound.error();
    return b;
}

Status checkBudget(const TrainingBudget& b) {
    const auto refuse = [](const std::string& what, double value, const std::string& expected) {
        return Error{ErrorCode::InvalidInput, "A training budget's " + what + " must be " + expected +
                                                  ", not " + exactText(value) + "."};
    };
    if (b.imageSize < 0 || b.imageSize > 1024)
        return refuse("image size", b.imageSize, "0 (the data set's) to 1024 pixels");
    if (b.classes < 0 || b.classes == 1)
        return refuse("number of classes", b.classes, "0 (all) or at least 2");
    if (b.imagesPerClass < 0 || b.testPerClass < 0)
        return refuse("images per class", std::min(b.imagesPerClass, b.testPerClass), "0 (all) or more");
    if (b.epochs < 1)
        return refuse("epochs", b.epochs, "at least 1");
    if (b.batch < 2)
        return refuse("batch", b.batch, "at least 2 (norms need a spread)");
    if (!(b.learningRate > 0))
        return refuse("learning rate", b.learningRate, "above 0");
    if (!(b.momentum >= 0 && b.momentum < 1))
        return refuse("momentum", b.momentum, "at least 0 and below 1");
    if (!(b.labelSmoothing >= 0 && b.labelSmoothing < 1))
        return refuse("label smoothing", b.labelSmoothing, "at least 0 and below 1");
    if (!(b.weightDecay >= 0) || !(b.clip >= 0) || !(b.adderEta >= 0) || !(b.warmUpEpochs >= 0))
        return refuse("weight decay, clip, adder eta and warm-up",
                      std::min({b.weightDecay, b.clip, b.adderEta, b.warmUpEpochs}), "0 or more");
    if (b.recalibrationBatches < 1)
        return refuse("recalibration", b.recalibrationBatches, "at least 1 batch");
    return {};
}

std::string trainedSource(const DataSet& data, const TrainingBudget& budget, bool quantised) {
    const auto shown = [](int value, const char* unit) {
        return value > 0 ? ", " + std::to_string(value) + " " + unit : std::string();
    };
    return data.title + shown(budget.classes, "classes") + shown(budget.imagesPerClass, "images a class") +
           shown(budget.imageSize, "pixels") + shown(budget.epochs, budget.epochs == 1 ? "epoch" : "epochs") +
           ", seed " + std::to_string(budget.seed) + (quantised ? ", 8/6/6 bits" : "");
}

double rateOfStep(const TrainingBudget& budget, std::int64_t step, std::int64_t stepsPerEpoch) {
    const double warmUp =
        std::min(budget.warmUpEpochs, budget.epochs - 0.5) * static_cast<double>(stepsPerEpoch);
    const double at = static_cast<double>(step) + 0.5; // the middle of the step
    if (at < warmUp)
        return budget.learningRate * at / warmUp;
    const double whole = static_cast<double>(budget.epochs) * static_cast<double>(stepsPerEpoch) - warmUp;
    const double share = (1 + std::cos(std::numbers::pi * (at - warmUp) / whole)) / 2;
    return budget.learningRate * (budget.finalRate + (1 - budget.finalRate) * share);
}

} // namespace pairscape
