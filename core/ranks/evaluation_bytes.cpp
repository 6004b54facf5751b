// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/evaluation_bytes.h"

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

namespace pairscape {

namespace {

class Writer {
  public:
    static constexpr bool reads = false;
    std::string bytes;

    template <class T>
    void value(const T& number) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    }
    void value(const std::string& text) {
        value(static_cast<std::uint64_t>(text.size()));
        bytes += text;
    }
    template <class Item, class Visit>
    void list(const std::vector<Item>& items, Visit visit) {
        value(static_cast<std::uint64_t>(items.size()));
        for (const Item& item : items)
            visit(*this, item);
    }
};

class Reader {
  public:
    static constexpr bool reads = true;
    explicit Reader(const std::string& bytes) : bytes_(bytes) {}

    template <class T>
    void value(T& number) {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        if (take(sizeof number))
            std::memcpy(&number, bytes_.data() + at_ - sizeof number, sizeof number);
    }
    void value(std::string& text) {
        const std::uint64_t size = count();
        if (take(size))
            text.assign(bytes_, at_ - size, size);
    }
    template <class Item, class Visit>
    void list(std::vector<Item>& items, Visit visit) {
        const std::uint64_t size = count();
        items.clear();
        for (std::uint64_t i = 0; i < size && good_; ++i)
            visit(*this, items.emplace_back());
    }
    /// Whether all was there and nothing is left.
    bool complete() const { return good_ && at_ == bytes_.size(); }

  private:
    std::uint64_t count() {
        std::uint64_t size = 0;
        value(size);
        good_ = good_ && size <= bytes_.size() - at_; // an item is a byte at least
        return good_ ? size : 0;
    }
    bool take(std::uint64_t size) {
        good_ = good_ && size <= bytes_.size() - at_;
        if (good_)
            at_ += size;
        return good_;
    }

    const std::string& bytes_;
    std::size_t at_ = 0;
    bool good_ = true;
};

/// Reader's arguments are filled, Writer's only read: one list of fields for both.
template <class T, class Archive>
using Of = std::conditional_t<Archive::reads, T&, const T&>;

template <class Archive>
void visitResources(Archive& archive, Of<Resources, Archive> use) {
    archive.value(use.dsp);
    archive.value(use.lut);
    archive.value(use.bram36);
    archive.value(use.uram);
}

template <class Archive>
void visitDesign(Archive& archive, Of<AcceleratorDesign, Archive> design) {
    archive.value(design.accelerator.batch);
    for (auto& chunk : design.accelerator.chunks) {
        archive.value(chunk.unrollOut);
        archive.value(chunk.unrollIn);
        archive.value(chunk.unrollPixels);
        archive.value(chunk.inputBufferBytes);
        archive.value(chunk.weightBufferBytes);
        archive.value(chunk.outputBufferBytes);
        archive.value(chunk.unpacked);
    }
    archive.value(design.evaluated);
    archive.value(design.proven);
    auto& cost = design.cost;
    archive.value(cost.fps);
    archive.value(cost.throughputGops);
    archive.value(cost.latencySeconds);
    archive.value(cost.energyJoule);
    archive.value(cost.powerWatts);
    archive.value(cost.intervalCycles);
    archive.value(cost.bound);
    archive.value(cost.bottleneck);
    archive.value(cost.imagesInFlight);
    archive.value(cost.inFlightBytes);
    visitResources(archive, cost.use);
    for (auto& chunk : cost.chunks) {
        visitResources(archive, chunk.use);
        archive.value(chunk.pes);
        archive.value(chunk.layers);
        archive.value(chunk.macs);
        archive.value(chunk.cycles);
        archive.value(chunk.dramBytes);
        archive.value(chunk.busy);
    }
    archive.list(cost.layers, [](Archive& each, Of<LayerCost, Archive> layer) {
        each.value(layer.chunk);
        each.value(layer.mapping.tileOut);
        each.value(layer.mapping.tileIn);
        each.value(layer.mapping.tileRows);
        each.value(layer.mapping.tileColumns);
        each.value(layer.mapping.stationary);
        each.value(layer.cycles);
        each.value(layer.computeCycles);
        each.value(layer.inputBytes);
        each.value(layer.weightBytes);
        each.value(layer.outputBytes);
        each.value(layer.bound);
        each.value(layer.utilisation);
        each.value(layer.energyPj);
    });
}

template <class Archive>
void visitEvaluation(Archive& archive, Of<Evaluation, Archive> evaluation) {
    archive.value(evaluation.architecture);
    for (auto& macs : evaluation.counts.macs)
        archive.value(macs);
    archive.value(evaluation.counts.parameters);
    archive.list(evaluation.scores, [](Archive& each, Of<RawTerm, Archive> term) {
        each.value(term.name);
        each.value(term.value);
    });
    archive.value(evaluation.feasible);
    archive.value(evaluation.infeasibleReason);
    visitDesign(archive, evaluation.design);
}

template <class Archive>
void visitSettings(Archive& archive, Of<StudySettings, Archive> settings) {
    archive.value(settings.spaceJson);
    archive.value(settings.platformJson);
    archive.value(settings.seed);
    archive.value(settings.acceleratorMethod);
    archive.value(settings.hardwareObjective);
    archive.value(settings.maxBatch);
    archive.value(settings.rankMetric);
    archive.list(settings.metrics, [](Archive& each, Of<std::string, Archive> name) { each.value(name); });
    archive.value(settings.zenBatch);
    archive.value(settings.zenRepeats);
}

Error garbled() {
    return {ErrorCode::Internal, "A message of another rank could not be read; start all ranks with the same "
                                 "Pairscape."};
}

} // namespace

std::string settingsBytes(const StudySettings& settings) {
    Writer writer;
    visitSettings(writer, settings);
    return std::move(writer.bytes);
}

Result<StudySettings> settingsOf(const std::string& bytes) {
    StudySettings settings;
    Reader reader(bytes);
    visitSettings(reader, settings);
    if (!reader.complete())
        return garbled();
    return settings;
}

std::string evaluationBytes(const Result<Evaluation>& evaluation) {
    Writer writer;
    writer.value(evaluation.ok());
    if (evaluation) {
        visitEvaluation(writer, *evaluation);
    } else {
        writer.value(evaluation.error().code);
        writer.value(evaluation.error().message);
    }
    return std::move(writer.bytes);
}

Result<Evaluation> evaluationOf(const std::string& bytes) {
    Reader reader(bytes);
    bool good = false;
    reader.value(good);
    if (good) {
        Evaluation evaluation;
        visitEvaluation(reader, evaluation);
        if (reader.complete())
            return evaluation;
    } else {
        Error error;
        reader.value(error.code);
        reader.value(error.message);
        if (reader.complete())
            return error;
    }
    return garbled();
}

} // namespace pairscape
