// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/rank_study.h"

#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/training/rank_study_file.h"
#include "core/training/retarget.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace pairscape {

namespace {

bool isHybrid(const Architecture& architecture) {
    return std::ranges::any_of(architecture.stages, [](const StageGene& stage) {
        return std::ranges::any_of(stage.blocks, [](const BlockGene& block) {
            return !block.skip && block.op != OperatorType::Conv;
        });
    });
}

/// Member indices in the order in which they are worked on: both groups advance in step.
std::vector<int> workOrder(const RankStudyPlan& plan) {
    std::vector<int> order(static_cast<std::size_t>(plan.members()));
    std::iota(order.begin(), order.end(), 0);
    const auto place = [&](int i) {
        return i < plan.hybrids ? (i + 0.5) / plan.hybrids : (i - plan.hybrids + 0.5) / plan.convOnly;
    };
    std::ranges::stable_sort(order, [&](int a, int b) { return place(a) < place(b); });
    return order;
}

bool lacksTerms(const RankStudyMember& member, const std::vector<std::string>& terms) {
    return std::ranges::any_of(terms, [&](const std::string& name) { return !member.terms.contains(name); });
}

} // namespace

std::string studyGroupName(StudyGroup group) {
    return group == StudyGroup::Hybrid ? "hybrid" : "conv-only";
}

Result<std::vector<Architecture>> rankStudyArchitectures(const SearchSpace& space,
                                                         const RankStudyPlan& plan) {
    const auto convSpace = space.restrictedTo({OperatorType::Conv});
    if (plan.convOnly > 0 && !convSpace)
        return convSpace.error();
    std::vector<Architecture> members;
    std::set<std::uint64_t> seen;
    for (int i = 0; i < plan.members(); ++i) {
        const bool hybrid = i < plan.hybrids;
        constexpr int tries = 1000;
        bool found = false;
        for (int attempt = 0; attempt < tries && !found; ++attempt) {
            RandomStream random({plan.seed,
                                 stableHash(hybrid ? "rank study, hybrid" : "rank study, conv only"),
                                 static_cast<std::uint64_t>(hybrid ? i : i - plan.hybrids),
                                 static_cast<std::uint64_t>(attempt)});
            const Architecture drawn = hybrid ? space.sample(random) : convSpace->sample(random);
            if (isHybrid(drawn) != hybrid || !seen.insert(space.hash(drawn)).second)
                continue;
            members.push_back(drawn);
            found = true;
        }
        if (!found)
            return Error{ErrorCode::InvalidInput, "Space " + space.name() + " does not have " +
                                                      std::to_string(hybrid ? plan.hybrids : plan.convOnly) +
                                                      (hybrid ? " hybrid" : " conv-only") +
                                                      " architectures that differ; ask for fewer."};
    }
    return members;
}

Status runRankStudy(const SearchSpace& space, const DataSet& data, const RankStudyPlan& plan,
                    const RankStudyRun& run, std::stop_token stop) {
    const auto architectures = rankStudyArchitectures(space, plan);
    if (!architectures)
        return architectures.error();
    if (Status opened = openRankStudyFile(run.file, plan); !opened)
        return opened;
    auto study = readRankStudy(run.file, space);
    if (!study)
        return study.error();

    std::vector<int> mine;
    const std::vector<int> order = workOrder(plan);
    for (std::size_t i = 0; i < order.size(); ++i)
        if (static_cast<int>(i) % run.shards == run.shard)
            mine.push_back(order[i]);
    const int size = plan.budget.imageSize > 0 ? plan.budget.imageSize : data.imageSize;
    const int classes = plan.budget.classes > 0 ? plan.budget.classes : data.classes();
    std::int64_t done = 0;
    for (const int index : mine) {
        RankStudyMember& member = study->members[static_cast<std::size_t>(index)];
        const Architecture& architecture = (*architectures)[static_cast<std::size_t>(index)];
        const bool scores = run.source && lacksTerms(member, run.terms);
        const bool trains = run.train && !member.trained && member.failure.empty();
        if (stop.stop_requested())
            return Error{ErrorCode::Stopped, "The rank study was stopped; the same command goes on."};
        if (scores) {
            const auto terms = run.source(architecture, stop);
            if (!terms)
                return terms.error();
            for (const auto& [name, value] : *terms)
                member.terms[name] = value;
            if (Status stored = appendRankStudyLine(run.file, termsLine(member, *terms)); !stored)
                return stored;
        }
        if (trains) {
            const Network network = space.expand(architecture);
            TrainingRun training = run.training;
            training.checkpoint.clear();
            training.observer = nullptr;
            const auto result = trainNetwork({network, member.architecture, space.hash(architecture), data},
                                             plan.budget, training, stop);
            if (result.ok()) {
                member.trained = result->test;
                member.trainLoss = result->epochs.back().loss;
                member.seconds = result->seconds;
                member.device = run.training.device;
            } else if (result.error().code == ErrorCode::Infeasible) {
                member.failure = result.error().message;
            } else {
                return result.error();
            }
            const OperationCounts counts = retargeted(network, size, classes).counts();
            if (Status stored = appendRankStudyLine(run.file, trainedLine(member, plan, counts)); !stored)
                return stored;
        }
        ++done;
        if ((scores || trains) && run.ended)
            run.ended(member);
        if (run.sink != nullptr)
            run.sink->progress({"rank study", done, static_cast<std::int64_t>(mine.size())});
    }
    return {};
}

} // namespace pairscape
