// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/number_text.h"
#include "core/base/resources.h"
#include "core/interchange/export.h"

#include <string_view>

namespace pairscape {

namespace {

/// A field as RFC 4180 wants it: quoted where it holds a comma, a quote or a line break, quotes doubled.
std::string csvField(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

class CsvLine {
  public:
    explicit CsvLine(std::string& out) : out_(out) {}

    void add(std::string_view text) {
        if (!first_)
            out_ += ',';
        first_ = false;
        out_ += csvField(text);
    }
    void add(double value) { add(std::string_view(exactText(value))); }
    void addInteger(std::int64_t value) { add(std::string_view(std::to_string(value))); }
    void addFlag(bool value) { add(std::string_view(value ? "yes" : "no")); }
    void addEmpty(int count) {
        for (int i = 0; i < count; ++i)
            add(std::string_view());
    }
    void end() { out_ += "\r\n"; }

  private:
    std::string& out_;
    bool first_ = true;
};

void addHeader(std::string& out, const std::vector<std::string>& terms) {
    CsvLine line(out);
    for (const char* title :
         {"id", "run", "index", "name", "front", "architecture", "hash", "accuracy", "accuracy kind"})
        line.add(std::string_view(title));
    for (const std::string& term : terms)
        line.add(std::string_view(term + " (zero-shot)"));
    for (const char* title : {"MAC-equivalents (counted)",
                              "conv MAC-equivalents (counted)",
                              "shift MAC-equivalents (counted)",
                              "adder MAC-equivalents (counted)",
                              "multiplications (counted)",
                              "shifts (counted)",
                              "additions (counted)",
                              "parameters (counted)",
                              "feasible",
                              "infeasible because",
                              "FPS (modelled img/s)",
                              "throughput (modelled GOPS)",
                              "latency (modelled s)",
                              "energy (modelled J/img)",
                              "power (modelled W)",
                              "EDP (modelled J s)",
                              "DSP (modelled)",
                              "LUT (modelled)",
                              "BRAM36 (modelled)",
                              "URAM (modelled)",
                              "batch (images)",
                              "bound (modelled)",
                              "bottleneck (modelled)",
                              "top-1 (trained %)",
                              "top-1 (supernet %)",
                              "top-1 (predicted %)",
                              "predicted from (%)",
                              "predicted to (%)"})
        line.add(std::string_view(title));
    line.end();
}

void addRecord(std::string& out, const std::vector<std::string>& terms, const PairingRecord& record) {
    CsvLine line(out);
    line.addInteger(record.id);
    line.addInteger(record.run);
    line.addInteger(record.index);
    line.add(std::string_view(record.pin));
    line.addFlag(record.onFront);
    line.add(std::string_view(record.architecture));
    line.add(std::string_view(hashText(record.hash)));
    line.add(record.accuracy);
    line.add(std::string_view(accuracyKindName(record.accuracyKind)));
    for (const std::string& term : terms) {
        const RawTerm* found = nullptr;
        for (const RawTerm& candidate : record.scores)
            if (candidate.name == term)
                found = &candidate;
        if (found != nullptr)
            line.add(found->value);
        else
            line.addEmpty(1);
    }
    line.addInteger(record.counts.total());
    for (const std::int64_t macs : record.counts.macs)
        line.addInteger(macs);
    line.addInteger(record.counts.multiplications());
    line.addInteger(record.counts.shifts());
    line.addInteger(record.counts.additions());
    line.addInteger(record.counts.parameters);
    line.addFlag(record.feasible);
    line.add(std::string_view(record.infeasibleReason));
    if (record.feasible) {
        for (const double value : {record.fps, record.throughputGops, record.latencySeconds,
                                   record.energyJoule, record.powerWatts, record.edp()})
            line.add(value);
        for (const int value :
             {record.use.dsp, record.use.lut, record.use.bram36, record.use.uram, record.batch})
            line.addInteger(value);
        line.add(std::string_view(boundName(record.bound)));
        line.add(operatorTypeName(record.bottleneck));
    } else {
        line.addEmpty(13); // no accelerator, no figures: zeros would read as results
    }
    for (const AccuracyKind kind : {AccuracyKind::Trained, AccuracyKind::Supernet})
        if (const MeasuredAccuracy* accuracy = record.accuracyOf(kind))
            line.add(accuracy->percent);
        else
            line.addEmpty(1);
    if (record.predicted)
        for (const double share : {record.predicted->value, record.predicted->low, record.predicted->high})
            line.add(100 * share);
    else
        line.addEmpty(3);
    line.end();
}

} // namespace

std::string tableCsv(const StudySnapshot& study, const std::vector<PairingId>& rows) {
    std::string out;
    addHeader(out, study.terms);
    for (const PairingId id : rows)
        if (const PairingRecord* record = study.find(id))
            addRecord(out, study.terms, *record);
    return out;
}

Status exportTable(const std::filesystem::path& path, const StudySnapshot& study,
                   const std::vector<PairingId>& rows) {
    return writeTextFile(path, tableCsv(study, rows));
}

} // namespace pairscape
