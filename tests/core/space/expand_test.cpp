// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/core/space/test_spaces.h"
#include "tests/support/arbitrary_architecture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <set>

namespace pairscape {
namespace {

/// Counts by formula, straight from an architecture and the published description of the NASA-F and NASA
/// blocks: no layers, no shapes beyond channels and map size, nothing shared with expand().
struct Recount {
    std::array<std::int64_t, operatorTypeCount> macs{};
    std::int64_t parameters = 0;

    void matrix(OperatorType op, std::int64_t in, std::int64_t out, std::int64_t positions) {
        macs[indexOf(op)] += in * out * positions;
        parameters += in * out;
    }
    void batchNorm(std::int64_t channels) { parameters += 2 * channels; }
};

std::int64_t divisibleByEight(double v) {
    std::int64_t rounded = std::max<std::int64_t>(1, static_cast<std::int64_t>(v + 4) / 8 * 8);
    if (static_cast<double>(rounded) < 0.9 * v)
        rounded += 8;
    return rounded;
}

Recount recountNash(const SearchSpace& space, const Architecture& a, int headExpansion) {
    Recount count;
    std::int64_t size = space.inputSize(), c = a.stemChannels;
    count.matrix(OperatorType::Conv, 27, c, size * size);
    count.batchNorm(c);
    for (std::size_t s = 0; s < a.stages.size(); ++s) {
        for (std::size_t b = 0; b < a.stages[s].blocks.size(); ++b) {
            const BlockGene& gene = a.stages[s].blocks[b];
            const std::int64_t out = a.stages[s].channels, k2 = gene.kernel * gene.kernel;
            const std::int64_t hidden =
                gene.expansion == 1 ? c : divisibleByEight(static_cast<double>(c * gene.expansion));
            if (gene.expansion != 1) {
                count.matrix(gene.op, c, hidden, size * size);
                count.batchNorm(hidden);
            }
            if (b == 0)
                size /= space.stages()[s].stride;
            count.matrix(gene.op, k2, hidden, size * size);
            count.batchNorm(hidden);
            if (space.stages()[s].squeezeExcite) {
                const std::int64_t squeezed = divisibleByEight(static_cast<double>(hidden / 4));
                count.matrix(gene.op, hidden, squeezed, 1);
                count.matrix(gene.op, squeezed, hidden, 1);
                count.batchNorm(squeezed + hidden);
            }
            count.matrix(gene.op, hidden, out, size * size);
            count.batchNorm(out);
            if (c != out) {
                count.matrix(gene.op, c, out, size * size);
                count.batchNorm(out);
            }
            c = out;
        }
    }
    count.matrix(OperatorType::Conv, c, headExpansion * c, size * size);
    count.batchNorm(headExpansion * c);
    count.matrix(OperatorType::Conv, headExpansion * c, a.headChannels, 1);
    count.matrix(OperatorType::Conv, a.headChannels, space.classes(), 1);
    count.parameters += space.classes();
    return count;
}

Recount recountNasa(const SearchSpace& space, const Architecture& a) {
    Recount count;
    std::int64_t size = space.inputSize(), c = a.stemChannels;
    count.matrix(OperatorType::Conv, 27, c, size * size);
    count.batchNorm(c);
    for (std::size_t s = 0; s < a.stages.size(); ++s) {
        for (std::size_t b = 0; b < a.stages[s].blocks.size(); ++b) {
            const BlockGene& gene = a.stages[s].blocks[b];
            if (gene.skip)
                continue;
            const std::int64_t hidden = c * gene.expansion;
            count.matrix(gene.op, c, hidden, size * size);
            if (b == 0)
                size /= space.stages()[s].stride;
            count.matrix(gene.op, gene.kernel * gene.kernel, hidden, size * size);
            c = a.stages[s].channels;
            count.matrix(gene.op, hidden, c, size * size);
            count.batchNorm(2 * hidden + c);
        }
    }
    count.matrix(OperatorType::Conv, c, a.headChannels, size * size);
    count.batchNorm(a.headChannels);
    count.matrix(OperatorType::Conv, a.headChannels, space.classes(), 1);
    count.parameters += space.classes();
    return count;
}

RC_GTEST_PROP(Expand, CountsAreThoseOfTheFormulas, ()) {
    const SearchSpace space = *arbitrarySpace();
    const Architecture architecture = *arbitraryArchitecture(space);
    const OperationCounts counts = space.expand(architecture).counts();
    const Recount recount = space.name() == "nasa-cifar"
                                ? recountNasa(space, architecture)
                                : recountNash(space, architecture, space.name() == "tiny" ? 2 : 6);
    RC_ASSERT(counts.macs == recount.macs);
    RC_ASSERT(counts.parameters == recount.parameters);
}

/// A tensor's shape: channels and rows (maps are square).
using Shape = std::pair<int, int>;

Shape in(const Layer& layer) {
    RC_ASSERT(layer.inHeight == layer.inWidth);
    return {layer.inChannels, layer.inHeight};
}

Shape out(const Layer& layer) {
    RC_ASSERT(layer.outHeight == layer.outWidth);
    return {layer.outChannels, layer.outHeight};
}

/// Follows the data through the whole network as network.h describes it; each layer must take what its
/// producer gives, and each layer must be visited once and in order.
void followData(const Network& network) {
    std::vector<int> visited;
    const auto visit = [&](int index) -> const Layer& {
        RC_ASSERT(index >= 0 && index < static_cast<int>(network.layers.size()));
        visited.push_back(index);
        const Layer& layer = network.layers[static_cast<std::size_t>(index)];
        // The output size of a convolution with zero padding.
        RC_ASSERT(layer.outHeight == (layer.inHeight + 2 * layer.padding - layer.kernel) / layer.stride + 1);
        RC_ASSERT(layer.padding == layer.kernel / 2);
        RC_ASSERT(layer.inChannels % layer.groups == 0 && layer.outChannels % layer.groups == 0);
        return layer;
    };
    const Layer& stem = visit(network.stem);
    RC_ASSERT(in(stem) == Shape(network.inputChannels, network.inputSize));
    RC_ASSERT(stem.op == OperatorType::Conv);
    Shape shape = out(stem);
    for (std::size_t b = 0; b < network.blocks.size(); ++b) {
        const NetworkBlock& block = network.blocks[b];
        const Shape before = shape;
        RC_ASSERT(before == Shape(block.inChannels, block.inHeight));
        std::vector<const Layer*> own;
        if (block.expand >= 0) {
            own.push_back(&visit(block.expand));
            RC_ASSERT(in(*own.back()) == shape);
            shape = out(*own.back());
        }
        const Layer& depthwise = visit(block.depthwise);
        own.push_back(&depthwise);
        RC_ASSERT(in(depthwise) == shape);
        RC_ASSERT(depthwise.groups == depthwise.inChannels && depthwise.inChannels == depthwise.outChannels);
        RC_ASSERT(depthwise.kernel == block.kernel && depthwise.stride == block.stride);
        shape = out(depthwise);
        if (block.squeezeReduce >= 0) {
            const Layer& reduce = visit(block.squeezeReduce);
            const Layer& expand = visit(block.squeezeExpand);
            own.insert(own.end(), {&reduce, &expand});
            RC_ASSERT(in(reduce) == Shape(shape.first, 1));
            RC_ASSERT(in(expand) == out(reduce));
            RC_ASSERT(out(expand) == Shape(shape.first, 1));
            RC_ASSERT(expand.activation == Activation::HardSigmoid);
        }
        const Layer& project = visit(block.project);
        own.push_back(&project);
        RC_ASSERT(in(project) == shape);
        RC_ASSERT(project.activation == Activation::None);
        shape = out(project);
        Shape around(before.first, before.second / block.shortcutPooling);
        if (block.shortcut >= 0) {
            const Layer& shortcut = visit(block.shortcut);
            own.push_back(&shortcut);
            RC_ASSERT(in(shortcut) == around);
            around = out(shortcut);
        }
        if (block.residual)
            RC_ASSERT(around == shape);
        RC_ASSERT(shape == Shape(block.outChannels, block.outHeight));
        for (const Layer* layer : own) {
            RC_ASSERT(layer->op == block.op);
            RC_ASSERT(layer->stage == block.stage && layer->block == static_cast<int>(b));
            RC_ASSERT(layer->batchNorm && !layer->bias);
        }
    }
    if (network.poolBeforeHead) {
        const Layer& expand = visit(network.headExpand);
        RC_ASSERT(in(expand) == shape && expand.batchNorm);
        shape = Shape(expand.outChannels, 1);
    }
    const Layer& head = visit(network.head);
    RC_ASSERT(in(head) == shape);
    RC_ASSERT(head.batchNorm == !network.poolBeforeHead && !head.bias);
    const Layer& classifier = visit(network.classifier);
    RC_ASSERT(in(classifier) == Shape(head.outChannels, 1));
    RC_ASSERT(out(classifier) == Shape(network.classes, 1));
    RC_ASSERT(!classifier.batchNorm && classifier.bias && classifier.activation == Activation::None);

    for (std::size_t i = 0; i < visited.size(); ++i)
        RC_ASSERT(visited[i] == static_cast<int>(i));
    RC_ASSERT(visited.size() == network.layers.size());
    std::set<std::string> names;
    for (const Layer& layer : network.layers)
        RC_ASSERT(names.insert(layer.name).second);
}

RC_GTEST_PROP(Expand, EveryLayerTakesWhatItsProducerGives, ()) {
    const SearchSpace space = *rc::gen::oneOf(arbitrarySpace(), rc::gen::just(skippingSpace()));
    followData(space.expand(*arbitraryArchitecture(space)));
}

TEST(Expand, NashBlocksByHand) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Network network = space.expand(*space.parse("stem16 24k5e1:A 24k3e4:CSA 40k5e5:SSS 64k3e4:CCC "
                                                      "120k3e6:CCC 192k3e6:CCC 216k3e6:C head1984"));
    // mb1: no expand layer, adder shortcut 16 -> 24, stride 1.
    const NetworkBlock& first = network.blocks[0];
    EXPECT_EQ(first.expand, -1);
    EXPECT_EQ(first.squeezeReduce, -1);
    ASSERT_GE(first.shortcut, 0);
    EXPECT_EQ(first.shortcutPooling, 1);
    EXPECT_EQ(network.layers[static_cast<std::size_t>(first.shortcut)].name, "mb1.1.shortcut");
    EXPECT_EQ(network.layers[static_cast<std::size_t>(first.shortcut)].op, OperatorType::Adder);
    EXPECT_EQ(network.layers[static_cast<std::size_t>(first.depthwise)].padding, 2);
    // mb2: channels stay, the map halves: pooled shortcut without a layer.
    const NetworkBlock& second = network.blocks[1];
    EXPECT_TRUE(second.residual);
    EXPECT_EQ(second.shortcut, -1);
    EXPECT_EQ(second.shortcutPooling, 2);
    EXPECT_EQ(second.outHeight, 16);
    // mb3: 24 * 5 = 120 wide inside; a quarter is 30, and that becomes 32.
    const NetworkBlock& squeezing = network.blocks[4];
    EXPECT_EQ(network.layers[static_cast<std::size_t>(squeezing.depthwise)].outChannels, 120);
    const Layer& reduce = network.layers[static_cast<std::size_t>(squeezing.squeezeReduce)];
    EXPECT_EQ(reduce.name, "mb3.1.squeeze-reduce");
    EXPECT_EQ(reduce.outChannels, 32);
    EXPECT_EQ(reduce.op, OperatorType::Shift);
    EXPECT_EQ(reduce.activation, Activation::Relu);
    const Layer& headExpand = network.layers[static_cast<std::size_t>(network.headExpand)];
    EXPECT_EQ(headExpand.outChannels, 6 * 216);
    EXPECT_EQ(headExpand.activation, Activation::Swish);
    EXPECT_EQ(network.layers.back().name, "classifier");
}

TEST(Expand, WidthsAreRoundedAsInMobileNet) {
    // 10 x 2 = 20 inside becomes 24; a quarter is 6 and becomes 8. 20 x 2 = 40 stays; its quarter 10 must not
    // shrink to 8 (more than a tenth), so it becomes 16. Without an expand layer 10 stays 10.
    for (const auto& [channels, inside, squeezed] : {std::array{10, 24, 8}, std::array{20, 40, 16}}) {
        std::string text = SearchSpace::preset("tiny")->toJson();
        for (int i = 0; i < 2; ++i)
            text.replace(text.find("[8]"), 3, "[" + std::to_string(channels) + "]");
        const auto space = SearchSpace::fromJson(text, "other widths");
        ASSERT_TRUE(space.ok()) << space.error().message;
        const Network network = space->expand(space->smallest(OperatorType::Conv));
        ASSERT_EQ(network.blocks.size(), 2u);
        const auto layer = [&](int index) { return network.layers[static_cast<std::size_t>(index)]; };
        EXPECT_EQ(layer(network.blocks[0].depthwise).outChannels, channels);
        EXPECT_EQ(layer(network.blocks[1].expand).outChannels, inside);
        EXPECT_EQ(layer(network.blocks[1].squeezeReduce).outChannels, squeezed);
    }
}

TEST(Expand, NasaSkipsLeaveBlocksOut) {
    const SearchSpace space = *SearchSpace::preset("nasa-cifar");
    const Network network = space.expand(space.smallest(OperatorType::Shift));
    EXPECT_EQ(network.blocks.size(), 6u);
    EXPECT_FALSE(network.poolBeforeHead);
    EXPECT_EQ(network.headExpand, -1);
    EXPECT_FALSE(network.blocks[0].residual);
    EXPECT_EQ(network.layers[1].name, "stage2.1.expand");
    EXPECT_EQ(network.layers[static_cast<std::size_t>(network.head)].outHeight, 4);
}

TEST(Expand, MultiplicationsShiftsAndAdditions) {
    const SearchSpace space = *SearchSpace::preset("tiny");
    const OperationCounts allConv = space.expand(space.largest(OperatorType::Conv)).counts();
    const OperationCounts allShift = space.expand(space.largest(OperatorType::Shift)).counts();
    const OperationCounts allAdder = space.expand(space.largest(OperatorType::Adder)).counts();
    EXPECT_EQ(allConv.total(), allShift.total());
    EXPECT_EQ(allConv.total(), allAdder.total());
    EXPECT_EQ(allConv.multiplications(), allConv.additions());
    EXPECT_EQ(allConv.shifts(), 0);
    EXPECT_EQ(allShift.shifts() + allShift.multiplications(), allShift.total());
    // Two additions for each adder MAC, one for each conv MAC of stem, head and classifier.
    EXPECT_EQ(allAdder.additions(), 2 * allAdder.total() - allAdder.multiplications());
    EXPECT_LT(allConv.total(), 1'000'000);
}

} // namespace
} // namespace pairscape
