// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/search_space.h"
#include "tests/core/space/operator_names.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

/// Sizes and operation counts known for the published spaces. They were counted from the released
/// configurations of NASA and NASA-F, not with this program.
namespace pairscape {
namespace {

/// Weights and biases without batch norm's scale and shift: what the published parameter counts hold.
double weightsAndBiases(const Network& network) {
    std::int64_t sum = 0;
    for (const Layer& layer : network.layers)
        sum += layer.weights() + (layer.bias ? layer.outChannels : 0);
    return static_cast<double>(sum);
}

double macs(const Network& network) {
    return static_cast<double>(network.counts().total());
}

TEST(PublishedFigures, NashCifar100SmallestAndLargest) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    const Network smallest = space.expand(space.smallest(conv));
    EXPECT_NEAR(macs(smallest), 26.8e6, 0.05e6);
    EXPECT_NEAR(weightsAndBiases(smallest), 7.30e6, 0.005e6);
    const Network largest = space.expand(space.largest(conv));
    EXPECT_NEAR(macs(largest), 108.2e6, 0.05e6);
    EXPECT_NEAR(weightsAndBiases(largest), 21.5e6, 0.05e6);
    // Our own count holds batch norm too; that stays within 2 %.
    EXPECT_NEAR(static_cast<double>(smallest.counts().parameters), 7.30e6, 0.02 * 7.30e6);
    EXPECT_NEAR(static_cast<double>(largest.counts().parameters), 21.5e6, 0.02 * 21.5e6);
}

TEST(PublishedFigures, NashCifar100LargestByKindOfLayer) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    std::map<LayerRole, double> macsOf;
    for (const Layer& layer : space.expand(space.largest(conv)).layers)
        macsOf[layer.role] += static_cast<double>(layer.macs());
    EXPECT_NEAR(macsOf[LayerRole::Expand] + macsOf[LayerRole::Project], 78.6e6, 0.05e6);
    EXPECT_NEAR(macsOf[LayerRole::Depthwise], 13.8e6, 0.05e6);
    EXPECT_NEAR(macsOf[LayerRole::SqueezeReduce] + macsOf[LayerRole::SqueezeExpand], 10.3e6, 0.05e6);
    EXPECT_NEAR(macsOf[LayerRole::HeadExpand] + macsOf[LayerRole::Head], 3.9e6, 0.05e6);
}

TEST(PublishedFigures, NashTinyImagenetLargest) {
    const SearchSpace space = *SearchSpace::preset("nash-tiny-imagenet");
    EXPECT_EQ(space.inputSize(), 64);
    EXPECT_EQ(space.classes(), 200);
    EXPECT_NEAR(macs(space.expand(space.largest(conv))), 393.5e6, 0.05e6);
}

TEST(PublishedFigures, NashSizes) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    EXPECT_EQ(space.sizeText(), "90684616215882137547571200");
    EXPECT_DOUBLE_EQ(space.size(), 90684616215882137547571200.0);
    EXPECT_EQ(space.restrictedTo({conv, adder})->sizeText(), "117435742224069427200");
    EXPECT_EQ(space.restrictedTo({shift, adder})->sizeText(), "117435742224069427200");
    EXPECT_EQ(space.restrictedTo({shift})->sizeText(), "110075314176");
    EXPECT_NEAR(space.size(), 9.07e25, 0.005e25);
    EXPECT_NEAR(space.restrictedTo({conv, adder})->size(), 1.17e20, 0.005e20);
    EXPECT_NEAR(space.restrictedTo({conv})->size(), 1.10e11, 0.005e11);
    EXPECT_EQ(SearchSpace::preset("nash-tiny-imagenet")->sizeText(), space.sizeText());
}

TEST(PublishedFigures, NashDepths) {
    const SearchSpace space = *SearchSpace::preset("nash-cifar100");
    EXPECT_EQ(space.expand(space.smallest(conv)).blocks.size(), 17u);
    const Network largest = space.expand(space.largest(conv));
    EXPECT_EQ(largest.blocks.size(), 37u);
    EXPECT_EQ(largest.layers[static_cast<std::size_t>(largest.headExpand)].inHeight, 2);
}

TEST(PublishedFigures, NasaUniformNetworks) {
    const SearchSpace space = *SearchSpace::preset("nasa-cifar");
    const auto uniform = [&](int kernel, int expansion) {
        Architecture architecture = space.largest(conv);
        for (StageGene& stage : architecture.stages)
            for (BlockGene& block : stage.blocks)
                block = {conv, kernel, expansion, false};
        return space.expand(architecture);
    };
    EXPECT_EQ(uniform(3, 1).blocks.size(), 22u);
    EXPECT_NEAR(macs(uniform(3, 1)), 31.3e6, 0.05e6);
    EXPECT_NEAR(macs(uniform(3, 3)), 75.8e6, 0.05e6);
    EXPECT_NEAR(macs(uniform(3, 6)), 142.6e6, 0.05e6);
    EXPECT_NEAR(macs(uniform(5, 6)), 160.9e6, 0.05e6);
    EXPECT_NEAR(weightsAndBiases(uniform(3, 1)), 1.16e6, 0.005e6);
    EXPECT_NEAR(weightsAndBiases(uniform(3, 6)), 3.54e6, 0.005e6);
    EXPECT_NEAR(weightsAndBiases(uniform(5, 6)), 3.70e6, 0.005e6);
}

/// The tables of docs/architecture-text.md, to the last digit.
TEST(PublishedFigures, ManualShowsWhatIsCounted) {
    const auto expectCounts = [](const std::string& name, bool largest, double total, double weights,
                                 double all) {
        const SearchSpace space = *SearchSpace::preset(name);
        const Network network = space.expand(largest ? space.largest(conv) : space.smallest(conv));
        EXPECT_EQ(macs(network), total) << name;
        EXPECT_EQ(weightsAndBiases(network), weights) << name;
        EXPECT_EQ(static_cast<double>(network.counts().parameters), all) << name;
    };
    expectCounts("nash-cifar100", false, 26'839'680, 7'301'668, 7'348'804);
    expectCounts("nash-cifar100", true, 108'227'328, 21'489'964, 21'643'660);
    expectCounts("nash-tiny-imagenet", false, 92'620'288, 7'480'968, 7'528'104);
    expectCounts("nash-tiny-imagenet", true, 393'515'008, 21'688'464, 21'842'160);
    expectCounts("nasa-cifar", true, 160'926'080, 3'701'844, 3'749'652);
    expectCounts("tiny", true, 456'384, 8'314, 9'034);
}

TEST(PublishedFigures, NasaSizes) {
    // NASA counts 19 candidates in each of 22 blocks, skip among them. A skip is possible only where the
    // shape stays: not in the first blocks of stages 2 to 7. So 18^6 * 19^16, and with fewer types 12, 13 and
    // 6, 7.
    const SearchSpace space = *SearchSpace::preset("nasa-cifar");
    EXPECT_EQ(space.sizeText(), "9810533969138570302307732544");
    EXPECT_NEAR(std::log(space.size()), 6 * std::log(18.0) + 16 * std::log(19.0), 1e-9);
    EXPECT_NEAR(std::log(space.restrictedTo({conv, shift})->size()), 6 * std::log(12.0) + 16 * std::log(13.0),
                1e-9);
    EXPECT_NEAR(std::log(space.restrictedTo({conv})->size()), 6 * std::log(6.0) + 16 * std::log(7.0), 1e-9);
}

} // namespace
} // namespace pairscape
