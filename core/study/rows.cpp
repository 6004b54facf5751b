// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/rows.h"

#include "core/base/number_text.h"
#include "core/study/schema.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <utility>

namespace pairscape {

namespace {

Error contradiction(const std::string& path, const std::string& what) {
    return {ErrorCode::Corrupt, "Study " + path + " is damaged: " + what + "; " + damageAdvice};
}

std::optional<RunState> stateOf(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(RunState::Failed); ++i)
        if (runStateName(static_cast<RunState>(i)) == name)
            return static_cast<RunState>(i);
    return std::nullopt;
}

RunEnd endOf(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(RunEnd::Exhausted); ++i)
        if (runEndName(static_cast<RunEnd>(i)) == name)
            return static_cast<RunEnd>(i);
    return RunEnd::Open;
}

std::string lines(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        all += (all.empty() ? "" : "\n") + text;
    return all;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        all.push_back(std::move(line));
    return all;
}

/// "0,1": numbers as RowWriter writes them; fewer where one is none.
std::vector<double> numbersOf(const std::string& text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (double value = 0; at < end; ++at) {
        const auto read = std::from_chars(at, end, value);
        if (read.ec != std::errc())
            break;
        numbers.push_back(value);
        at = read.ptr;
    }
    return numbers;
}

std::optional<std::string> unlessEmpty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

/// Steps through "key, term, value" rows that are ordered by key, in step with a list of keys.
class ScoreReader {
  public:
    ScoreReader(SQLite::Database& database, const char* sql, const std::vector<std::string>& terms)
        : query_(database, sql), terms_(terms) {
        query_.start();
        more_ = query_.next();
    }

    /// The terms of `key`; keys must be asked for in ascending order.
    RawScores of(std::int64_t key) {
        RawScores scores;
        for (; more_ && query_.integer(0) <= key; more_ = query_.next()) {
            const auto term = query_.as<std::size_t>(1);
            if (query_.integer(0) == key && term < terms_.size())
                scores.push_back({terms_[term], query_.real(2)});
        }
        return scores;
    }

  private:
    Query query_;
    const std::vector<std::string>& terms_;
    bool more_ = false;
};

} // namespace

