// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/design_facts.h"

#include "core/zeroshot/scorer.h"
#include "ui/detail/layer_facts.h"
#include "ui/models/figure_text.h"
#include "ui/models/metric_column.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace pairscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pairscape::designFacts", text);
}

/// "compute 62 %, DRAM 38 %": of the summed time of all layers, each divided by what it waits for; by what it
/// waits for most where that is not known.
QString waitsText(const PairingDetail& detail, const DesignDetail* steady) {
    std::array<double, boundCount> cycles{};
    for (std::size_t i = 0; i < detail.cost.layers.size(); ++i) {
        const LayerCost& cost = detail.cost.layers[i];
        if (!steady)
            cycles[static_cast<std::size_t>(cost.bound)] += static_cast<double>(cost.cycles);
        else
            for (std::size_t bound = 0; bound < boundCount; ++bound)
                cycles[bound] += static_cast<double>(steady->layers[i].waits[bound]);
    }
    const double all = std::accumulate(cycles.begin(), cycles.end(), 0.0);
    QStringList parts;
    for (const Bound bound : {Bound::Compute, Bound::Dram, Bound::Buffer, Bound::Fill})
        if (const double part = cycles[static_cast<std::size_t>(bound)]; part > 0)
            parts << QStringLiteral("%1 %2").arg(boundWord(bound), percentText(part / all));
    return parts.join(QStringLiteral(", "));
}

std::vector<Fact> accuracyFacts(const PairingRecord& record) {
    std::vector<Fact> facts;
    for (const MeasuredAccuracy& accuracy : record.measured)
        facts.push_back({accuracy.kind == AccuracyKind::Trained ? tr("Trained top-1") : tr("Supernet top-1"),
                         tr("%1 % of %2 images: %3")
                             .arg(fixedText(accuracy.percent, 2), countText(accuracy.images),
                                  QString::fromStdString(accuracy.source)),
                         {}});
    if (const auto& predicted = record.predicted)
        facts.push_back({tr("Predicted top-1"),
                         tr("%1 %, from %2 to %3")
                             .arg(fixedText(100 * predicted->value, 1), fixedText(100 * predicted->low, 1),
                                  fixedText(100 * predicted->high, 1)),
                         {}});
    return facts;
}

QString rawText(const RawTerm& term) {
    return std::isfinite(term.value) ? figureText(term.value) : tr("undefined here");
}

/// As the columns name it; terms that have no column, as their metric does.
QString termTitle(const std::string& name) {
    if (const MetricColumn* column = findMetricColumn(QString::fromStdString(name)))
        return column->title;
    for (const MetricInfo& info : metricInfos())
        if (info.name == name)
            return QString::fromStdString(info.title);
    return QString::fromStdString(name);
}

Fact rankFact() {
    return {tr("Rank"), tr("share of the reference population at or below; 1 is best"), {}};
}

} // namespace

std::vector<Fact> boundFacts(const PairingDetail& detail, const std::optional<Platform>& platform,
                             const DesignDetail* steady) {
    if (!hasCosts(detail))
        return {};
    const HardwareCost& cost = detail.cost;
    const int batch = std::max(1, detail.accelerator.batch);
    std::vector<Fact> facts;
    facts.push_back({tr("Interval set by"),
                     cost.bound == Bound::Dram ? tr("DRAM traffic of all chunks")
                                               : tr("the %1 chunk").arg(operatorWord(cost.bottleneck)),
                     {}});
    facts.push_back({tr("Layers wait for"), waitsText(detail, steady), {}});
    facts.push_back({tr("Throughput"), figureText(cost.throughputGops), QStringLiteral("GOPS")});
    facts.push_back({tr("Images in flight"), countText(cost.imagesInFlight), {}});
    facts.push_back({tr("Memory they need"), bytesText(cost.inFlightBytes), tr("of DRAM")});
    facts.push_back(
        {tr("Batch"),
         batch == 1 ? tr("1 image a load of weights") : tr("%1 images share a load of weights").arg(batch),
         {}});
    std::int64_t traffic = 0;
    std::array<std::int64_t, 3> parts{};
    for (const LayerCost& layer : cost.layers) {
        traffic += layer.dramBytes();
        parts[0] += layer.inputBytes;
        parts[1] += layer.weightBytes;
        parts[2] += layer.outputBytes;
    }
    facts.push_back({tr("DRAM traffic"), bytesText(traffic / batch), tr("an image")});
    if (traffic > 0)
        facts.push_back({tr("of it"),
                         tr("weights %1, inputs %2, outputs %3")
                             .arg(percentText(static_cast<double>(parts[1]) / static_cast<double>(traffic)),
                                  percentText(static_cast<double>(parts[0]) / static_cast<double>(traffic)),
                                  percentText(static_cast<double>(parts[2]) / static_cast<double>(traffic))),
                         {}});
    const double rate = static_cast<double>(traffic) / batch * cost.fps / 1e9;
    facts.push_back({tr("DRAM bandwidth"),
                     platform
                         ? tr("%1 of %2").arg(figureText(rate), figureText(platform->dramGigabytesPerSecond))
                         : figureText(rate),
                     QStringLiteral("GB/s")});
    return facts;
}

