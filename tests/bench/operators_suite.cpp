// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the layers on one core against what LibTorch offers and against what the core could do.

#include "tests/bench/figure.h"
#include "tests/bench/peak_rate.h"

#include "core/base/random.h"
#include "core/operators/adder_layer.h"
#include "core/operators/differentiable_layers.h"
#include "core/operators/integer_layers.h"

#include "core/operators/torch.h"

namespace pairscape::bench {

namespace {

constexpr double giga = 1e-9;

void adderForwardFigures(std::vector<Figure>& figures) {
    // A product of 8192 x 576 by 576 x 128: a 1x1 layer on 8192 pixels.
    const torch::Tensor x = torch::randn({8, 576, 32, 32}), w = torch::randn({128, 576, 1, 1});
    const torch::Tensor columns = x.permute({0, 2, 3, 1}).reshape({8192, 576}).contiguous();
    const torch::Tensor rows = w.reshape({128, 576});
    const PairedSeconds seconds =
        medianSecondsInTurn([&] { adderForward(x, w); }, [&] { torch::cdist(columns, rows, 1.0); }, 7);
    const double terms = 8192.0 * 576 * 128 * giga;
    const double rate = terms / seconds.ours;
    figures.push_back(rateFigure("adder forward 8192x576 by 576x128, one core, against torch::cdist(p=1)",
                                 rate, "Gterms/s", terms / seconds.baseline, 10.0));
    figures.push_back(rateFigure("adder forward, same, against the three-instruction bound", rate, "Gterms/s",
                                 threeInstructionBound() * giga, 0.6));
}

void depthwiseFigures(std::vector<Figure>& figures) {
    for (const std::int64_t kernel : {3, 5})
        for (const std::int64_t batch : {1, 16}) {
            const std::int64_t channels = 192;
            const torch::Tensor x = torch::randn({batch, channels, 16, 16});
            const torch::Tensor w = torch::randn({channels, 1, kernel, kernel});
            const LayerOptions options = {1, kernel / 2, channels};
            const PairedSeconds seconds =
                medianSecondsInTurn([&] { adderForward(x, w, options); },
                                    [&] { at::conv2d(x, w, {}, 1, kernel / 2, 1, channels); }, 31);
            const double terms = static_cast<double>(x.numel() * kernel * kernel) * giga;
            const std::string size = std::to_string(kernel) + "x" + std::to_string(kernel);
            figures.push_back(rateFigure("depthwise adder " + size + ", 192 channels of 16x16, batch " +
                                             std::to_string(batch) + ", against LibTorch's depthwise conv",
                                         terms / seconds.ours, "Gterms/s", terms / seconds.baseline, 1.0));
        }
}

/// Backward passes of the same layer, one gradient at a time: forward and backward together less the forward.
void adderGradientFigures(std::vector<Figure>& figures) {
    const torch::Tensor x = torch::randn({8, 576, 32, 32}), w = torch::randn({128, 576, 1, 1});
    const torch::Tensor dy = torch::randn({8, 128, 32, 32});
    const double terms = 8192.0 * 576 * 128 * giga;
    for (const bool ofWeight : {true, false}) {
        const torch::Tensor input = x.clone().requires_grad_(!ofWeight),
                            weight = w.clone().requires_grad_(ofWeight);
        torch::Tensor y = adderLayer(input, weight);
        const PairedSeconds seconds =
            medianSecondsInTurn([&] { torch::autograd::grad({y}, {ofWeight ? weight : input}, {dy}, true); },
                                [&] { adderForward(x, w); }, 7);
        figures.push_back(rateFigure(std::string("adder ") + (ofWeight ? "weight" : "input") +
                                         " gradient of the same, against the forward pass",
                                     terms / seconds.ours, "Gterms/s", terms / seconds.baseline, 1 / 2.5));
    }
}

void integerAdderFigure(std::vector<Figure>& figures) {
    const LayerShape shape = {8, 576, 128, 32, 32, 1, 1, 0, 1};
    std::vector<std::int8_t> x(static_cast<std::size_t>(shape.inputElements())),
        w(static_cast<std::size_t>(shape.weights()));
    RandomStream random({1});
    for (auto* bytes : {&x, &w})
        for (std::int8_t& byte : *bytes)
            byte = static_cast<std::int8_t>(random.below(64)) - 32;
    std::vector<std::int32_t> sums(static_cast<std::size_t>(shape.outputElements()));
    const PackedAdderWeights packed(shape, w);
    const torch::Tensor input = torch::randn({8, 576, 32, 32}), weight = torch::randn({128, 576, 1, 1});
    const PairedSeconds seconds =
        medianSecondsInTurn([&] { packed.forward(shape, x, sums); }, [&] { adderForward(input, weight); }, 7);
    const double terms = static_cast<double>(shape.operations()) * giga;
    figures.push_back(rateFigure("integer adder forward of the same, against the float one",
                                 terms / seconds.ours, "Gterms/s", terms / seconds.baseline, 3.0));
}

} // namespace

std::vector<Figure> operatorsSuite(const Options&) {
    torch::set_num_threads(1);
    torch::manual_seed(1);
    std::vector<Figure> figures;
    adderForwardFigures(figures);
    adderGradientFigures(figures);
    integerAdderFigure(figures);
    depthwiseFigures(figures);
    return figures;
}

} // namespace pairscape::bench
