// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Time of a training step of a half-adder network on one core, against the same network with conv blocks
// only: by LibTorch's own operators, and by ours.

#include "tests/bench/figure.h"

#include "core/space/search_space.h"
#include "core/training/process_setup.h"
#include "core/training/retarget.h"
#include "core/training/sgd.h"
#include "core/training/trainable_network.h"

#include <cmath>
#include <cstdlib>

namespace pairscape::bench {

namespace {

using torch::Tensor;

constexpr std::int64_t batch = 64;
constexpr int classes = 20;

/// A network of about 60 M MACs at 32 pixels; every second block is an adder block, or none is.
Architecture halfAdder(const SearchSpace& space, bool adder) {
    Architecture best;
    double distance = 1e18;
    RandomStream random({60});
    for (int i = 0; i < 400; ++i) {
        Architecture candidate = space.sample(random);
        int block = 0;
        for (StageGene& stage : candidate.stages)
            for (BlockGene& gene : stage.blocks)
                gene.op = adder && block++ % 2 == 1 ? OperatorType::Adder : OperatorType::Conv;
        const double off = std::abs(static_cast<double>(space.expand(candidate).counts().total()) - 60e6);
        if (off < distance) {
            distance = off;
            best = candidate;
        }
    }
    return best;
}

/// The conv network as anybody would write it with LibTorch.
class PlainConvNetwork {
  public:
    explicit PlainConvNetwork(const Network& network) : net_(network), layers_(network.layers.size()) {
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            const Layer& l = net_.layers[i];
            const auto add = [&](Tensor value) { return leaves.emplace_back(value.requires_grad_(true)); };
            layers_[i].weight =
                add(torch::randn({l.outChannels, l.inChannels / l.groups, l.kernel, l.kernel}) * 0.05);
            if (l.bias)
                layers_[i].bias = add(torch::zeros({l.outChannels}));
            if (l.batchNorm) {
                layers_[i].scale = add(torch::ones({l.outChannels}));
                layers_[i].shift = add(torch::zeros({l.outChannels}));
            }
        }
        for (const Tensor& leaf : leaves)
            velocity_.push_back(torch::zeros_like(leaf));
    }

    void step(const Tensor& images, const Tensor& labels) {
        Tensor x = layer(net_.stem, images);
        for (const NetworkBlock& b : net_.blocks)
            x = block(b, x);
        x = layer(net_.head, layer(net_.headExpand, x).mean({2, 3}, true));
        const Tensor loss = torch::cross_entropy_loss(layer(net_.classifier, x).flatten(1), labels);
        const auto gradients = torch::autograd::grad({loss}, leaves);
        const torch::NoGradGuard noGradient;
        for (std::size_t i = 0; i < leaves.size(); ++i) {
            velocity_[i].mul_(0.9).add_(gradients[i]).add_(leaves[i], 1e-4);
            leaves[i].sub_(velocity_[i], 0.01);
        }
    }

    std::vector<Tensor> leaves;

  private:
    struct Tensors {
        Tensor weight, bias, scale, shift;
    };

    Tensor layer(int index, const Tensor& x) const {
        const Layer& l = net_.layers[static_cast<std::size_t>(index)];
        const Tensors& t = layers_[static_cast<std::size_t>(index)];
        Tensor y = torch::conv2d(x, t.weight, t.bias, l.stride, l.padding, 1, l.groups);
        if (l.batchNorm)
            y = torch::batch_norm(y, t.scale, t.shift, {}, {}, true, 0.1, 1e-5, false);
        switch (l.activation) {
        case Activation::Relu:
            return torch::relu(y);
        case Activation::Swish:
            return torch::silu(y);
        case Activation::HardSigmoid:
            return torch::hardsigmoid(y);
        case Activation::None:
            break;
        }
        return y;
    }

    Tensor block(const NetworkBlock& b, const Tensor& input) const {
        Tensor x = layer(b.depthwise, b.expand >= 0 ? layer(b.expand, input) : input);
        if (b.squeezeReduce >= 0)
            x = x * layer(b.squeezeExpand, layer(b.squeezeReduce, x.mean({2, 3}, true)));
        x = layer(b.project, x);
        Tensor around = input;
        if (b.shortcutPooling > 1)
            around = torch::avg_pool2d(around, b.shortcutPooling, b.shortcutPooling, 0, true, false);
        return b.residual ? x + (b.shortcut >= 0 ? layer(b.shortcut, around) : around) : x;
    }

    const Network& net_;
    std::vector<Tensors> layers_;
    std::vector<Tensor> velocity_;
};

/// One step of our trainer without its loader.
class OurStep {
  public:
    explicit OurStep(const Network& network)
        : network_(network, {1, 1, 0.2, true}, torch::kCPU),
          sgd_(network_.parameterSet(), {0.9, 1e-4, 1.0, true}) {}

    void operator()(const Tensor& images, const Tensor& labels) {
        const Tensor logits = network_.forward(images, TrainableNetwork::Mode::Train);
        const Tensor loss = smoothedCrossEntropy(logits, labels, 0.1);
        sgd_.step(0.01, torch::autograd::grad({loss}, network_.leaves()));
    }

  private:
    TrainableNetwork network_;
    Sgd sgd_;
};

} // namespace

std::vector<Figure> trainingSuite(const Options&) {
    prepareTrainingProcess(1);
    torch::manual_seed(1);
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    std::vector<Figure> figures;
    for (const int size : {16, 32}) {
        const Network hybrid = retargeted(space.expand(halfAdder(space, true)), size, classes);
        const Network conv = retargeted(space.expand(halfAdder(space, false)), size, classes);
        const Tensor images = torch::randn({batch, 3, size, size}),
                     labels = torch::arange(batch).remainder(classes);
        OurStep ours(hybrid), oursConv(conv);
        PlainConvNetwork plain(conv);
        const int repeats = size == 16 ? 5 : 3;
        const PairedSeconds seconds =
            medianSecondsInTurn([&] { ours(images, labels); }, [&] { plain.step(images, labels); }, repeats);
        const std::string what =
            "training step, half-adder network of " +
            std::to_string(std::lround(static_cast<double>(hybrid.counts().total()) * 1e-6)) + " M MACs, " +
            std::to_string(size) + "x" + std::to_string(size) + ", against ";
        const double rate = static_cast<double>(batch) / seconds.ours;
        figures.push_back(rateFigure(what + "its conv twin in plain LibTorch", rate, "images/s",
                                     static_cast<double>(batch) / seconds.baseline, 1 / 1.6));
        const PairedSeconds own =
            medianSecondsInTurn([&] { ours(images, labels); }, [&] { oursConv(images, labels); }, repeats);
        figures.push_back(rateFigure(what + "its conv twin in ours", static_cast<double>(batch) / own.ours,
                                     "images/s", static_cast<double>(batch) / own.baseline, 1 / 1.6));
    }
    return figures;
}

} // namespace pairscape::bench
