// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/search_space.h"
#include "core/training/parameter_set.h"
#include "core/training/trainable_network.h"

#include "core/operators/torch.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pairscape {

/// Largest shape that each layer of a space takes in any of its architectures, by the layer's name; operator
/// types are those of no layer in particular.
std::map<std::string, Layer> largestLayers(const SearchSpace& space);

/// Weights that all architectures of a space share. A layer uses the leading output and input channels and
/// the centre of the kernel of its tensor; a stage of smaller depth its leading blocks. Conv and shift layers
/// share one tensor, an adder layer has its own; scale and shift of the norm behind a layer belong to the
/// tensor that the layer uses, running statistics to no one. Begins with a function of the seed and the
/// layers' names.
class Supernet {
  public:
    struct Settings {
        int inputSize = 32; ///< of the images, whatever the space's own
        int classes = 10;
        std::uint64_t seed = 1;
        double adderEta = 0.2;         ///< TrainableOptions
        bool residualsFromZero = true; ///< likewise
    };

    Supernet(SearchSpace space, const Settings& settings, const torch::Device& device);

    const SearchSpace& space() const { return space_; }
    const ParameterSet& parameters() const { return parameters_; }
    /// "mb3.2.depthwise" or "mb3.2.depthwise.adder" of ParameterSet::Parameter::layer.
    const std::string& tensorName(std::size_t layer) const { return tensorNames_[layer]; }

    /// The architecture's layers for the images that are trained on.
    Network networkOf(const Architecture& architecture) const;

    /// A network of its own with copies of the shared weights.
    TrainableNetwork subnet(const Architecture& architecture) const;

    /// Adds gradients of a subnet's parameters, in their order, to those of the shared tensors that they were
    /// copied from. `sum` is flat as parameters().flat(); undefined gradients add nothing.
    void addGradients(const TrainableNetwork& subnet, const std::vector<torch::Tensor>& gradients,
                      torch::Tensor sum) const;

  private:
    /// The part of a shared tensor that a subnet's parameter uses.
    torch::Tensor part(const torch::Tensor& shared, at::IntArrayRef shape) const;
    std::size_t sharedOf(const Layer& layer, const TrainableNetwork::Parameter& parameter) const;

    SearchSpace space_;
    Settings settings_;
    ParameterSet parameters_;
    std::map<std::string, std::size_t> places_; ///< parameter by name
    std::vector<std::string> tensorNames_;
};

} // namespace pairscape