RowWriter::RowWriter(SQLite::Database& database, const std::vector<std::string>& terms)
    : terms_(terms),
      pairing_(database, "INSERT INTO pairings VALUES "
                         "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      score_(database, "INSERT INTO scores VALUES (?, ?, ?)"),
      chunk_(database, "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      layer_(database, "INSERT INTO layers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      evaluation_(database, "INSERT INTO evaluations VALUES (?, ?, ?)"),
      run_(database, "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      runState_(database, "UPDATE runs SET state = ?, ended_at = ?, message = ?, ended_by = ? WHERE id = ?"),
      member_(database, "INSERT OR REPLACE INTO population VALUES (?, ?)"),
      memberScore_(database, "INSERT OR REPLACE INTO population_scores VALUES (?, ?, ?)"),
      hypervolumePoint_(database, "INSERT OR IGNORE INTO hypervolume_points VALUES (?, ?)"),
      pin_(database, "INSERT OR REPLACE INTO pins VALUES (?, ?)"),
      unpin_(database, "DELETE FROM pins WHERE pairing = ?"),
      accuracy_(database, "INSERT OR REPLACE INTO accuracies VALUES (?, ?, ?, ?, ?, ?)") {}

std::int64_t RowWriter::termId(const std::string& name) const {
    // An unknown one gets a number that the foreign key refuses.
    return std::ranges::find(terms_, name) - terms_.begin();
}

void RowWriter::addPairing(const PairingRecord& record, const Evaluation& evaluation) {
    const HardwareCost none;
    const HardwareCost& cost = record.feasible ? evaluation.design.cost : none;
    const std::optional<std::string> reason =
        record.feasible ? std::nullopt : std::optional(record.infeasibleReason);
    pairing_.run(record.id, record.run, record.index, record.architecture, record.hash, record.counts.macs[0],
                 record.counts.macs[1], record.counts.macs[2], record.counts.parameters, reason, record.batch,
                 record.fps, record.throughputGops, record.latencySeconds, record.energyJoule,
                 record.powerWatts, cost.intervalCycles, record.bound, record.bottleneck, cost.imagesInFlight,
                 cost.inFlightBytes, record.use.dsp, record.use.lut, record.use.bram36, record.use.uram);
    for (const RawTerm& term : record.scores)
        score_.run(record.id, termId(term.name), term.value);
    if (!record.feasible)
        return;
    for (const OperatorType op : allOperatorTypes) {
        const Chunk& chunk = evaluation.design.accelerator.chunks[indexOf(op)];
        const ChunkCost& work = cost.chunks[indexOf(op)];
        chunk_.run(record.id, op, chunk.unrollOut, chunk.unrollIn, chunk.unrollPixels, chunk.inputBufferBytes,
                   chunk.weightBufferBytes, chunk.outputBufferBytes, work.use.dsp, work.use.lut,
                   work.use.bram36, work.use.uram, work.pes, work.layers, work.macs, work.cycles,
                   work.dramBytes, work.busy, chunk.unpacked);
    }
    std::int64_t position = 0;
    for (const LayerCost& layer : cost.layers) {
        const Mapping& mapping = layer.mapping;
        layer_.run(record.id, position++, layer.chunk, mapping.tileOut, mapping.tileIn, mapping.tileRows,
                   mapping.tileColumns, mapping.stationary, layer.cycles, layer.computeCycles,
                   layer.inputBytes, layer.weightBytes, layer.outputBytes, layer.bound, layer.utilisation,
                   layer.energyPj);
    }
}

void RowWriter::addEvaluation(RunId run, std::int64_t index, PairingId pairing) {
    evaluation_.run(run, index, pairing);
}

void RowWriter::addRun(const RunRecord& run) {
    run_.run(run.id, run.settings.strategy, run.settings.budget, run.settings.seed, run.settings.population,
             run.settings.batch, runStateName(run.state), run.startedAt, unlessEmpty(run.endedAt),
             run.message, objectivesText(run.settings.objectives), constraintsText(run.settings.constraints),
             lines(run.settings.seeds), run.settings.timeLimit, run.settings.patience, runEndName(run.end),
             run.settings.predictor);
}

void RowWriter::setRunState(const RunRecord& run) {
    runState_.run(runStateName(run.state), unlessEmpty(run.endedAt), run.message, runEndName(run.end),
                  run.id);
}

void RowWriter::addHypervolumePoint(const HypervolumePoint& point) {
    std::string numbers;
    for (const double value : point.point)
        numbers += (numbers.empty() ? "" : ",") + exactText(value);
    hypervolumePoint_.run(objectivesText(point.objectives), numbers);
}

void RowWriter::addPopulation(const ReferencePopulation& population) {
    int index = 0;
    for (const ReferenceMember& member : population.members())
        addMember(index++, member);
}

void RowWriter::addMember(int index, const ReferenceMember& member) {
    member_.run(index, member.architecture);
    for (const RawTerm& term : member.scores)
        if (std::ranges::find(terms_, term.name) != terms_.end())
            memberScore_.run(index, termId(term.name), term.value);
}

void RowWriter::setPin(PairingId id, const std::string& name) {
    if (name.empty())
        unpin_.run(id);
    else
        pin_.run(id, name);
}

void RowWriter::setAccuracy(PairingId id, const MeasuredAccuracy& accuracy) {
    accuracy_.run(id, accuracyKindName(accuracy.kind), accuracy.percent, accuracy.images, accuracy.source,
                  accuracy.measuredAt);
}

std::vector<std::pair<PairingId, MeasuredAccuracy>> readAccuracies(SQLite::Database& database) {
    std::vector<std::pair<PairingId, MeasuredAccuracy>> all;
    if (schemaOf(database) < 4)
        return all;
    Query rows(database, "SELECT pairing, kind, top1_percent, images, source, measured_at FROM accuracies "
                         "ORDER BY pairing, kind DESC"); // trained first
    for (rows.start(); rows.next();)
        all.push_back({rows.integer(0),
                       {rows.text(1) == accuracyKindName(AccuracyKind::Supernet) ? AccuracyKind::Supernet
                                                                                 : AccuracyKind::Trained,
                        rows.real(2), rows.integer(3), rows.text(4), rows.text(5)}});
    return all;
}

StudySettings readSettings(SQLite::Database& database) {
    StudySettings settings;
    settings.metrics.clear();
    const std::string rank = schemaOf(database) < 5 ? "'nash'" : "rank_metric";
    const std::string select = "SELECT space_json, platform_json, seed, accelerator_method, "
                               "hardware_objective, max_batch, zen_batch, zen_repeats, " +
                               rank + " FROM study";
    Query study(database, select.c_str());
    study.start();
    if (study.next()) {
        settings.spaceJson = study.text(0);
        settings.platformJson = study.text(1);
        settings.seed = study.as<std::uint64_t>(2);
        settings.acceleratorMethod = study.text(3);
        settings.hardwareObjective = study.text(4);
        settings.maxBatch = study.as<int>(5);
        settings.zenBatch = study.as<int>(6);
        settings.zenRepeats = study.as<int>(7);
        settings.rankMetric = study.text(8);
        study.close();
    }
    Query terms(database, "SELECT name FROM terms ORDER BY id");
    for (terms.start(); terms.next();)
        settings.metrics.push_back(terms.text(0));
    return settings;
}

namespace {

const std::string pairingSelect =
    "SELECT id, run, position, architecture, hash, conv_macs, shift_macs, adder_macs, parameters, "
    "infeasible_reason, batch, fps, throughput_gops, latency_seconds, energy_joule, power_watts, bound, "
    "bottleneck, dsp, lut, bram36, uram FROM pairings";

/// A row of pairingSelect, less its scores.
PairingRecord recordFrom(const Query& row) {
    PairingRecord record;
    record.id = row.integer(0);
    record.run = row.integer(1);
    record.index = row.integer(2);
    record.architecture = row.text(3);
    record.hash = row.as<std::uint64_t>(4);
    record.counts.macs = {row.integer(5), row.integer(6), row.integer(7)};
    record.counts.parameters = row.integer(8);
    record.feasible = row.isNull(9);
    if (!record.feasible)
        record.infeasibleReason = row.text(9);
    record.batch = row.as<int>(10);
    record.fps = row.real(11);
    record.throughputGops = row.real(12);
    record.latencySeconds = row.real(13);
    record.energyJoule = row.real(14);
    record.powerWatts = row.real(15);
    record.bound = row.as<Bound>(16);
    record.bottleneck = row.as<OperatorType>(17);
    record.use = {row.as<int>(18), row.as<int>(19), row.as<int>(20), row.as<int>(21)};
    return record;
}

} // namespace

std::optional<PairingRecord> readPairing(SQLite::Database& database, PairingId id,
                                         const std::vector<std::string>& terms) {
    Query pairing(database, (pairingSelect + " WHERE id = ?").c_str());
    pairing.start(id);
    if (!pairing.next())
        return std::nullopt;
    PairingRecord record = recordFrom(pairing);
    pairing.close();
    Query scores(database, "SELECT term, value FROM scores WHERE pairing = ? ORDER BY term");
    for (scores.start(id); scores.next();)
        if (scores.as<std::size_t>(0) < terms.size())
            record.scores.push_back({terms[scores.as<std::size_t>(0)], scores.real(1)});
    return record;
}

std::optional<ReferenceMember> readMember(SQLite::Database& database, int index,
                                          const std::vector<std::string>& terms) {
    Query population(database, "SELECT architecture FROM population WHERE id = ?");
    population.start(index);
    if (!population.next())
        return std::nullopt;
    ReferenceMember member{population.text(0), {}};
    population.close();
    Query scores(database, "SELECT term, value FROM population_scores WHERE member = ? ORDER BY term");
    for (scores.start(index); scores.next();)
        if (scores.as<std::size_t>(0) < terms.size())
            member.scores.push_back({terms[scores.as<std::size_t>(0)], scores.real(1)});
    return member;
}

Status readRuns(SQLite::Database& database, StudyState& state) {
    // A study of an older schema that is open read-only stays as it is: what it lacks takes the default.
    const int schema = schemaOf(database);
    const bool old = schema < 2;
    const std::string columns =
        std::string("SELECT id, strategy, budget, seed, population, batch, state, started_at, ended_at, "
                    "message, ") +
        (old ? "'accuracy:max,fps:max', '', '', NULL, NULL, ''"
             : "objectives, constraints, seeds, time_limit_seconds, patience, ended_by") +
        (schema < 4 ? ", ''" : ", predictor");
    Query runs(database, (columns + " FROM runs ORDER BY id").c_str());
    for (runs.start(); runs.next();) {
        RunRecord run;
        run.id = runs.integer(0);
        run.settings.strategy = runs.text(1);
        run.settings.budget = runs.integer(2);
        run.settings.seed = runs.as<std::uint64_t>(3);
        run.settings.population = runs.as<int>(4);
        run.settings.batch = runs.as<int>(5);
        const std::optional<RunState> runState = stateOf(runs.text(6));
        if (run.id != static_cast<RunId>(state.runs.size()) + 1 || !runState)
            return contradiction(state.path, "run " + std::to_string(run.id) + " is out of order");
        run.state = *runState;
        run.startedAt = runs.text(7);
        run.endedAt = runs.isNull(8) ? std::string() : runs.text(8);
        run.message = runs.text(9);
        auto objectives = parseObjectives(runs.text(10));
        auto constraints = parseConstraints(runs.text(11));
        if (!objectives || !constraints)
            return contradiction(state.path,
                                 "run " + std::to_string(run.id) + " has aims that cannot be read");
        run.settings.objectives = *std::move(objectives);
        run.settings.constraints = *std::move(constraints);
        run.settings.seeds = linesOf(runs.text(12));
        if (!runs.isNull(13))
            run.settings.timeLimit = runs.real(13);
        if (!runs.isNull(14))
            run.settings.patience = runs.integer(14);
        run.end = endOf(runs.text(15));
        run.settings.predictor = runs.text(16);
        state.runs.push_back(std::move(run));
    }
    if (old)
        return {};
    Query points(database, "SELECT objectives, point FROM hypervolume_points ORDER BY objectives");
    for (points.start(); points.next();) {
        auto objectives = parseObjectives(points.text(0));
        std::vector<double> point = numbersOf(points.text(1));
        if (!objectives || objectives->size() != point.size())
            return contradiction(state.path, "a reference point of the hypervolume cannot be read");
        state.hypervolumePoints.push_back({*std::move(objectives), std::move(point)});
    }
    return {};
}

Status readStudy(SQLite::Database& database, StudyState& state) {
    state.settings = readSettings(database);
    const std::vector<std::string>& terms = state.settings.metrics;

    ScoreReader memberScores(
        database, "SELECT member, term, value FROM population_scores ORDER BY member, term", terms);
    Query population(database, "SELECT id, architecture FROM population ORDER BY id");
    for (population.start(); population.next();) {
        const std::int64_t id = population.integer(0);
        if (id < 0 || id >= referencePopulationSize)
            return contradiction(state.path,
                                 "its reference population has a member " + std::to_string(id + 1));
        state.addMember(static_cast<int>(id), {population.text(1), memberScores.of(id)});
    }

    if (Status read = readRuns(database, state); !read)
        return read;
    const auto runCount = static_cast<RunId>(state.runs.size());

    ScoreReader scores(database, "SELECT pairing, term, value FROM scores ORDER BY pairing, term", terms);
    Query pairings(database, (pairingSelect + " ORDER BY id").c_str());
    for (pairings.start(); pairings.next();) {
        PairingRecord record = recordFrom(pairings);
        if (record.id != static_cast<PairingId>(state.size()) + 1 || record.run < 1 || record.run > runCount)
            return contradiction(state.path, "pairing " + std::to_string(record.id) + " is out of order");
        if (!state.population)
            return contradiction(state.path, "its reference population is missing");
        record.scores = scores.of(record.id);
        state.addPairing(std::move(record));
    }
    const auto pairingCount = static_cast<PairingId>(state.size());

    Query evaluations(database, "SELECT run, position, pairing FROM evaluations ORDER BY run, position");
    for (evaluations.start(); evaluations.next();) {
        const RunId run = evaluations.integer(0);
        const PairingId pairing = evaluations.integer(2);
        if (run < 1 || run > runCount || pairing < 1 || pairing > pairingCount ||
            evaluations.integer(1) != std::ssize(state.evaluations(run)))
            return contradiction(state.path,
                                 "the evaluations of run " + std::to_string(run) + " are out of order");
        state.addEvaluation(run, pairing);
    }

    Query pins(database, "SELECT pairing, name FROM pins");
    for (pins.start(); pins.next();) {
        if (pins.integer(0) < 1 || pins.integer(0) > pairingCount)
            return contradiction(state.path, "a pin names a pairing that is not there");
        state.setPin(pins.integer(0), pins.text(1));
    }

    for (auto& [pairing, accuracy] : readAccuracies(database)) {
        if (pairing < 1 || pairing > pairingCount)
            return contradiction(state.path, "an accuracy is of a pairing that is not there");
        state.setAccuracy(pairing, std::move(accuracy));
    }
    state.calibrate();
    return {};
}

AcceleratorDesign readDesign(SQLite::Database& database, PairingId id) {
    AcceleratorDesign design;
    HardwareCost& cost = design.cost;
    Query pairing(database,
                  "SELECT batch, fps, throughput_gops, latency_seconds, energy_joule, power_watts, "
                  "interval_cycles, bound, bottleneck, images_in_flight, in_flight_bytes, dsp, lut, "
                  "bram36, uram FROM pairings WHERE id = ?");
    pairing.start(id);
    if (pairing.next()) {
        design.accelerator.batch = pairing.as<int>(0);
        cost.fps = pairing.real(1);
        cost.throughputGops = pairing.real(2);
        cost.latencySeconds = pairing.real(3);
        cost.energyJoule = pairing.real(4);
        cost.powerWatts = pairing.real(5);
        cost.intervalCycles = pairing.integer(6);
        cost.bound = pairing.as<Bound>(7);
        cost.bottleneck = pairing.as<OperatorType>(8);
        cost.imagesInFlight = pairing.as<int>(9);
        cost.inFlightBytes = pairing.integer(10);
        cost.use = {pairing.as<int>(11), pairing.as<int>(12), pairing.as<int>(13), pairing.as<int>(14)};
        pairing.close();
    }
    // A study of an older schema that is open read-only knows packed chunks alone.
    const std::string columns = "SELECT operator, unroll_out, unroll_in, unroll_pixels, input_buffer_bytes, "
                                "weight_buffer_bytes, output_buffer_bytes, dsp, lut, bram36, uram, pes, "
                                "layers, macs, cycles, dram_bytes, busy, ";
    Query chunks(database, (columns + (schemaOf(database) < 3 ? "0" : "unpacked") +
                            " FROM chunks WHERE pairing = ? ORDER BY operator")
                               .c_str());
    for (chunks.start(id); chunks.next();) {
        const auto op = chunks.as<std::size_t>(0) % operatorTypeCount;
        design.accelerator.chunks[op] = {chunks.as<int>(1),      chunks.as<int>(2), chunks.as<int>(3),
                                         chunks.integer(4),      chunks.integer(5), chunks.integer(6),
                                         chunks.integer(17) != 0};
        ChunkCost& work = cost.chunks[op];
        work.use = {chunks.as<int>(7), chunks.as<int>(8), chunks.as<int>(9), chunks.as<int>(10)};
        work.pes = chunks.integer(11);
        work.layers = chunks.as<int>(12);
        work.macs = chunks.integer(13);
        work.cycles = chunks.integer(14);
        work.dramBytes = chunks.integer(15);
        work.busy = chunks.real(16);
    }
    Query layers(database, "SELECT chunk, tile_out, tile_in, tile_rows, tile_columns, stationary, cycles, "
                           "compute_cycles, input_bytes, weight_bytes, output_bytes, bound, utilisation, "
                           "energy_pj FROM layers WHERE pairing = ? ORDER BY position");
    for (layers.start(id); layers.next();) {
        LayerCost layer;
        layer.chunk = layers.as<OperatorType>(0);
        layer.mapping = {layers.as<int>(1), layers.as<int>(2), layers.as<int>(3), layers.as<int>(4),
                         layers.as<Stationary>(5)};
        layer.cycles = layers.integer(6);
        layer.computeCycles = layers.integer(7);
        layer.inputBytes = layers.integer(8);
        layer.weightBytes = layers.integer(9);
        layer.outputBytes = layers.integer(10);
        layer.bound = layers.as<Bound>(11);
        layer.utilisation = layers.real(12);
        layer.energyPj = layers.real(13);
        cost.layers.push_back(layer);
    }
    return design;
}

} // namespace pairscape
