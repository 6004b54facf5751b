// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The metrics on a network so small that each formula can be written out by hand: logits = mean over pixels
// of C relu(norm(A x)), two 1x1 convolutions.

#include "tests/core/operators/slow_network.h"
#include "tests/support/nas_bench_201.h"

#include "core/base/random.h"
#include "core/zeroshot/metrics/block_entropy.h"
#include "core/zeroshot/metrics/metrics.h"
#include "core/zeroshot/metrics/model_metric.h"
#include "core/zeroshot/metrics/vkdnw.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace pairscape {
namespace {

using torch::Tensor;

/// All by LibTorch's own differentiable operations, in double precision, so that second derivatives exist
/// too.
class SmallModel final : public ProxyModel {
  public:
    explicit SmallModel(bool linear = false, bool frozen = false) : linear_(linear), frozen_(frozen) {
        torch::manual_seed(3);
        inputChannels_ = 2;
        inputSize_ = 4;
        classes_ = 3;
        weights_.push_back(torch::randn({5, 2, 1, 1}, torch::kDouble));
        weights_.push_back(torch::randn({3, 5, 1, 1}, torch::kDouble));
        for (Tensor& w : weights_) {
            if (linear)
                w = w.abs();
            w.requires_grad_();
        }
    }
    Tensor forward(const Tensor& images, ProxyTrace* trace) const override {
        const Tensor x = images.to(torch::kDouble);
        const Tensor a = at::conv2d(x, weights_[0]);
        const Tensor n = linear_ ? a : proxyBatchNorm(a, frozen_);
        const Tensor r = linear_ ? n : torch::relu(n);
        const Tensor pooled = r.mean({2, 3}, true);
        const Tensor y = at::conv2d(pooled, weights_[1]);
        if (trace != nullptr) {
            trace->layers = {a, y};
            trace->inputs = {{x}, {pooled}};
            trace->normalized = {a};
            trace->modules = {a, n, r};
            trace->preactivations = {n};
            trace->blocks = {x, r};
        }
        return y.flatten(1);
    }

  private:
    bool linear_, frozen_;
};

Probe smallProbe() {
    torch::manual_seed(4);
    return {torch::randn({8, 2, 4, 4}), torch::randint(3, {8}, torch::kLong), torch::randn({8, 2, 4, 4}),
            torch::randn({8, 2, 4, 4})};
}

/// Gradients of the loss by the chain rule spelled out, the batch norm's included.
struct ByHand {
    Tensor gradA, gradC, hidden, gradHidden, loss;
    ByHand(const ProxyModel& model, const Probe& probe) {
        const torch::NoGradGuard noGradient;
        const Tensor a = model.weights()[0].reshape({5, 2}), c = model.weights()[1].reshape({3, 5});
        const Tensor x =
            probe.images.to(torch::kDouble).permute({0, 2, 3, 1}).reshape({-1, 2}); // pixels x channels
        hidden = torch::mm(x, a.t());
        const Tensor mean = hidden.mean(0), variance = hidden.var(0, false) + 1e-5;
        const Tensor norm = (hidden - mean) / variance.sqrt();
        const Tensor on = (norm > 0).to(torch::kDouble);
        const Tensor pooled = (norm * on).reshape({8, 16, 5}).mean(1);
        const Tensor logits = torch::mm(pooled, c.t());
        const Tensor p = torch::softmax(logits, 1),
                     target = torch::one_hot(probe.labels, 3).to(torch::kDouble);
        loss = -(target * p.log()).sum() / 8;
        const Tensor gradLogits = (p - target) / 8;
        gradC = torch::mm(gradLogits.t(), pooled);
        const Tensor gradNorm =
            (torch::mm(gradLogits, c) / 16).unsqueeze(1).expand({8, 16, 5}).reshape({-1, 5}) * on;
        gradHidden = (gradNorm - gradNorm.mean(0) - norm * (gradNorm * norm).mean(0)) / variance.sqrt();
        gradA = torch::mm(gradHidden.t(), x);
    }
};

} // namespace

