// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/figure_text.h"
#include "app/cli/interrupts.h"
#include "app/cli/option_checks.h"
#include "app/cli/output.h"
#include "app/cli/progress_line.h"
#include "app/cli/text_table.h"
#include "core/base/number_text.h"
#include "core/training/data_set.h"

#include <algorithm>

namespace pairscape::cli {

namespace {

struct DatasetOptions {
    std::string folder;
    bool coarse = false;
    int size = 64;
};

Result<DataSet> open(const DatasetOptions& options) {
    return openDataSet(options.folder, {.coarseLabels = options.coarse, .folderImageSize = options.size});
}

nlohmann::json headJson(const DataSet& data) {
    return {
        {"folder", data.folder.string()},  {"format", data.format},     {"title", data.title},
        {"image_size", data.imageSize},    {"classes", data.classes()}, {"train_images", data.train->size()},
        {"test_images", data.test->size()}};
}

void addHead(TextList& list, const DataSet& data) {
    list.add("data set", data.title);
    list.add("folder", data.folder.string());
    list.add("images", groupedText(data.train->size()) + " training, " + groupedText(data.test->size()) +
                           " test, " + std::to_string(data.imageSize) + "x" + std::to_string(data.imageSize) +
                           " RGB");
    list.add("classes", std::to_string(data.classes()));
}

/// "500" or "480 to 500".
std::string rangeText(const std::vector<std::int64_t>& perClass) {
    const auto [least, most] = std::ranges::minmax(perClass);
    return least == most ? groupedText(least) : groupedText(least) + " to " + groupedText(most);
}

Status describe(const DatasetOptions& options, Output& out) {
    const auto data = open(options);
    if (!data)
        return data.error();
    const auto statistics = channelStatistics(*data);
    if (!statistics)
        return statistics.error();
    if (out.json) {
        nlohmann::json document = headJson(*data);
        document["labels"] = data->labels;
        document["mean"] = statistics->mean;
        document["deviation"] = statistics->deviation;
        document["statistics_images"] = statistics->images;
        out.document(document);
        return {};
    }
    const auto three = [](const std::array<double, imageChannels>& values) {
        return decimalText(values[0], 4) + " " + decimalText(values[1], 4) + " " + decimalText(values[2], 4);
    };
    TextList list;
    addHead(list, *data);
    list.add("mean", three(statistics->mean) + " (red, green, blue; pixels 0 to 1)");
    list.add("deviation", three(statistics->deviation) + " (over " + groupedText(statistics->images) +
                              " training images)");
    std::string names;
    for (const std::string& label : data->labels)
        names += (names.empty() ? "" : ", ") + label;
    list.add("labels", names);
    out.text(list.text());
    return {};
}

Status check(const DatasetOptions& options, Output& out) {
    const auto data = open(options);
    if (!data)
        return data.error();
    const Interrupts interrupts;
    Result<DataSetReport> report = DataSetReport();
    {
        ProgressLine progress("images");
        report = checkDataSet(*data, &progress, interrupts.token());
    }
    if (!report)
        return report.error();
    if (out.json) {
        nlohmann::json document = headJson(*data);
        document["train_per_class"] = report->trainPerClass;
        document["test_per_class"] = report->testPerClass;
        document["problem_count"] = report->problemCount;
        document["problems"] = report->problems;
        document["notes"] = report->notes;
        out.document(document);
    } else {
        TextList list;
        addHead(list, *data);
        list.add("per class", rangeText(report->trainPerClass) + " training, " +
                                  rangeText(report->testPerClass) + " test images");
        for (const std::string& note : report->notes)
            list.add("note", note);
        for (const std::string& problem : report->problems)
            list.add("problem", problem);
        if (report->problemCount == 0)
            list.add("checked", "every image and label was read; nothing is wrong");
        out.text(list.text());
    }
    if (report->problemCount > 0)
        return Error{ErrorCode::Corrupt, groupedText(report->problemCount) + " images of " +
                                             data->folder.string() +
                                             " cannot be read; fetch them again or delete them."};
    return {};
}

} // namespace

void addDatasetVerbs(CLI::App& app, Commands& commands) {
    CLI::App* group = app.add_subcommand("dataset", "Data sets: folders of labelled images to train on");
    group->require_subcommand(1);
    const auto add = [&](const char* name, const char* what, Status (*run)(const DatasetOptions&, Output&)) {
        const auto options = std::make_shared<DatasetOptions>();
        CLI::App* verb = commands.verb(*group, name, what, options, run);
        verb->add_option("folder", options->folder,
                         "CIFAR-10 or CIFAR-100 binary, Tiny-ImageNet-200, or class folders of JPEG and PNG")
            ->required()
            ->check(notEmpty())
            ->type_name("DIR");
        verb->add_flag("--coarse", options->coarse,
                       "CIFAR-100's 20 coarse labels instead of its 100 fine ones");
        verb->add_option("--size", options->size, "Pixels to which images of class folders are scaled")
            ->capture_default_str()
            ->transform(wholeNumber(8, 512))
            ->type_name("N");
    };
    add("describe", "Show what a folder holds: images, classes, labels, mean and deviation", describe);
    add("check", "Read every image and label and say what is wrong", check);
}

} // namespace pairscape::cli
