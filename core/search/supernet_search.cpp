// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/supernet_search.h"

#include "core/base/json_lines.h"
#include "core/base/resources.h"
#include "core/search/pareto_archive.h"

#include <map>
#include <utility>

namespace pairscape {

namespace {

using Known = std::map<std::string, std::shared_ptr<const SupernetPairing>>;

/// Takes what an earlier call left, or begins the file.
Result<Known> openResults(const SupernetSearch& search, const nlohmann::json& first) {
    Known known;
    if (search.results.empty())
        return known;
    const auto begun = beginJsonLines(search.results, first);
    if (!begun)
        return begun.error();
    if (*begun)
        return known;
    const auto text = readTextFile(search.results);
    if (!text)
        return text.error();
    const std::vector<nlohmann::json> lines = parseJsonLines(*text);
    if (lines.empty() || lines.front() != first)
        return Error{ErrorCode::InvalidInput, search.results.string() +
                                                  " holds no results of this search: another supernet, "
                                                  "platform, aim or setting; name another file."};
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (auto pairing = supernetPairingFromJson(lines[i])) {
            std::string name = pairing->architecture;
            known.emplace(std::move(name), std::make_shared<const SupernetPairing>(*std::move(pairing)));
        }
    return known;
}

class Recorder final : public SearchObserver {
  public:
    Recorder(const SupernetSearch& search, const Known& known, SupernetSearchResult& result)
        : search_(search), known_(known), result_(result) {}

    Status evaluated(std::int64_t, const Candidate& candidate) override {
        const auto& pairing = *std::any_cast<const std::shared_ptr<const SupernetPairing>&>(candidate.detail);
        if (!known_.contains(pairing.architecture)) {
            ++result_.fresh;
            if (!search_.results.empty())
                if (Status stored = appendJsonLine(search_.results, supernetPairingJson(pairing)); !stored)
                    return stored;
        }
        if (candidate.feasible && candidate.violation <= 0)
            archive_.insert(result_.pairings.size(), candidate.objectives);
        result_.pairings.push_back(pairing);
        if (search_.sink != nullptr)
            search_.sink->progress(
                {"search", static_cast<std::int64_t>(result_.pairings.size()), search_.evolution.budget});
        return {};
    }

    void finish() {
        for (const ParetoArchive::Member& member : archive_.members())
            result_.front.push_back(member.id);
    }

  private:
    const SupernetSearch& search_;
    const Known& known_;
    SupernetSearchResult& result_;
    ParetoArchive archive_;
};

} // namespace

Result<SupernetSearchResult> searchSupernet(const SearchSpace& space, const SubnetAccuracy& accuracy,
                                            std::shared_ptr<const AcceleratorSearch> accelerators,
                                            const SupernetSearch& search, std::stop_token stop) {
    if (const Status sound = checkSupernetAims(search.aims); !sound)
        return sound.error();
    if (const Status sound = checkEvolution(search.evolution); !sound)
        return sound.error();
    // The budget is left out: a search may be given more and go on.
    nlohmann::json first = search.identity;
    first["supernet_search"] = 1;
    first["objectives"] = objectivesText(search.aims.objectives);
    first["constraints"] = constraintsText(search.aims.constraints);
    first["first"] = search.aims.first;
    first["seed"] = search.evolution.seed;
    first["population"] = search.evolution.population;
    first["batch"] = search.evolution.batch;
    const auto known = openResults(search, first);
    if (!known)
        return known.error();
    const SupernetProblem problem(space, search.aims, accuracy, std::move(accelerators),
                                  [&](const std::string& architecture) {
                                      const auto found = known->find(architecture);
                                      return found == known->end() ? nullptr : found->second;
                                  });
    SupernetSearchResult result;
    Recorder recorder(search, *known, result);
    const PauseGate gate;
    const auto outcome = runEvolution(problem, search.evolution, recorder, gate, std::move(stop));
    if (!outcome)
        return outcome.error();
    if (outcome->stopped)
        return Error{ErrorCode::Stopped, search.results.empty()
                                             ? "The search was stopped; without --results it begins anew."
                                             : "The search was stopped; the same command goes on from " +
                                                   search.results.string() + "."};
    result.exhausted = outcome->exhausted;
    recorder.finish();
    return result;
}

} // namespace pairscape