TEST(GradientMetrics, AreTheirFormulas) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    const ByHand hand(model, probe);
    const Tensor a = model.weights()[0].detach().reshape({5, 2}),
                 c = model.weights()[1].detach().reshape({3, 5});
    EXPECT_NEAR(snipScore(run), ((a * hand.gradA).abs().sum() + (c * hand.gradC).abs().sum()).item<double>(),
                1e-9);
    EXPECT_NEAR(plainScore(run), ((a * hand.gradA).sum() + (c * hand.gradC).sum()).item<double>(), 1e-9);
    EXPECT_NEAR(gradNormScore(run), (hand.gradA.norm() + hand.gradC.norm()).item<double>(), 1e-9);
    // Fisher: half the mean over images of (sum over pixels of a dL/da)^2, once for each weight of a channel.
    const Tensor perImage =
        (hand.hidden * hand.gradHidden).reshape({8, 16, 5}).sum(1).pow(2).mean(0).sum() / 2;
    ProxyTrace trace;
    const Tensor loss = probeLoss(model, probe, &trace);
    const Tensor logitGradient = torch::autograd::grad({loss}, {trace.layers[1]})[0];
    const Tensor ofLogits = (trace.layers[1] * logitGradient).pow(2).flatten(1).mean(0).sum() / 2;
    EXPECT_NEAR(fisherScore(run), (2 * perImage + 5 * ofLogits).item<double>(), 1e-9);
    EXPECT_NEAR(l2NormScore(run), (a.norm() + c.norm()).item<double>(), 1e-9);
}

TEST(GradientMetrics, GraspIsMinusTheWeightsTimesTheHessianTimesTheGradient) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    const std::vector<Tensor> gradients =
        torch::autograd::grad({probeLoss(model, probe)}, model.weights(), {}, true, true);
    Tensor product = torch::zeros({}, torch::kDouble);
    for (const Tensor& g : gradients)
        product = product + (g * g.detach()).sum();
    const std::vector<Tensor> second = torch::autograd::grad({product}, model.weights());
    double expected = 0;
    for (std::size_t i = 0; i < second.size(); ++i)
        expected -= (model.weights()[i] * second[i]).sum().item<double>();
    const std::vector<Tensor> before = {model.weights()[0].detach().clone(),
                                        model.weights()[1].detach().clone()};
    EXPECT_NEAR(graspScore(run), expected, 0.05 * std::abs(expected))
        << "a finite difference across the corners of ReLU";
    EXPECT_TRUE(torch::equal(before[0], model.weights()[0]) && torch::equal(before[1], model.weights()[1]))
        << "the weights must be put back";
}

TEST(GradientMetrics, ZicoIsTheLogOfMeanOverDeviation) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    const auto half = [&](std::int64_t first) {
        Probe part = {probe.images.narrow(0, first, 4), probe.labels.narrow(0, first, 4), {}, {}};
        return weightGradients(model, probeLoss(model, part));
    };
    const auto one = half(0), two = half(4);
    double expected = 0;
    for (std::size_t i = 0; i < one.size(); ++i) {
        double sum = 0;
        for (std::int64_t k = 0; k < one[i].numel(); ++k) {
            const double x = one[i].flatten()[k].item<double>(), y = two[i].flatten()[k].item<double>();
            const double mean = (x + y) / 2;
            const double deviation = std::sqrt((std::pow(x - mean, 2) + std::pow(y - mean, 2)) / 2);
            sum += deviation > 0 ? (std::abs(x) + std::abs(y)) / 2 / deviation : 0;
        }
        expected += std::log(sum);
    }
    EXPECT_NEAR(zicoScore(run), expected, 1e-9);
}

TEST(GradientMetrics, SynflowIsTheSumOverPaths) {
    const SmallModel model(true);
    // The linear network's output is the sum over paths of |c| |a|; each of the two layers collects it once.
    const Tensor a = model.weights()[0].detach().reshape({5, 2}),
                 c = model.weights()[1].detach().reshape({3, 5});
    const double paths = torch::mm(c, a).sum().item<double>();
    const Probe none;
    ModelRun run(model, none);
    EXPECT_NEAR(synflowScore(run), std::log(2 * paths), 1e-9);
}

TEST(JacobianCovariance, IsTheEigenvalueSum) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    const Tensor images = probe.images.clone().requires_grad_();
    model.forward(images, nullptr).sum().backward();
    const Tensor rows = images.grad().flatten(1).to(torch::kDouble);
    const Tensor centred = rows - rows.mean(1, true);
    const Tensor scaled = centred / centred.norm(2, {1}, true);
    const Tensor v = std::get<0>(torch::linalg_eigh(torch::mm(scaled, scaled.t()))) + 1e-5;
    const double expected = -(v.log() + 1 / v).sum().item<double>();
    EXPECT_NEAR(jacobianCovarianceScore(run), expected, 1e-4 * std::abs(expected));
}

