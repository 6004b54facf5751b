// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/accelerator.h"
#include "core/accelerator/hardware_objective.h"
#include "core/base/error.h"
#include "core/space/network.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// How an accelerator is searched.
enum class AcceleratorMethod : std::uint8_t {
    Nasa,         ///< PE split proportional to operation counts (NASA, lineage section 6.2)
    CoarseToFine, ///< split and unrolls by roofline first, then buffers and mappings of the best few (our
                  ///< reading)
    Exact, ///< by bounds: no accelerator of the modelled space (docs/cost-model.md) has a better objective
};
std::string acceleratorMethodName(AcceleratorMethod method); ///< "nasa", "coarse-to-fine", "exact"
std::vector<std::string> acceleratorMethodNames();
Result<AcceleratorMethod> parseAcceleratorMethod(std::string_view name);

struct AcceleratorSearchSettings {
    AcceleratorMethod method = AcceleratorMethod::Exact;
    HardwareObjective objective = HardwareObjective::Fps;
    int maxBatch = 16;
    bool keepProof = false; ///< an exact search writes down why nothing is better
};

/// Why the result of an exact search is the best: for each batch, the order in which unrolls were ruled out,
/// with packed PEs and with unpacked ones. Each step holds if those before it do; what no step rules out was
/// tried with all buffers and rules, in all combinations. Anybody can check it with the bounds of
/// cost_model.h (tests/core/accelerator/proof_check.h does).
struct ExactProof {
    enum class Reason : std::uint8_t {
        NoRoom,    ///< leaves the other chunks less DSP, LUT or memory blocks than the least of them need
        NotBetter, ///< arrays at full use, operands moved once, the others at their least: still not better
    };
    struct Step {
        int batch = 1;
        OperatorType chunk = OperatorType::Conv;
        int unrolls = 0; ///< index into unrollChoices() (design_space.h)
        bool unpacked = false;
        Reason reason = Reason::NoRoom;
    };
    double objective =
        0; ///< of the best: cycles per image (fps), cycles (latency), pJ per image or their product
    std::vector<Step> steps;
};

/// The best accelerator that a search found, with its modelled figures.
struct AcceleratorDesign {
    Accelerator accelerator;
    HardwareCost cost;
    std::int64_t evaluated = 0;              ///< mappings costed on the way (cache hits not counted)
    bool proven = false;                     ///< no accelerator of the modelled space has a better objective
    std::shared_ptr<const ExactProof> proof; ///< of that, where the settings ask for it
};

/// Searches accelerators for networks on one platform. Keeps a table of layer costs shared by all
/// threads, so the second network is cheaper than the first. Results are a pure function of
/// (platform, settings, network): never of the table's content or of threads. Thread-safe.
class AcceleratorSearch {
  public:
    AcceleratorSearch(Platform platform, AcceleratorSearchSettings settings);
    ~AcceleratorSearch();
    AcceleratorSearch(const AcceleratorSearch&) = delete;
    AcceleratorSearch& operator=(const AcceleratorSearch&) = delete;

    const Platform& platform() const;
    const AcceleratorSearchSettings& settings() const;

    /// Infeasible when not even the smallest accelerator fits the platform; the message says what is short.
    Result<AcceleratorDesign> best(const Network& network, std::stop_token stop) const;

    /// Costs a given accelerator with the best mapping of each layer on it. Unrolls, buffers and batch need
    /// not be those that are searched; InvalidInput where they make no accelerator at all.
    Result<AcceleratorDesign> cost(const Network& network, const Accelerator& accelerator) const;

    /// The table as bytes of at most this many, for useLayerCosts() of another search on a platform with the
    /// same DRAM bytes a cycle; what is left out is found anew. Saves time, changes no result.
    std::string layerCosts(std::size_t limitBytes) const;
    /// False, and nothing is taken in, where the bytes are damaged or of another cost model or DRAM.
    bool useLayerCosts(std::string_view bytes) const;
    /// Whether the table holds anything that it did not get from useLayerCosts().
    bool learned() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace pairscape
