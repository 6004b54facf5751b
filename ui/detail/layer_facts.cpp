// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_facts.h"

#include "core/base/number_text.h"
#include "ui/models/figure_text.h"

#include <QCoreApplication>

namespace pairscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pairscape::layerFacts", text);
}

QString shapeText(int channels, int height, int width) {
    return QStringLiteral("%1 \u00d7 %2 \u00d7 %3").arg(channels).arg(height).arg(width);
}

QString siQuantity(double value, const QString& unit) {
    // siText() ends in its prefix, or in the number where it needs none.
    const QString text = QString::fromStdString(siText(value));
    const bool prefixed = !text.isEmpty() && text.back().isLetter();
    return prefixed ? text + unit : text + QChar(0x2009) + unit;
}

QString operatorText(const Layer& layer) {
    QString text = operatorWord(layer.op);
    if (layer.depthwise())
        text += tr(", depthwise");
    else if (layer.groups > 1)
        text += tr(", %1 groups").arg(layer.groups);
    return text;
}

QString kernelText(const Layer& layer) {
    return tr("%1 \u00d7 %1, stride %2").arg(layer.kernel).arg(layer.stride);
}

QString tileText(const Mapping& mapping) {
    return tr("%1 out, %2 in, %3 \u00d7 %4")
        .arg(mapping.tileOut)
        .arg(mapping.tileIn)
        .arg(mapping.tileRows)
        .arg(mapping.tileColumns);
}

QString percent(double share) {
    return figureText(share * 100);
}

} // namespace

QString operatorWord(OperatorType op) {
    const std::string_view name = operatorTypeName(op);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QString boundWord(Bound bound) {
    switch (bound) {
    case Bound::Compute:
        return tr("compute");
    case Bound::Dram:
        return tr("DRAM");
    case Bound::Buffer:
        return tr("buffer");
    case Bound::Fill:
        return tr("array fill");
    }
    return {};
}

QChar boundLetter(Bound bound) {
    constexpr char letters[] = {'C', 'D', 'B', 'F'};
    return QLatin1Char(letters[static_cast<std::size_t>(bound)]);
}

QString layersText(int count) {
    return count == 1 ? tr("1 layer") : tr("%1 layers").arg(countText(count));
}

QString percentText(double share) {
    return figureText(share * 100) + QStringLiteral("\u00a0%");
}

QString bytesText(std::int64_t bytes) {
    return siQuantity(static_cast<double>(bytes), QStringLiteral("B"));
}

bool hasCosts(const PairingDetail& detail) {
    return detail.record.feasible && !detail.network.layers.empty() &&
           detail.cost.layers.size() == detail.network.layers.size();
}

double layerTime(const PairingDetail& detail, std::size_t layer, const std::optional<Platform>& platform) {
    const double cycles = static_cast<double>(detail.cost.layers[layer].cycles) /
                          static_cast<double>(std::max(1, detail.accelerator.batch));
    return platform && platform->clockMhz > 0 ? cycles / (platform->clockMhz * 1e3) : cycles;
}

QString layerTimeUnit(const std::optional<Platform>& platform) {
    return platform && platform->clockMhz > 0 ? QStringLiteral("ms") : QStringLiteral("cycles");
}

std::vector<Fact> layerFacts(const PairingDetail& detail, std::size_t index,
                             const std::optional<Platform>& platform) {
    const Layer& layer = detail.network.layers[index];
    std::vector<Fact> facts = {
        {tr("Layer"), tr("%1 of %2").arg(index + 1).arg(detail.network.layers.size()), {}},
        {tr("Role"), QString::fromStdString(layerRoleName(layer.role)), {}},
        {tr("Operator"), operatorText(layer), {}},
        {tr("In"), shapeText(layer.inChannels, layer.inHeight, layer.inWidth), {}},
        {tr("Out"), shapeText(layer.outChannels, layer.outHeight, layer.outWidth), {}},
        {tr("Kernel"), kernelText(layer), {}},
        {tr("MACs"), QString::fromStdString(siText(static_cast<double>(layer.macs()))), {}},
        {tr("Parameters"), countText(layer.parameters()), {}},
    };
    if (!hasCosts(detail))
        return facts;
    const LayerCost& cost = detail.cost.layers[index];
    const int batch = std::max(1, detail.accelerator.batch);
    facts.push_back({tr("Time"), figureText(layerTime(detail, index, platform)),
                     tr("%1 an image").arg(layerTimeUnit(platform))});
    facts.push_back({tr("Cycles"), countText(cost.cycles),
                     batch == 1 ? tr("for 1 image") : tr("for %1 images").arg(batch)});
    facts.push_back({tr("Waits for"), boundWord(cost.bound), {}});
    facts.push_back({tr("PEs in use"), percent(cost.utilisation), QStringLiteral("%")});
    facts.push_back({tr("DRAM in"), bytesText(cost.inputBytes), {}});
    facts.push_back({tr("DRAM weights"), bytesText(cost.weightBytes), {}});
    facts.push_back({tr("DRAM out"), bytesText(cost.outputBytes), {}});
    facts.push_back(
        {tr("Energy"), siQuantity(cost.energyPj * 1e-12 / batch, QStringLiteral("J")), tr("an image")});
    facts.push_back({tr("Tile"), tileText(cost.mapping), {}});
    facts.push_back(
        {tr("Stays on chip"), QString::fromStdString(stationaryName(cost.mapping.stationary)), {}});
    return facts;
}

std::vector<Fact> networkFacts(const PairingDetail& detail, const std::optional<Platform>& platform) {
    const OperationCounts counts = detail.network.counts();
    std::vector<Fact> facts = {
        {tr("Layers"), countText(static_cast<std::int64_t>(detail.network.layers.size())), {}},
        {tr("Input"),
         shapeText(detail.network.inputChannels, detail.network.inputSize, detail.network.inputSize),
         {}},
        {tr("MACs"), QString::fromStdString(siText(static_cast<double>(counts.total()))), {}},
    };
    for (const OperatorType op : allOperatorTypes)
        if (counts.macs[indexOf(op)] > 0)
            facts.push_back({tr("of them %1").arg(operatorWord(op)),
                             QString::fromStdString(siText(static_cast<double>(counts.macs[indexOf(op)]))),
                             {}});
    facts.push_back(
        {tr("Parameters"), QString::fromStdString(siText(static_cast<double>(counts.parameters))), {}});
    if (!hasCosts(detail))
        return facts;
    double time = 0;
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < detail.cost.layers.size(); ++i) {
        time += layerTime(detail, i, platform);
        bytes += detail.cost.layers[i].dramBytes();
    }
    facts.push_back({tr("Time, summed"), figureText(time), tr("%1 an image").arg(layerTimeUnit(platform))});
    facts.push_back(
        {tr("DRAM traffic"), bytesText(bytes / std::max(1, detail.accelerator.batch)), tr("an image")});
    return facts;
}

} // namespace pairscape
