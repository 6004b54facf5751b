// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/metric_column.h"

#include "core/base/number_text.h"
#include "ui/models/figure_text.h"

#include <QHash>

#include <limits>
#include <string_view>

namespace pairscape {

namespace {

constexpr double notApplicable = std::numeric_limits<double>::quiet_NaN();

using Value = double (*)(const PairingRecord&);
using Text = QString (*)(const PairingRecord&);

const QString zeroShot = QStringLiteral("zero-shot");
const QString modelled = QStringLiteral("modelled");
const QString counted = QStringLiteral("counted");

double term(const PairingRecord& record, std::string_view name) {
    for (const RawTerm& raw : record.scores)
        if (raw.name == name)
            return raw.value;
    return notApplicable;
}

/// A pairing that does not fit the platform has no hardware figures.
double ofHardware(const PairingRecord& record, double value) {
    return record.feasible ? value : notApplicable;
}

template <Value value>
QString figure(const PairingRecord& record) {
    return figureText(value(record));
}

/// For units that have a prefix themselves.
template <Value value>
QString unprefixed(const PairingRecord& record) {
    return figureText(value(record), Prefix::Never);
}

template <Value value>
QString count(const PairingRecord& record) {
    const double number = value(record);
    return number == number ? countText(static_cast<std::int64_t>(number)) : figureText(number);
}

template <Value value>
QString prefixed(const PairingRecord& record) {
    return QString::fromStdString(siText(value(record)));
}

double noNumber(const PairingRecord&) {
    return notApplicable;
}

double fps(const PairingRecord& r) {
    return ofHardware(r, r.fps);
}
double throughput(const PairingRecord& r) {
    return ofHardware(r, r.throughputGops);
}
double latency(const PairingRecord& r) {
    return ofHardware(r, r.latencySeconds * 1e3);
}
double energy(const PairingRecord& r) {
    return ofHardware(r, r.energyJoule * 1e3);
}
double edp(const PairingRecord& r) {
    return ofHardware(r, r.edp() * 1e6);
}
double power(const PairingRecord& r) {
    return ofHardware(r, r.powerWatts);
}
double dsp(const PairingRecord& r) {
    return ofHardware(r, r.use.dsp);
}
double lut(const PairingRecord& r) {
    return ofHardware(r, r.use.lut);
}
double bram(const PairingRecord& r) {
    return ofHardware(r, r.use.bram36);
}
double uram(const PairingRecord& r) {
    return ofHardware(r, r.use.uram);
}
double batch(const PairingRecord& r) {
    return ofHardware(r, r.batch);
}
double nnDegree(const PairingRecord& r) {
    return term(r, "nn_degree");
}
double expressivity(const PairingRecord& r) {
    return term(r, "az_expressivity");
}
double progressivity(const PairingRecord& r) {
    return term(r, "az_progressivity");
}
double trainability(const PairingRecord& r) {
    return term(r, "az_trainability");
}
double zen(const PairingRecord& r) {
    return term(r, "zen");
}
double macs(const PairingRecord& r) {
    return static_cast<double>(r.counts.total());
}
template <OperatorType op>
double macsOf(const PairingRecord& r) {
    return static_cast<double>(r.counts.macs[indexOf(op)]);
}
double parameters(const PairingRecord& r) {
    return static_cast<double>(r.counts.parameters);
}
double id(const PairingRecord& r) {
    return static_cast<double>(r.id);
}
double run(const PairingRecord& r) {
    return static_cast<double>(r.run);
}
template <AccuracyKind kind>
double measured(const PairingRecord& r) {
    const MeasuredAccuracy* found = r.accuracyOf(kind);
    return found != nullptr ? found->percent : notApplicable;
}
double predicted(const PairingRecord& r) {
    return r.predicted ? 100 * r.predicted->value : notApplicable;
}
double accuracy(const PairingRecord& r) {
    return r.accuracy;
}

QString boundText(const PairingRecord& r) {
    if (!r.feasible)
        return QStringLiteral("does not fit");
    if (r.bound == Bound::Dram)
        return QStringLiteral("DRAM");
    const std::string_view chunk = operatorTypeName(r.bottleneck);
    return QString::fromLatin1(chunk.data(), static_cast<qsizetype>(chunk.size())) + QStringLiteral(" chunk");
}

/// Which columns show what a search can aim at or limit.
void nameQuantities(std::vector<MetricColumn>& columns) {
    static constexpr struct {
        const char* id;
        Quantity quantity;
        double scale;
    } known[] = {{"accuracy", Quantity::Accuracy, 1},
                 {"fps", Quantity::Fps, 1},
                 {"latency", Quantity::Latency, 1e-3},
                 {"energy", Quantity::Energy, 1e-3},
                 {"edp", Quantity::Edp, 1e-6},
                 {"power", Quantity::Power, 1},
                 {"gops", Quantity::Throughput, 1},
                 {"dsp", Quantity::Dsp, 1},
                 {"lut", Quantity::Lut, 1},
                 {"bram36", Quantity::Bram, 1},
                 {"uram", Quantity::Uram, 1},
                 {"parameters", Quantity::Parameters, 1}};
    for (MetricColumn& column : columns)
        for (const auto& each : known)
            if (column.id == QLatin1String(each.id)) {
                column.quantity = each.quantity;
                column.quantityScale = each.scale;
            }
}

/// Titles are short enough for a table's header; kinds say where the figures come from.
std::vector<MetricColumn> makeColumns() {
    const QString none;
    std::vector<MetricColumn> all;
    const auto add = [&](const char* name, const char* title, const char* unit, const QString& kind,
                         Better better, Value value, Text text) {
        all.push_back({QString::fromLatin1(name), QString::fromUtf8(title), QString::fromUtf8(unit), kind,
                       better, true, value, text, std::nullopt, 1});
    };
    const auto addWords = [&](const char* name, const char* title, Value order, Text text) {
        all.push_back({QString::fromLatin1(name), QString::fromUtf8(title), none, none, Better::Neither,
                       false, order, text, std::nullopt, 1});
    };

    addWords("pin", "Pinned as", noNumber,
             [](const PairingRecord& r) { return QString::fromStdString(r.pin); });
    addWords(
        "front", "Front", [](const PairingRecord& r) { return r.onFront ? 1.0 : 0.0; },
        [](const PairingRecord& r) { return r.onFront ? QStringLiteral("\u25cf") : QString(); });
    add("id", "Design", "", none, Better::Neither, id, count<id>);
    add("accuracy", "Zero-shot rank", "", QStringLiteral("zero-shot rank"), Better::Higher, accuracy,
        [](const PairingRecord& r) { return fixedText(r.accuracy, 3); });
    add("trained", "Trained top-1", "%", QStringLiteral("trained"), Better::Higher,
        measured<AccuracyKind::Trained>,
        [](const PairingRecord& r) { return fixedText(measured<AccuracyKind::Trained>(r), 2); });
    add("supernet", "Supernet top-1", "%", QStringLiteral("supernet"), Better::Higher,
        measured<AccuracyKind::Supernet>,
        [](const PairingRecord& r) { return fixedText(measured<AccuracyKind::Supernet>(r), 2); });
    add("predicted", "Predicted top-1", "%", QStringLiteral("predicted"), Better::Higher, predicted,
        [](const PairingRecord& r) {
            return r.predicted ? QStringLiteral("%1 \u00b1 %2")
                                     .arg(fixedText(predicted(r), 1),
                                          fixedText(50 * (r.predicted->high - r.predicted->low), 1))
                               : fixedText(notApplicable, 1);
        });
    add("fps", "FPS", "img/s", modelled, Better::Higher, fps, figure<fps>);
    add("latency", "Latency", "ms", modelled, Better::Lower, latency, unprefixed<latency>);
    add("energy", "Energy", "mJ/img", modelled, Better::Lower, energy, unprefixed<energy>);
    add("edp", "EDP", "mJ\u00b7ms", modelled, Better::Lower, edp, unprefixed<edp>);
    add("power", "Power", "W", modelled, Better::Lower, power, figure<power>);
    add("gops", "Throughput", "GOPS", modelled, Better::Higher, throughput, unprefixed<throughput>);
    addWords("bound", "Bound by", noNumber, boundText);
    add("batch", "Batch", "", modelled, Better::Neither, batch, count<batch>);
    add("dsp", "DSP", "", modelled, Better::Lower, dsp, count<dsp>);
    add("lut", "LUT", "", modelled, Better::Lower, lut, count<lut>);
    add("bram36", "BRAM36", "", modelled, Better::Lower, bram, count<bram>);
    add("uram", "URAM", "", modelled, Better::Lower, uram, count<uram>);
    add("nn_degree", "NN-Degree", "", zeroShot, Better::Higher, nnDegree, figure<nnDegree>);
    add("zen", "Zen", "", zeroShot, Better::Higher, zen, figure<zen>);
    add("az_expressivity", "AZ-NAS expressivity", "", zeroShot, Better::Higher, expressivity,
        figure<expressivity>);
    add("az_progressivity", "AZ-NAS progressivity", "", zeroShot, Better::Higher, progressivity,
        figure<progressivity>);
    add("az_trainability", "AZ-NAS trainability", "", zeroShot, Better::Higher, trainability,
        figure<trainability>);
    add("macs", "MACs", "", counted, Better::Lower, macs, prefixed<macs>);
    add("macs_conv", "Conv MACs", "", counted, Better::Neither, macsOf<OperatorType::Conv>,
        prefixed<macsOf<OperatorType::Conv>>);
    add("macs_shift", "Shift MACs", "", counted, Better::Neither, macsOf<OperatorType::Shift>,
        prefixed<macsOf<OperatorType::Shift>>);
    add("macs_adder", "Adder MACs", "", counted, Better::Neither, macsOf<OperatorType::Adder>,
        prefixed<macsOf<OperatorType::Adder>>);
    add("parameters", "Parameters", "", counted, Better::Lower, parameters, prefixed<parameters>);
    add("run", "Run", "", none, Better::Neither, run, count<run>);
    addWords("architecture", "Architecture", noNumber,
             [](const PairingRecord& r) { return QString::fromStdString(r.architecture); });
    nameQuantities(all);
    return all;
}

} // namespace

const std::vector<MetricColumn>& metricColumns() {
    static const std::vector<MetricColumn> columns = makeColumns();
    return columns;
}

bool MetricColumn::accuracy() const {
    return id == QLatin1String("trained") || id == QLatin1String("supernet") ||
           id == QLatin1String("predicted");
}

Prefix MetricColumn::prefix() const {
    return unit == QLatin1String("%") || unit.startsWith(QLatin1Char('m')) ||
                   unit.startsWith(QLatin1Char('G'))
               ? Prefix::Never
               : Prefix::Allowed;
}

const MetricColumn* findMetricColumn(const QString& id) {
    static const QHash<QString, const MetricColumn*> byId = [] {
        QHash<QString, const MetricColumn*> map;
        for (const MetricColumn& column : metricColumns())
            map.insert(column.id, &column);
        return map;
    }();
    return byId.value(id, nullptr);
}

} // namespace pairscape
