// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/rows.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pairscape {

namespace {

Error contradiction(const std::string& path, const std::string& what) {
    return {ErrorCode::Corrupt, "Study " + path + " is damaged: " + what + "; restore it from a copy."};
}

std::optional<RunState> stateOf(const std::string& name) {
    for (int i = 0; i <= static_cast<int>(RunState::Failed); ++i)
        if (runStateName(static_cast<RunState>(i)) == name)
            return static_cast<RunState>(i);
    return std::nullopt;
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
      chunk_(database, "INSERT INTO chunks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      layer_(database, "INSERT INTO layers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      evaluation_(database, "INSERT INTO evaluations VALUES (?, ?, ?)"),
      run_(database, "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      runState_(database, "UPDATE runs SET state = ?, ended_at = ?, message = ? WHERE id = ?"),
      member_(database, "INSERT INTO population VALUES (?, ?)"),
      memberScore_(database, "INSERT INTO population_scores VALUES (?, ?, ?)"),
      pin_(database, "INSERT OR REPLACE INTO pins VALUES (?, ?)"),
      unpin_(database, "DELETE FROM pins WHERE pairing = ?") {}

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
                   work.dramBytes, work.busy);
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
             run.message);
}

void RowWriter::setRunState(const RunRecord& run) {
    runState_.run(runStateName(run.state), unlessEmpty(run.endedAt), run.message, run.id);
}

void RowWriter::addPopulation(const ReferencePopulation& population) {
    std::int64_t id = 0;
    for (const ReferenceMember& member : population.members()) {
        member_.run(id, member.architecture);
        for (const RawTerm& term : member.scores)
            if (std::ranges::find(terms_, term.name) != terms_.end())
                memberScore_.run(id, termId(term.name), term.value);
        ++id;
    }
}

void RowWriter::setPin(PairingId id, const std::string& name) {
    if (name.empty())
        unpin_.run(id);
    else
        pin_.run(id, name);
}

StudySettings readSettings(SQLite::Database& database) {
    StudySettings settings;
    settings.metrics.clear();
    Query study(database, "SELECT space_json, platform_json, seed, accelerator_method, hardware_objective, "
                          "max_batch, zen_batch, zen_repeats FROM study");
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
        study.close();
    }
    Query terms(database, "SELECT name FROM terms ORDER BY id");
    for (terms.start(); terms.next();)
        settings.metrics.push_back(terms.text(0));
    return settings;
}

Status readStudy(SQLite::Database& database, StudyState& state) {
    state.settings = readSettings(database);
    const std::vector<std::string>& terms = state.settings.metrics;

    ScoreReader memberScores(
        database, "SELECT member, term, value FROM population_scores ORDER BY member, term", terms);
    std::vector<ReferenceMember> members;
    Query population(database, "SELECT id, architecture FROM population ORDER BY id");
    for (population.start(); population.next();)
        members.push_back({population.text(1), memberScores.of(population.integer(0))});
    if (!members.empty())
        state.population = std::make_shared<const ReferencePopulation>(std::move(members));

    Query runs(database, "SELECT id, strategy, budget, seed, population, batch, state, started_at, ended_at, "
                         "message FROM runs ORDER BY id");
    for (runs.start(); runs.next();) {
        RunRecord run;
        run.id = runs.integer(0);
        run.settings = {runs.text(1), runs.integer(2), runs.as<std::uint64_t>(3), runs.as<int>(4),
                        runs.as<int>(5)};
        const std::optional<RunState> runState = stateOf(runs.text(6));
        if (run.id != static_cast<RunId>(state.runs.size()) + 1 || !runState)
            return contradiction(state.path, "run " + std::to_string(run.id) + " is out of order");
        run.state = *runState;
        run.startedAt = runs.text(7);
        run.endedAt = runs.isNull(8) ? std::string() : runs.text(8);
        run.message = runs.text(9);
        state.runs.push_back(std::move(run));
    }
    const auto runCount = static_cast<RunId>(state.runs.size());

    ScoreReader scores(database, "SELECT pairing, term, value FROM scores ORDER BY pairing, term", terms);
    Query pairings(database,
                   "SELECT id, run, position, architecture, hash, conv_macs, shift_macs, adder_macs, "
                   "parameters, infeasible_reason, batch, fps, throughput_gops, latency_seconds, "
                   "energy_joule, power_watts, bound, bottleneck, dsp, lut, bram36, uram "
                   "FROM pairings ORDER BY id");
    for (pairings.start(); pairings.next();) {
        PairingRecord record;
        record.id = pairings.integer(0);
        record.run = pairings.integer(1);
        if (record.id != static_cast<PairingId>(state.size()) + 1 || record.run < 1 || record.run > runCount)
            return contradiction(state.path, "pairing " + std::to_string(record.id) + " is out of order");
        if (!state.population)
            return contradiction(state.path, "its reference population is missing");
        record.index = pairings.integer(2);
        record.architecture = pairings.text(3);
        record.hash = pairings.as<std::uint64_t>(4);
        record.counts.macs = {pairings.integer(5), pairings.integer(6), pairings.integer(7)};
        record.counts.parameters = pairings.integer(8);
        record.feasible = pairings.isNull(9);
        if (!record.feasible)
            record.infeasibleReason = pairings.text(9);
        record.batch = pairings.as<int>(10);
        record.fps = pairings.real(11);
        record.throughputGops = pairings.real(12);
        record.latencySeconds = pairings.real(13);
        record.energyJoule = pairings.real(14);
        record.powerWatts = pairings.real(15);
        record.bound = pairings.as<Bound>(16);
        record.bottleneck = pairings.as<OperatorType>(17);
        record.use = {pairings.as<int>(18), pairings.as<int>(19), pairings.as<int>(20), pairings.as<int>(21)};
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
    Query chunks(database, "SELECT operator, unroll_out, unroll_in, unroll_pixels, input_buffer_bytes, "
                           "weight_buffer_bytes, output_buffer_bytes, dsp, lut, bram36, uram, pes, layers, "
                           "macs, cycles, dram_bytes, busy FROM chunks WHERE pairing = ? ORDER BY operator");
    for (chunks.start(id); chunks.next();) {
        const auto op = chunks.as<std::size_t>(0) % operatorTypeCount;
        design.accelerator.chunks[op] = {chunks.as<int>(1), chunks.as<int>(2), chunks.as<int>(3),
                                         chunks.integer(4), chunks.integer(5), chunks.integer(6)};
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