std::vector<Fact> scoreFacts(const PairingDetail& detail) {
    std::vector<Fact> facts = accuracyFacts(detail.record);
    const RawScores& scores = detail.record.scores;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        QString figure = rawText(scores[i]);
        if (i < detail.ranks.size())
            figure += tr(", rank %1").arg(fixedText(detail.ranks[i], 3));
        facts.push_back({termTitle(scores[i].name), figure, {}});
    }
    if (!facts.empty())
        facts.push_back(rankFact());
    return facts;
}

std::vector<Fact> scoreFacts(const PairingDetail& detail, const RawScores& scores,
                             const ReferencePopulation& population) {
    std::vector<Fact> facts = accuracyFacts(detail.record);
    for (const RawTerm& term : scores) {
        QString figure = rawText(term);
        const auto own = std::ranges::find(detail.record.scores, term.name, &RawTerm::name);
        const auto place = static_cast<std::size_t>(own - detail.record.scores.begin());
        if (const std::size_t members = population.membersWith(term.name); members > 0) {
            figure += tr(", rank %1").arg(fixedText(population.rank(term.name, term.value), 3));
            if (members < population.members().size())
                figure += tr(" of %1").arg(countText(members));
        } else if (place < detail.ranks.size()) { // the study's own population has it
            figure += tr(", rank %1").arg(fixedText(detail.ranks[place], 3));
        }
        facts.push_back({termTitle(term.name), figure, {}});
    }
    for (const RankMetric& metric : rankMetrics())
        if (population.ranks(metric, scores))
            facts.push_back({QString::fromStdString(metric.title),
                             tr("%1 of %2, a sum of ranks")
                                 .arg(fixedText(population.rankSum(metric, scores), 3))
                                 .arg(metric.highest()),
                             {}});
    facts.push_back(rankFact());
    return facts;
}

std::vector<Fact> provenanceFacts(const PairingRecord& record, const StudySnapshot& study) {
    std::vector<Fact> facts;
    facts.push_back({tr("Space"), QString::fromStdString(study.spaceName), {}});
    facts.push_back(
        {tr("Platform"),
         QString::fromStdString(study.platformTitle.empty() ? study.platformName : study.platformTitle),
         {}});
    const auto run = std::find_if(study.runs.begin(), study.runs.end(),
                                  [&](const RunRecord& candidate) { return candidate.id == record.run; });
    QString runText = tr("%1, evaluation %2").arg(record.run).arg(countText(record.index + 1));
    if (run != study.runs.end())
        runText = tr("%1 (%2, seed %3), evaluation %4")
                      .arg(record.run)
                      .arg(QString::fromStdString(run->settings.strategy))
                      .arg(run->settings.seed)
                      .arg(countText(record.index + 1));
    facts.push_back({tr("Run"), runText, {}});
    facts.push_back({tr("Seed of the study"), QString::number(study.settings.seed), {}});
    facts.push_back({tr("Accelerator by"),
                     tr("%1, for %2")
                         .arg(QString::fromStdString(study.settings.acceleratorMethod),
                              QString::fromStdString(study.settings.hardwareObjective)),
                     {}});
    if (const RankMetric* metric = findRankMetric(study.settings.rankMetric))
        facts.push_back({tr("Zero-shot rank by"),
                         tr("%1, 0 to %2").arg(QString::fromStdString(metric->title)).arg(metric->highest()),
                         {}});
    facts.push_back({tr("Hash"), QStringLiteral("%1").arg(record.hash, 16, 16, QLatin1Char('0')), {}});
    facts.push_back({tr("Counted"), tr("layers, MACs, parameters"), {}});
    facts.push_back({tr("Modelled"), tr("hardware figures, none measured"), {}});
    facts.push_back({tr("Zero-shot"), tr("scores and their ranks, without training"), {}});
    return facts;
}

} // namespace pairscape
