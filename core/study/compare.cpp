// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/compare.h"

#include "core/base/number_text.h"

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace pairscape {

namespace {

/// Visits every modelled and counted figure of an evaluation under its name, in a fixed order. Bounds are
/// left out: they are names that follow from the mappings, and have been defined anew without a change of any
/// figure.
template <class Visitor>
void visitFigures(const Evaluation& evaluation, Visitor&& visit) {
    for (const OperatorType op : allOperatorTypes)
        visit("MAC-equivalents", operatorTypeName(op), evaluation.counts.macs[indexOf(op)]);
    visit("parameters", "", evaluation.counts.parameters);
    visit("feasibility", "", std::int64_t{evaluation.feasible});
    if (!evaluation.feasible)
        return;
    const HardwareCost& cost = evaluation.design.cost;
    visit("FPS", "", cost.fps);
    visit("throughput", "", cost.throughputGops);
    visit("latency", "", cost.latencySeconds);
    visit("energy", "", cost.energyJoule);
    visit("power", "", cost.powerWatts);
    visit("interval", "", cost.intervalCycles);
    visit("bottleneck", "", static_cast<std::int64_t>(cost.bottleneck));
    visit("images in flight", "", std::int64_t{cost.imagesInFlight});
    visit("bytes in flight", "", cost.inFlightBytes);
    visit("batch", "", std::int64_t{evaluation.design.accelerator.batch});
    const auto visitResources = [&visit](std::string_view of, const Resources& use) {
        visit("DSP", of, std::int64_t{use.dsp});
        visit("LUT", of, std::int64_t{use.lut});
        visit("BRAM36", of, std::int64_t{use.bram36});
        visit("URAM", of, std::int64_t{use.uram});
    };
    visitResources("", cost.use);
    for (const OperatorType op : allOperatorTypes) {
        const std::string of = std::string(operatorTypeName(op)) + " chunk";
        const Chunk& chunk = evaluation.design.accelerator.chunks[indexOf(op)];
        const ChunkCost& work = cost.chunks[indexOf(op)];
        visit("unrolling over output channels", of, std::int64_t{chunk.unrollOut});
        visit("unrolling over input channels", of, std::int64_t{chunk.unrollIn});
        visit("unrolling over pixels", of, std::int64_t{chunk.unrollPixels});
        visit("input buffer", of, chunk.inputBufferBytes);
        visit("weight buffer", of, chunk.weightBufferBytes);
        visit("output buffer", of, chunk.outputBufferBytes);
        visitResources(of, work.use);
        visit("PEs without a shared DSP", of, std::int64_t{chunk.unpacked});
        visit("PEs", of, work.pes);
        visit("layers", of, std::int64_t{work.layers});
        visit("MAC-equivalents", of, work.macs);
        visit("cycles", of, work.cycles);
        visit("DRAM bytes", of, work.dramBytes);
        visit("busy share", of, work.busy);
    }
    visit("number of layers", "", static_cast<std::int64_t>(cost.layers.size()));
    for (std::size_t i = 0; i < cost.layers.size(); ++i) {
        const LayerCost& layer = cost.layers[i];
        const std::string of = "layer " + std::to_string(i + 1);
        visit("chunk", of, static_cast<std::int64_t>(layer.chunk));
        visit("tile of output channels", of, std::int64_t{layer.mapping.tileOut});
        visit("tile of input channels", of, std::int64_t{layer.mapping.tileIn});
        visit("tile of rows", of, std::int64_t{layer.mapping.tileRows});
        visit("tile of columns", of, std::int64_t{layer.mapping.tileColumns});
        visit("stationary operand", of, static_cast<std::int64_t>(layer.mapping.stationary));
        visit("cycles", of, layer.cycles);
        visit("compute cycles", of, layer.computeCycles);
        visit("input bytes", of, layer.inputBytes);
        visit("weight bytes", of, layer.weightBytes);
        visit("output bytes", of, layer.outputBytes);
        visit("utilisation", of, layer.utilisation);
        visit("energy", of, layer.energyPj);
    }
}

struct Figure {
    std::string name;
    std::int64_t whole = 0;
    double real = 0;

    std::string text() const { return real != 0 ? exactText(real) : std::to_string(whole); }
};

std::vector<Figure> figuresOf(const Evaluation& evaluation) {
    std::vector<Figure> figures;
    visitFigures(evaluation, [&figures](std::string_view name, std::string_view of, auto value) {
        Figure figure;
        figure.name = std::string(name) + (of.empty() ? "" : " of the " + std::string(of));
        if constexpr (std::integral<decltype(value)>)
            figure.whole = value;
        else
            figure.real = value;
        figures.push_back(std::move(figure));
    });
    return figures;
}

std::string differs(const std::string& name, const std::string& a, const std::string& b) {
    return name + " is " + a + " in one and " + b + " in the other";
}

bool near(double a, double b, double tolerance) {
    return a == b || std::abs(a - b) <= tolerance * std::max({1.0, std::abs(a), std::abs(b)});
}

} // namespace

std::optional<std::string> difference(const Evaluation& a, const Evaluation& b, double tolerance) {
    const std::vector<Figure> first = figuresOf(a);
    const std::vector<Figure> second = figuresOf(b);
    // One that ends earlier has differed in a figure before: feasibility, or the number of layers.
    for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i)
        if (first[i].whole != second[i].whole || first[i].real != second[i].real)
            return differs(first[i].name, first[i].text(), second[i].text());
    if (!a.feasible && a.infeasibleReason != b.infeasibleReason)
        return differs("the reason why it cannot be built", "'" + a.infeasibleReason + "'",
                       "'" + b.infeasibleReason + "'");
    if (a.scores.size() != b.scores.size())
        return differs("the number of raw terms", std::to_string(a.scores.size()),
                       std::to_string(b.scores.size()));
    for (std::size_t i = 0; i < a.scores.size(); ++i) {
        if (a.scores[i].name != b.scores[i].name)
            return differs("a raw term", a.scores[i].name, b.scores[i].name);
        if (!near(a.scores[i].value, b.scores[i].value, tolerance))
            return differs(a.scores[i].name, exactText(a.scores[i].value), exactText(b.scores[i].value));
    }
    return std::nullopt;
}

std::optional<std::string> notANumber(const Evaluation& evaluation) {
    for (const RawTerm& term : evaluation.scores)
        if (std::isnan(term.value))
            return term.name;
    for (const Figure& figure : figuresOf(evaluation))
        if (std::isnan(figure.real))
            return figure.name;
    return std::nullopt;
}

} // namespace pairscape
