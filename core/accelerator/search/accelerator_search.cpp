// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accelerator/accelerator_search.h"

#include "core/accelerator/design_space.h"
#include "core/accelerator/search/search_problem.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace pairscape {

namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<HardwareObjective, 4> objectives = {{{HardwareObjective::Fps, "fps"},
                                                     {HardwareObjective::Latency, "latency"},
                                                     {HardwareObjective::Energy, "energy"},
                                                     {HardwareObjective::Edp, "edp"}}};
constexpr Names<AcceleratorMethod, 3> methods = {{{AcceleratorMethod::Exact, "exact"},
                                                  {AcceleratorMethod::CoarseToFine, "coarse-to-fine"},
                                                  {AcceleratorMethod::Nasa, "nasa"}}};

template <class Enum, std::size_t N>
std::string nameOf(const Names<Enum, N>& names, Enum value) {
    for (const auto& [known, name] : names)
        if (known == value)
            return std::string(name);
    return {};
}

template <class Enum, std::size_t N>
Result<Enum> parse(const Names<Enum, N>& names, std::string_view text, const std::string& what) {
    std::string list;
    for (const auto& [value, name] : names) {
        if (name == text)
            return value;
        list += (list.empty() ? "" : ", ") + std::string(name);
    }
    return Error{ErrorCode::InvalidInput,
                 "There is no " + what + " '" + std::string(text) + "'; choose one of " + list + "."};
}

/// What the cost model can take, fit or not.
Status checkAccelerator(const Accelerator& accelerator, const Platform& platform) {
    constexpr std::int64_t largestUnroll = 4096, mostPes = 1 << 24, largestBuffer = std::int64_t{1} << 30;
    if (accelerator.batch < 1 || accelerator.batch > batches.back())
        return Error{ErrorCode::InvalidInput, "A batch of " + std::to_string(accelerator.batch) +
                                                  " images is not possible; choose 1 to " +
                                                  std::to_string(batches.back()) + "."};
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (chunk == Chunk{})
            continue;
        const auto whose = [&] { return "The " + std::string(operatorTypeName(op)) + " chunk's "; };
        if (chunk.unpacked && !platform.peCost(op).alone)
            return Error{ErrorCode::InvalidInput, whose() + "PEs have no unpacked form on platform '" +
                                                      platform.name + "'; leave out 'unpacked'."};
        for (const int unroll : {chunk.unrollOut, chunk.unrollIn, chunk.unrollPixels})
            if (unroll < 1 || unroll > largestUnroll)
                return Error{ErrorCode::InvalidInput, whose() + "unrolls must be from 1 to " +
                                                          std::to_string(largestUnroll) + ", not " +
                                                          std::to_string(unroll) + "."};
        if (chunk.pes() > mostPes)
            return Error{ErrorCode::InvalidInput, whose() + std::to_string(chunk.pes()) +
                                                      " PEs are more than any device holds; choose at most " +
                                                      std::to_string(mostPes) + "."};
        for (const std::int64_t bytes :
             {chunk.inputBufferBytes, chunk.weightBufferBytes, chunk.outputBufferBytes})
            if (bytes < 1 || bytes > largestBuffer)
                return Error{ErrorCode::InvalidInput, whose() + "buffers must have from 1 to " +
                                                          std::to_string(largestBuffer) + " bytes, not " +
                                                          std::to_string(bytes) + "."};
    }
    return {};
}

} // namespace

std::string hardwareObjectiveName(HardwareObjective objective) {
    return nameOf(objectives, objective);
}

Result<HardwareObjective> parseHardwareObjective(std::string_view name) {
    return parse(objectives, name, "objective");
}

std::string acceleratorMethodName(AcceleratorMethod method) {
    return nameOf(methods, method);
}

std::vector<std::string> acceleratorMethodNames() {
    std::vector<std::string> names;
    for (const auto& [method, name] : methods)
        names.emplace_back(name);
    return names;
}

Result<AcceleratorMethod> parseAcceleratorMethod(std::string_view name) {
    return parse(methods, name, "accelerator search method");
}

struct AcceleratorSearch::Impl {
    Platform platform;
    AcceleratorSearchSettings settings;
    ArrayCatalog arrays;
    LayerTable table;

    Impl(Platform givenPlatform, AcceleratorSearchSettings givenSettings)
        : platform(std::move(givenPlatform)), settings(givenSettings), arrays(platform),
          table(DramRate::of(platform)) {}
};

AcceleratorSearch::AcceleratorSearch(Platform platform, AcceleratorSearchSettings settings)
    : impl_(std::make_unique<Impl>(std::move(platform), settings)) {}

AcceleratorSearch::~AcceleratorSearch() = default;

const Platform& AcceleratorSearch::platform() const {
    return impl_->platform;
}

const AcceleratorSearchSettings& AcceleratorSearch::settings() const {
    return impl_->settings;
}

Result<AcceleratorDesign> AcceleratorSearch::best(const Network& network, std::stop_token stop) const {
    const Result<Workload> workload = workloadOf(network);
    if (!workload)
        return workload.error();
    if (stop.stop_requested())
        return stoppedError();
    SearchProblem problem(impl_->platform, impl_->settings, *workload, impl_->arrays, impl_->table,
                          std::move(stop));
    switch (impl_->settings.method) {
    case AcceleratorMethod::Nasa:
        return searchNasa(problem);
    case AcceleratorMethod::CoarseToFine:
        return searchCoarseToFine(problem);
    case AcceleratorMethod::Exact:
        break;
    }
    return searchExact(problem);
}

Result<AcceleratorDesign> AcceleratorSearch::cost(const Network& network,
                                                  const Accelerator& accelerator) const {
    const Result<Workload> workload = workloadOf(network);
    if (!workload)
        return workload.error();
    if (const Status sound = checkAccelerator(accelerator, impl_->platform); !sound)
        return sound.error();
    SearchProblem problem(impl_->platform, impl_->settings, *workload, impl_->arrays, impl_->table, {});
    const AllFronts fronts = problem.frontsWithin(accelerator);
    std::array<RuleTotals, operatorTypeCount> totals;
    for (const OperatorType op : problem.presentOps()) {
        const Chunk& chunk = accelerator.chunks[indexOf(op)];
        if (!chunk.present())
            return problem.design(accelerator, {}, fronts); // says that the chunk is missing
        totals[indexOf(op)] = problem.totals(op, chunk.unpacked, fronts[indexOf(op)], bufferIndices(chunk));
    }
    // Where no rule has a mapping for every layer, design() says which layer it is.
    ChunkRules rules{};
    Score score;
    problem.bestRules(totals, accelerator.batch, rules, score);
    return problem.design(accelerator, rules, fronts);
}

std::string AcceleratorSearch::layerCosts(std::size_t limitBytes) const {
    return impl_->table.save(limitBytes);
}

bool AcceleratorSearch::useLayerCosts(std::string_view bytes) const {
    return impl_->table.restore(bytes);
}

bool AcceleratorSearch::learned() const {
    return impl_->table.searched() > 0;
}

} // namespace pairscape
