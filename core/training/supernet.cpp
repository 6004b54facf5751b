// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/supernet.h"

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/training/retarget.h"

#include <algorithm>
#include <utility>

namespace pairscape {

namespace {

/// What an adder layer's tensors are called beside those of conv and shift.
constexpr const char* adderSuffix = ".adder";

std::string tensorNameOf(const Layer& layer) {
    return layer.op == OperatorType::Adder ? layer.name + adderSuffix : layer.name;
}

/// Layers that are conv whatever the architecture says.
bool alwaysConv(const Layer& layer) {
    return layer.block < 0;
}

void enlarge(std::map<std::string, Layer>& largest, const Network& network) {
    for (const Layer& layer : network.layers) {
        Layer& known = largest.try_emplace(layer.name, layer).first->second;
        known.inChannels = std::max(known.inChannels, layer.inChannels);
        known.outChannels = std::max(known.outChannels, layer.outChannels);
        known.kernel = std::max(known.kernel, layer.kernel);
        known.groups = std::max(known.groups, layer.groups);
    }
}

} // namespace

std::map<std::string, Layer> largestLayers(const SearchSpace& space) {
    std::map<std::string, Layer> largest;
    const Architecture whole = space.largest(space.operators().front());
    enlarge(largest, space.expand(whole));
    // A shortcut has a layer only where the channels before and in a stage differ, so each pair is looked at.
    for (std::size_t i = 0; i < space.stages().size(); ++i) {
        const std::vector<int>& before = i == 0 ? space.stemChannels() : space.stages()[i - 1].channels;
        for (const int in : before)
            for (const int out : space.stages()[i].channels) {
                Architecture other = whole;
                (i == 0 ? other.stemChannels : other.stages[i - 1].channels) = in;
                other.stages[i].channels = out;
                enlarge(largest, space.expand(other));
            }
    }
    return largest;
}

Supernet::Supernet(SearchSpace space, const Settings& settings, const torch::Device& device)
    : space_(std::move(space)), settings_(settings) {
    const bool products =
        std::ranges::any_of(space_.operators(), [](OperatorType op) { return op != OperatorType::Adder; });
    const bool distances =
        std::ranges::find(space_.operators(), OperatorType::Adder) != space_.operators().end();
    const Network shape = space_.expand(space_.largest(space_.operators().front()));
    struct Place {
        Layer layer;
        std::size_t parameter;
    };
    std::vector<Place> places;
    const auto addTensors = [&](Layer layer) {
        if (layer.role == LayerRole::Classifier)
            layer.outChannels = settings_.classes;
        const std::string name = tensorNameOf(layer);
        const std::size_t index = tensorNames_.size();
        tensorNames_.push_back(name);
        const auto add = [&](const char* what, std::vector<std::int64_t> size, bool decays) {
            const std::size_t at = parameters_.add(name + what, index, std::move(size), decays);
            places_[name + what] = at;
            places.push_back({layer, at});
        };
        add(".weight", {layer.outChannels, layer.inChannels / layer.groups, layer.kernel, layer.kernel},
            true);
        if (layer.bias)
            add(".bias", {layer.outChannels}, false);
        if (layer.batchNorm) {
            add(".norm.scale", {layer.outChannels}, false);
            add(".norm.shift", {layer.outChannels}, false);
        }
    };
    for (auto& [name, layer] : largestLayers(space_)) {
        if (products || alwaysConv(layer)) {
            layer.op = OperatorType::Conv;
            addTensors(layer);
        }
        if (distances && !alwaysConv(layer)) {
            layer.op = OperatorType::Adder;
            addTensors(layer);
        }
    }
    parameters_.allocate(device);
    const torch::NoGradGuard noGradient;
    for (const Place& place : places) {
        const ParameterSet::Parameter& parameter = parameters_.list()[place.parameter];
        if (parameter.name.ends_with(".weight")) {
            RandomStream stream(
                {settings_.seed, stableHash("beginning of a supernet"), stableHash(parameter.name)});
            torch::Tensor drawn = torch::empty(parameter.value.sizes());
            drawBeginning(place.layer, stream.next64(), drawn);
            parameter.value.copy_(drawn);
            continue;
        }
        // A block has its shortcut or not whatever its sizes, except where equal channels decide; then its
        // norm begins as those of blocks that have it.
        const bool zero = settings_.residualsFromZero && place.layer.role == LayerRole::Project &&
                          endsResidual(shape, place.layer);
        parameter.value.fill_(parameter.name.ends_with(".norm.scale") && !zero ? 1.0 : 0.0);
    }
}

Network Supernet::networkOf(const Architecture& architecture) const {
    return retargeted(space_.expand(architecture), settings_.inputSize, settings_.classes);
}

torch::Tensor Supernet::part(const torch::Tensor& shared, at::IntArrayRef shape) const {
    torch::Tensor view = shared.narrow(0, 0, shape[0]);
    if (shape.size() == 1)
        return view;
    const std::int64_t border = (shared.size(2) - shape[2]) / 2;
    return view.narrow(1, 0, shape[1]).narrow(2, border, shape[2]).narrow(3, border, shape[3]);
}

std::size_t Supernet::sharedOf(const Layer& layer, const TrainableNetwork::Parameter& parameter) const {
    return places_.at(tensorNameOf(layer) + parameter.name.substr(layer.name.size()));
}

TrainableNetwork Supernet::subnet(const Architecture& architecture) const {
    const TrainableOptions options = {settings_.seed, 0, settings_.adderEta, settings_.residualsFromZero};
    return TrainableNetwork(
        networkOf(architecture), options, parameters_.flat().device(),
        [&](const Layer& layer, const TrainableNetwork::Parameter& parameter) {
            parameter.value.copy_(
                part(parameters_.list()[sharedOf(layer, parameter)].value, parameter.value.sizes()));
        });
}

void Supernet::addGradients(const TrainableNetwork& subnet, const std::vector<torch::Tensor>& gradients,
                            torch::Tensor sum) const {
    const torch::NoGradGuard noGradient;
    for (std::size_t k = 0; k < gradients.size(); ++k) {
        if (!gradients[k].defined())
            continue;
        const TrainableNetwork::Parameter& own = subnet.parameters()[k];
        const ParameterSet::Parameter& shared =
            parameters_.list()[sharedOf(subnet.network().layers[own.layer], own)];
        const torch::Tensor whole =
            sum.narrow(0, shared.offset, shared.value.numel()).view(shared.value.sizes());
        part(whole, own.value.sizes()).add_(gradients[k]);
    }
}

} // namespace pairscape
