// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/supernet_problem.h"

#include <cmath>
#include <utility>

namespace pairscape {

namespace {

constexpr std::array<Quantity, quantityCount> everyQuantity = {Quantity::Accuracy,
                                                               Quantity::PredictedAccuracy,
                                                               Quantity::SupernetAccuracy,
                                                               Quantity::TrainedAccuracy,
                                                               Quantity::Fps,
                                                               Quantity::Throughput,
                                                               Quantity::Latency,
                                                               Quantity::Energy,
                                                               Quantity::Edp,
                                                               Quantity::Power,
                                                               Quantity::Dsp,
                                                               Quantity::Lut,
                                                               Quantity::Bram,
                                                               Quantity::Uram,
                                                               Quantity::Parameters};

bool isAccuracy(Quantity quantity) {
    return quantity == Quantity::Accuracy || quantity == Quantity::PredictedAccuracy ||
           quantity == Quantity::SupernetAccuracy || quantity == Quantity::TrainedAccuracy;
}

std::vector<Constraint> onHardware(const std::vector<Constraint>& constraints) {
    std::vector<Constraint> list;
    for (const Constraint& constraint : constraints)
        if (!isAccuracy(constraint.quantity))
            list.push_back(constraint);
    return list;
}

} // namespace

nlohmann::json supernetPairingJson(const SupernetPairing& pairing) {
    nlohmann::json json = {{"architecture", pairing.architecture},
                           {"macs",
                            {{"conv", pairing.counts.macs[0]},
                             {"shift", pairing.counts.macs[1]},
                             {"adder", pairing.counts.macs[2]}}},
                           {"parameters", pairing.counts.parameters},
                           {"feasible", pairing.feasible},
                           {"violation", pairing.violation}};
    if (!pairing.feasible)
        json["infeasible_reason"] = pairing.infeasibleReason;
    if (pairing.accuracy)
        json["supernet"] = {{"top1", pairing.accuracy->top1},
                            {"top5", pairing.accuracy->top5},
                            {"loss", pairing.accuracy->loss},
                            {"images", pairing.accuracy->images}};
    nlohmann::json modelled = nlohmann::json::object();
    for (const Quantity quantity : everyQuantity)
        if (!isAccuracy(quantity) && quantity != Quantity::Parameters &&
            std::isfinite(pairing.values[quantity]))
            modelled[quantityName(quantity)] = pairing.values[quantity];
    json["modelled"] = std::move(modelled);
    return json;
}

Result<SupernetPairing> supernetPairingFromJson(const nlohmann::json& json) {
    try {
        SupernetPairing pairing;
        pairing.architecture = json.at("architecture").get<std::string>();
        const nlohmann::json& macs = json.at("macs");
        pairing.counts.macs = {macs.at("conv"), macs.at("shift"), macs.at("adder")};
        pairing.counts.parameters = json.at("parameters");
        pairing.feasible = json.at("feasible");
        pairing.violation = json.at("violation");
        pairing.infeasibleReason = json.value("infeasible_reason", "");
        if (json.contains("supernet")) {
            const nlohmann::json& a = json["supernet"];
            pairing.accuracy = TestFigures{a.at("top1"), a.at("top5"), a.at("loss"), a.at("images")};
            pairing.values[Quantity::SupernetAccuracy] = 100 * pairing.accuracy->top1;
        }
        for (const Quantity quantity : everyQuantity)
            if (json.at("modelled").contains(quantityName(quantity)))
                pairing.values[quantity] = json["modelled"][quantityName(quantity)];
        pairing.values[Quantity::Parameters] = static_cast<double>(pairing.counts.parameters);
        return pairing;
    } catch (const nlohmann::json::exception& e) {
        return Error{ErrorCode::InvalidInput, std::string("A result lacks a field: ") + e.what()};
    }
}

Status checkSupernetAims(const PairingAims& aims) {
    if (const Status sound = checkAims(aims.objectives, aims.constraints); !sound)
        return sound;
    const auto other = [](Quantity quantity) {
        return isAccuracy(quantity) && quantity != Quantity::SupernetAccuracy;
    };
    for (const Objective& objective : aims.objectives)
        if (other(objective.quantity))
            return Error{ErrorCode::InvalidInput, "A search in a supernet knows no '" +
                                                      quantityName(objective.quantity) +
                                                      "'; aim at supernet-accuracy."};
    for (const Constraint& constraint : aims.constraints)
        if (other(constraint.quantity))
            return Error{ErrorCode::InvalidInput, "A search in a supernet knows no '" +
                                                      quantityName(constraint.quantity) +
                                                      "'; limit supernet-accuracy."};
    return {};
}

SupernetProblem::SupernetProblem(SearchSpace space, PairingAims aims, SubnetAccuracy accuracy,
                                 std::shared_ptr<const AcceleratorSearch> accelerators, Cache cache)
    : space_(std::move(space)), aims_(std::move(aims)), genes_(space_, aims_, nullptr, nullptr, {}),
      accuracy_(std::move(accuracy)), accelerators_(std::move(accelerators)), cache_(std::move(cache)) {}

Result<SupernetPairing> SupernetProblem::fresh(const Genome& genome, const std::stop_token& stop) const {
    const Result<Architecture> architecture = space_.parse(genome);
    if (!architecture)
        return architecture.error();
    const Network network = space_.expand(*architecture);
    SupernetPairing pairing;
    pairing.architecture = genome;
    pairing.counts = network.counts();
    pairing.values[Quantity::Parameters] = static_cast<double>(pairing.counts.parameters);
    const Result<AcceleratorDesign> design = accelerators_->best(network, stop);
    if (!design && design.error().code == ErrorCode::Infeasible) {
        pairing.feasible = false;
        pairing.infeasibleReason = design.error().message;
        return pairing;
    }
    if (!design)
        return design.error();
    Evaluation hardware;
    hardware.counts = pairing.counts;
    hardware.design = *design;
    pairing.values = quantityValues(hardware, std::nan(""));
    pairing.violation = violation(onHardware(aims_.constraints), pairing.values);
    if (pairing.violation > 0)
        return pairing;
    const Result<TestFigures> accuracy = accuracy_(*architecture, stop);
    if (!accuracy)
        return accuracy.error();
    pairing.accuracy = *accuracy;
    pairing.values[Quantity::SupernetAccuracy] = 100 * accuracy->top1;
    pairing.violation = violation(aims_.constraints, pairing.values);
    return pairing;
}

Result<Candidate> SupernetProblem::evaluate(const Genome& genome, std::stop_token stop) const {
    std::shared_ptr<const SupernetPairing> pairing = cache_ ? cache_(genome) : nullptr;
    if (!pairing) {
        Result<SupernetPairing> made = fresh(genome, stop);
        if (!made)
            return made.error();
        pairing = std::make_shared<const SupernetPairing>(*std::move(made));
    }
    Candidate candidate;
    candidate.genome = genome;
    candidate.feasible = pairing->feasible;
    candidate.violation = pairing->violation;
    if (pairing->feasible)
        for (const Objective& objective : aims_.objectives) {
            // An accuracy that was not measured orders only candidates that break constraints by as much.
            const double value = pairing->values[objective.quantity];
            candidate.objectives.push_back(goodness(objective, std::isnan(value) ? 0 : value));
        }
    candidate.detail = std::move(pairing);
    return candidate;
}

} // namespace pairscape