TEST(PatternMetrics, CountUnitsOneByOne) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    ProxyTrace trace;
    model.forward(probe.images, &trace);
    const Tensor on = trace.preactivations[0].flatten(1) > 0;
    Tensor kernel = torch::zeros({8, 8}, torch::kDouble);
    std::set<std::vector<bool>> patterns;
    for (std::int64_t u = 0; u < on.size(1); ++u) {
        std::vector<bool> pattern;
        for (std::int64_t i = 0; i < 8; ++i) {
            pattern.push_back(on[i][u].item<bool>());
            for (std::int64_t j = 0; j < 8; ++j)
                if (on[i][u].item<bool>() == on[j][u].item<bool>())
                    kernel[i][j] += 1;
        }
        patterns.insert(pattern);
    }
    EXPECT_NEAR(naswotScore(run), std::get<1>(torch::linalg_slogdet(kernel)).item<double>(), 1e-9);
    EXPECT_EQ(swapScore(run), static_cast<double>(patterns.size()));

    ProxyTrace pair;
    model.forward(torch::cat({probe.images, probe.images + 0.01 * probe.noise}), &pair);
    const Tensor both = pair.preactivations[0].flatten(1) > 0;
    int crossed = 0;
    for (std::int64_t i = 0; i < 8; ++i)
        for (std::int64_t u = 0; u < both.size(1); ++u)
            crossed += both[i][u].item<bool>() != both[i + 8][u].item<bool>() ? 1 : 0;
    EXPECT_GT(crossed, 0);
    EXPECT_NEAR(linearRegionsScore(run), std::log(1 + crossed / 8.0), 1e-9);
}

TEST(AzNas, EntropiesAndTrainabilityAreTheirFormulas) {
    const SmallModel model;
    const Probe probe = smallProbe();
    ModelRun run(model, probe);
    ProxyTrace trace;
    model.forward(probe.noise, &trace);
    std::vector<double> entropies;
    for (const Tensor& map : trace.blocks) {
        const Tensor rows = map.detach().permute({0, 2, 3, 1}).reshape({128, -1}).to(torch::kDouble);
        const Tensor covariance = torch::cov(rows.t(), 0);
        const Tensor values =
            std::get<0>(torch::linalg_eigh(covariance.reshape({rows.size(1), rows.size(1)})));
        double entropy = 0;
        for (std::int64_t i = 0; i < values.numel(); ++i) {
            const double p = values[i].item<double>() / values.sum().item<double>();
            entropy -= p * std::log(p + 1e-8);
        }
        entropies.push_back(entropy);
    }
    EXPECT_NEAR(expressivityScore(run), entropies[0] + entropies[1], 1e-5);
    EXPECT_NEAR(progressivityScore(run), entropies[1] - entropies[0], 1e-5);

    // One block, 2 to 5 channels, with the signs of the probe's other noise.
    const Tensor signs =
        torch::where(probe.other.repeat({3, 1, 1, 1}).flatten().narrow(0, 0, 8 * 5 * 16) < 0, -1.0, 1.0)
            .reshape({8, 5, 4, 4});
    const Tensor in = probe.noise.to(torch::kDouble).requires_grad_();
    const Tensor out = torch::relu(proxyBatchNorm(at::conv2d(in, model.weights()[0])));
    const Tensor back = torch::autograd::grad({out}, {in}, {signs.to(torch::kDouble)})[0];
    const Tensor m = torch::mm(back.permute({0, 2, 3, 1}).reshape({-1, 2}).t(),
                               signs.to(torch::kDouble).permute({0, 2, 3, 1}).reshape({-1, 5})) /
                     128;
    const double s = std::get<1>(torch::linalg_svd(m)).max().item<double>();
    Probe real = probe;
    real.noise = in; // so that the first block is a leaf of the graph
    ModelRun realRun(model, real);
    EXPECT_NEAR(trainabilityScore(realRun), 2 - s - 1 / (s + 1e-6), 1e-4);
}

TEST(Meco, SumsTheLeastEigenvalues) {
    const SmallModel model;
    Probe probe = smallProbe();
    probe.noise = torch::randn({1, 2, 64, 64});
    ProxyTrace trace;
    ModelRun run(model, probe);
    model.forward(probe.noise, &trace);
    double expected = 0;
    for (const Tensor& map : trace.modules) {
        const Tensor rows = map[0].detach().flatten(1).to(torch::kDouble);
        const Tensor centred = rows - rows.mean(1, true);
        const Tensor scaled = centred / centred.norm(2, {1}, true);
        expected += std::get<0>(torch::linalg_eigh(torch::mm(scaled, scaled.t())))[0].item<double>();
    }
    EXPECT_NEAR(mecoScore(run), expected, 1e-6);
}

