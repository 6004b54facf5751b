// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/space/search_space.h"
#include "core/zeroshot/raw_scores.h"
#include "core/zeroshot/reference_population.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace pairscape {

/// What one scorer needs; the defaults are those of engines.md ("Zero-shot").
struct ScorerSettings {
    std::uint64_t seed = 1; ///< the study's seed
    std::vector<std::string> metrics = {"nn_degree", "zen"};
    int zenBatch = 16;
    int zenRepeats = 1;
};

/// Computes raw zero-shot terms. A score is a function of (settings, architecture) alone: weights, inputs and
/// probes come from counter-based streams keyed by seed, architecture hash and layer. Thread-safe:
/// several threads may call score() at once. This header needs no LibTorch; the implementation does.
class Scorer {
  public:
    virtual ~Scorer() = default;
    /// All terms, in the order of the settings. `sink` hears of each term as it is known.
    virtual Result<RawScores> score(const Architecture& architecture, std::stop_token stop,
                                    ProgressSink* sink = nullptr) const = 0;
    virtual const SearchSpace& space() const = 0;
    virtual const ScorerSettings& settings() const = 0;
};

/// The LibTorch scorer. Unknown metric names are an InvalidInput error.
Result<std::shared_ptr<const Scorer>> makeScorer(const SearchSpace& space, const ScorerSettings& settings);

/// Name, class and source of a metric, for lists and documentation.
struct MetricInfo {
    std::string name;
    std::string title;
    std::string reference; ///< paper the formula comes from
    std::string note;      ///< what is our own reading, for shift and adder layers above all
    bool needsData = false, needsGradient = false, needsLabels = false;
    bool higherIsBetter = true;
    std::string costClass; ///< "topology", "forward", "backward"
};
std::vector<MetricInfo> metricInfos();

/// Size of the population that a study ranks against.
inline constexpr int referencePopulationSize = 512;

/// Members of a reference population by their place in it.
using ReferenceMembers = std::map<int, ReferenceMember>;
/// Hears of each member as soon as it is scored, in any order, one call at a time. An Error ends the scoring.
using MemberScored = std::function<Status(int index, const ReferenceMember& member)>;

/// Draws and scores the reference population of a space: member i comes from stream {seed, "reference", i}.
/// Spread over `workers` threads; the result does not depend on their number. Members that are `known` from
/// an earlier scoring are taken as they are.
Result<ReferencePopulation> scoreReferencePopulation(const Scorer& scorer, int size, int workers,
                                                     ProgressSink* sink, std::stop_token stop,
                                                     const ReferenceMembers& known,
                                                     const MemberScored& scored);

class PopulationJournal;

/// The same, where `journal` (if any) has the members that are known and gets the others.
Result<ReferencePopulation> scoreReferencePopulation(const Scorer& scorer, int size, int workers,
                                                     ProgressSink* sink, std::stop_token stop,
                                                     PopulationJournal* journal = nullptr);

/// The i-th member of that population before scoring.
Architecture referenceArchitecture(const SearchSpace& space, std::uint64_t seed, int index);

/// A sentence to show once when LibTorch runs on the slow reference BLAS, else empty. Reads the
/// process's own list of loaded libraries.
std::string blasWarning();

/// How many threads LibTorch may use inside one score() call; the search runs workers side by side with one
/// each.
void setScorerThreads(int threads);

} // namespace pairscape
