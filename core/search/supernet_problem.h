// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator_search.h"
#include "core/search/objective.h"
#include "core/search/pairing_problem.h"
#include "core/search/search_problem.h"
#include "core/space/search_space.h"
#include "core/training/trainer.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pairscape {

/// Accuracy of an architecture with inherited weights (SupernetEvaluator::evaluate). Called from several
/// threads.
using SubnetAccuracy = std::function<Result<TestFigures>(const Architecture&, std::stop_token)>;

/// An architecture with its accuracy as a part of a supernet and the figures of the accelerator found for it.
struct SupernetPairing {
    std::string architecture; ///< canonical text
    OperationCounts counts;   ///< of the space's own network, like the hardware figures
    bool feasible = true;     ///< an accelerator fits the platform
    std::string infeasibleReason;
    double violation = 0; ///< by how much constraints are broken
    std::optional<TestFigures>
        accuracy;          ///< none where hardware alone breaks a constraint: it is not measured
    QuantityValues values; ///< what is known, the supernet accuracy in percent
};

nlohmann::json supernetPairingJson(const SupernetPairing& pairing);
/// InvalidInput where a field is missing or of another type.
Result<SupernetPairing> supernetPairingFromJson(const nlohmann::json& json);

/// What is asked of a search over supernet accuracies: checkAims(), and no accuracy but the supernet's.
Status checkSupernetAims(const PairingAims& aims);

/// The search over architectures by supernet accuracy and modelled hardware. Hardware comes first: what
/// breaks a constraint is not evaluated, since any that keeps them is better whatever its accuracy (as NASA-F
/// leaves out what lies outside its band of cost). Candidate::detail holds a std::shared_ptr<const
/// SupernetPairing>.
class SupernetProblem : public SearchProblem {
  public:
    using Cache = std::function<std::shared_ptr<const SupernetPairing>(const std::string& architecture)>;

    SupernetProblem(SearchSpace space, PairingAims aims, SubnetAccuracy accuracy,
                    std::shared_ptr<const AcceleratorSearch> accelerators, Cache cache);

    std::size_t objectiveCount() const override { return genes_.objectiveCount(); }
    Genome sample(RandomStream& random) const override { return genes_.sample(random); }
    Genome mutate(const Genome& parent, RandomStream& random) const override {
        return genes_.mutate(parent, random);
    }
    Genome crossover(const Genome& a, const Genome& b, RandomStream& random) const override {
        return genes_.crossover(a, b, random);
    }
    std::vector<Genome> corners() const override { return genes_.corners(); }
    std::vector<Genome> enumerate(std::size_t limit) const override { return genes_.enumerate(limit); }
    Result<Candidate> evaluate(const Genome& genome, std::stop_token stop) const override;

  private:
    Result<SupernetPairing> fresh(const Genome& genome, const std::stop_token& stop) const;

    SearchSpace space_;
    PairingAims aims_;
    PairingProblem genes_; ///< draws and breeds; never evaluates
    SubnetAccuracy accuracy_;
    std::shared_ptr<const AcceleratorSearch> accelerators_;
    Cache cache_;
};

} // namespace pairscape