/// Layers and the entropy of the Fisher information's deciles, its Jacobian by finite differences: logits
/// when one weight moves and the norm's statistics do not.
TEST(Vkdnw, IsTheEntropyOfTheFisherInformation) {
    const SmallModel model(false, true);
    const Probe probe = smallProbe();
    const torch::NoGradGuard noGradient;
    const Tensor x = probe.noise.to(torch::kDouble);
    const Tensor a = model.weights()[0].detach(), c = model.weights()[1].detach();
    const Tensor base = at::conv2d(x, a);
    const Tensor mean = base.mean({0, 2, 3}, true), variance = base.var({0, 2, 3}, false, true) + 1e-5;
    const auto logits = [&](const Tensor& first, const Tensor& last) {
        const Tensor hidden = torch::relu((at::conv2d(x, first) - mean) / variance.sqrt());
        return at::conv2d(hidden.mean({2, 3}, true), last).flatten(1);
    };
    constexpr double step = 1e-6;
    const auto moved = [&](const Tensor& w, double by) {
        const Tensor copy = w.clone();
        copy[0][0][0][0] += by;
        return copy;
    };
    const Tensor jacobian =
        torch::stack({(logits(moved(a, step), c) - logits(moved(a, -step), c)) / (2 * step),
                      (logits(a, moved(c, step)) - logits(a, moved(c, -step))) / (2 * step)},
                     2); // [image][class][weight]
    const Tensor p = 0.95 * torch::softmax(logits(a, c), 1) + 0.05 / 3;
    Tensor fisher = torch::zeros({2, 2}, torch::kDouble);
    for (std::int64_t n = 0; n < 8; ++n) {
        const Tensor covariance = torch::diag(p[n]) - torch::outer(p[n], p[n]);
        fisher += torch::mm(jacobian[n].t(), torch::mm(covariance, jacobian[n])) / 8;
    }
    const double trace = (fisher[0][0] + fisher[1][1]).item<double>();
    const double determinant = (fisher[0][0] * fisher[1][1] - fisher[0][1] * fisher[1][0]).item<double>();
    const double root = std::sqrt(trace * trace / 4 - determinant);
    double sum = 0, entropy = 0;
    for (int d = 1; d <= 9; ++d)
        sum += trace / 2 - root + d / 10.0 * 2 * root;
    for (int d = 1; d <= 9; ++d) {
        const double share = (trace / 2 - root + d / 10.0 * 2 * root) / sum;
        entropy -= share * std::log(share) / std::log(9.0);
    }
    const torch::AutoGradMode recorded(true);
    ModelRun run(model, probe);
    EXPECT_NEAR(vkdnwScore(run), 2 + entropy, 1e-6);
    EXPECT_LT(entropy, 0.999) << "equal deciles would show nothing";
}

/// Image by image they add up to what LibTorch and our layers give for the batch, whatever the operator.
TEST(Vkdnw, TakesEachLayersGradientOfOneWeight) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    for (const OperatorType op : {OperatorType::Conv, OperatorType::Shift, OperatorType::Adder}) {
        const Network network = space.expand(space.largest(op));
        const auto model = hybridProxy(network, 1, 2, optionsOf(Setting::Frozen), {});
        const Probe probe = noiseProbe(network, 1, 4);
        ProxyTrace trace;
        const Tensor logits = model->forward(probe.noise, &trace);
        const Tensor seed = torch::randn_like(logits);
        const Tensor rows = singleWeightGradients(
            *model, trace, torch::autograd::grad({logits}, trace.layers, {seed}, true, false, true));
        const std::vector<Tensor> whole = weightGradients(*model, (logits * seed).sum());
        ASSERT_EQ(rows.size(1), static_cast<std::int64_t>(whole.size()));
        for (std::size_t i = 0; i < whole.size(); ++i) {
            const std::int64_t middle = whole[i].size(2) / 2;
            const double expected = whole[i][0][0][middle][middle].item<double>();
            const Tensor mine = rows.select(1, static_cast<std::int64_t>(i));
            EXPECT_NEAR(mine.sum().item<double>(), expected, 1e-4 * (1e-3 + mine.abs().sum().item<double>()))
                << i;
        }
    }
}

TEST(HybridProxy, FrozenNormsKeepImagesApart) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Network network = space.expand(referenceArchitecture(space, 8, 3));
    const auto model = hybridProxy(network, 1, 2, optionsOf(Setting::Frozen), {});
    const Tensor images = noiseProbe(network, 1, 4).images.requires_grad_();
    const Tensor gradient =
        torch::autograd::grad({model->forward(images).narrow(0, 1, 1).sum()}, {images})[0];
    for (const std::int64_t n : {0, 1, 2, 3})
        EXPECT_EQ(gradient[n].abs().sum().item<float>() > 0, n == 1);
}

/// A backward pass is stopped at the next layer, not at its end.
TEST(HybridProxy, StopsOnTheWayBack) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const Network network = space.expand(space.largest(OperatorType::Adder));
    std::stop_source stop;
    const auto model = hybridProxy(network, 1, 2, {}, stop.get_token());
    ProxyTrace trace;
    const Tensor loss = probeLoss(*model, noiseProbe(network, 1, 4), &trace);
    bool stemReached = false;
    trace.layers[3].register_hook([&](const Tensor&) { stop.request_stop(); });
    trace.layers[0].register_hook([&](const Tensor&) { stemReached = true; });
    EXPECT_THROW(weightGradients(*model, loss), StopRequested);
    EXPECT_FALSE(stemReached);
}

/// The differentiable hybrid network is the layers' composition, with its own weights.
TEST(HybridProxy, IsTheCompositionOfItsLayers) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    for (int i = 0; i < 6; ++i) {
        const Network network = space.expand(referenceArchitecture(space, 8, i));
        const auto model = hybridProxy(network, 1, 2, {ProxyOptions::Weights::Kaiming, false, 0}, {});
        const torch::NoGradGuard noGradient;
        const auto weightOf = [&](std::size_t layer) {
            const Tensor w = model->weights()[layer].detach();
            return network.layers[layer].op == OperatorType::Shift
                       ? w.sign() * torch::exp2(w.abs().clamp(std::exp2(-31), 1).log2().round())
                       : w;
        };
        SlowNetwork slow{network, weightOf, true, 1, {}};
        const Probe probe = noiseProbe(network, 1, 16);
        const Tensor fast = model->forward(probe.images);
        EXPECT_LT(relativeError(fast, slow.logits(probe.images.to(torch::kDouble))), 2e-3) << i;
    }
}

TEST(HybridMetrics, AreFiniteAndDependOnTheOperators) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    std::vector<std::string> names;
    for (const Metric& metric : allMetrics())
        names.push_back(metric.info.name);
    const auto scorer = makeScorer(space, {.seed = 1, .metrics = names});
    const auto conv = (*scorer)->score(space.largest(OperatorType::Conv), {});
    const auto adder = (*scorer)->score(space.largest(OperatorType::Adder), {});
    ASSERT_TRUE(conv.ok() && adder.ok());
    const std::set<std::string> blind = {"nn_degree", "params", "macs"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_TRUE(std::isfinite((*conv)[i].value)) << names[i];
        EXPECT_TRUE(std::isfinite((*adder)[i].value)) << names[i];
        const bool equal = (*conv)[i].value == (*adder)[i].value;
        EXPECT_EQ(equal, blind.contains(names[i])) << names[i];
    }
}

TEST(NasBench201, CountsArePublishedOnes) {
    // Published: index 0 and a cell of 3x3 convolutions and pooling.
    const Cell first = *parseCell(
        "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|");
    EXPECT_EQ(cellParameters(first), 129306);
    EXPECT_EQ(publishedOperations(first), 17958592);
    const Cell second = *parseCell(
        "|avg_pool_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|avg_pool_3x3~0|avg_pool_3x3~1|avg_pool_3x3~2|");
    EXPECT_EQ(cellParameters(second), 559386);
    EXPECT_EQ(publishedOperations(second), 84743872);
    EXPECT_FALSE(parseCell("|nor_conv_3x3~0|+|none~0|").ok());
    EXPECT_FALSE(parseCell("|conv~0|+|none~0|none~1|+|none~0|none~1|none~2|").ok());
}

TEST(NasBench201, WeightsAreAsManyAsCounted) {
    const Cell cell =
        *parseCell("|nor_conv_3x3~0|+|nor_conv_3x3~0|avg_pool_3x3~1|+|none~0|nor_conv_3x3~1|skip_connect~2|");
    const auto model = cellProxy(cell, 1, {});
    std::int64_t weights = 0;
    for (const Tensor& w : model->weights())
        weights += w.numel();
    // Batch norms: stem, three convolutions in five cells, two in each reduction, the last; ten biases.
    const std::int64_t norms = 2 * (16 + 15 * (16 + 32 + 64) + 2 * 32 + 2 * 64 + 64) + 10;
    EXPECT_EQ(weights + norms, cellParameters(cell));
    ProxyTrace trace;
    EXPECT_EQ(model->forward(torch::randn({2, 3, 32, 32}), &trace).sizes(), torch::IntArrayRef({2, 10}));
    EXPECT_EQ(trace.blocks.size(), 18U);
}

} // namespace pairscape
