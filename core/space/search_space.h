// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/space/architecture.h"
#include "core/space/network.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pairscape {

/// What may be chosen in one stage.
struct StageChoices {
    std::string name;
    std::vector<int> channels;
    std::vector<int> depths;
    std::vector<int> kernels;
    std::vector<int> expansions;
    int stride = 1;                  ///< of the stage's first block
    bool squeezeExcite = false;
    Activation activation = Activation::Swish;
};

/// Whether kernel and expansion are chosen once per stage (NASA-F) or in every block (NASA).
enum class Granularity : std::uint8_t { Stage, Block };

/// How a block passes its input around itself.
enum class ShortcutStyle : std::uint8_t {
    Identity,  ///< only where shape is unchanged (NASA, FBNet)
    Projected, ///< always: average pool by the stride, then a 1x1 layer where channels differ (NASA-F)
};

class SpaceIndex;

/// A search space: every list of choices, and the operations on its points. Immutable once made, so it may
/// be shared between threads. Comes from a JSON preset (resources/spaces) or a person's own file.
class SearchSpace {
  public:
    /// One of presetNames(), or an error that lists them.
    static Result<SearchSpace> preset(std::string_view name);
    static std::vector<std::string> presetNames();
    /// A preset's name, or the path of a JSON file.
    static Result<SearchSpace> load(const std::string& presetOrPath);
    /// `what` names the document in error messages. Errors name the field.
    static Result<SearchSpace> fromJson(std::string_view text, const std::string& what);

    const std::string& name() const { return name_; }
    const std::string& title() const { return title_; }
    const std::string& source() const { return source_; }
    int inputSize() const { return inputSize_; } ///< height and width of the RGB input
    int classes() const { return classes_; }
    const std::vector<int>& stemChannels() const { return stemChannels_; }
    const std::vector<int>& headChannels() const { return headChannels_; }
    const std::vector<StageChoices>& stages() const { return stages_; }
    const std::vector<OperatorType>& operators() const { return operators_; }
    Granularity granularity() const { return granularity_; }
    ShortcutStyle shortcutStyle() const { return shortcut_; }

    bool skipsBlocks() const { return skipAllowed_; } ///< whether any block may be left out
    /// Whether this block may be left out (NASA's skip) where `inChannels` enter its stage and `outChannels`
    /// leave it. `stage` and `block` count from 0.
    bool skipLegal(std::size_t stage, std::size_t block, int inChannels, int outChannels) const;

    /// The JSON it was made from in canonical layout; a study keeps it. fromJson() gives the same space back.
    std::string toJson() const;

    /// The same space with fewer operator types: conv only is the multiplication-based baseline, and so on.
    /// Keeps its name, so an architecture's hash is the same in both.
    Result<SearchSpace> restrictedTo(const std::vector<OperatorType>& operators) const;

    /// Number of architectures: exact as decimal text of any length, and as a double.
    std::string sizeText() const;
    double size() const;
    /// Every architecture in a fixed order, each once; refuses above `limit`.
    Result<std::vector<Architecture>> enumerate(std::size_t limit) const;

    /// The smallest and the largest choice everywhere, with one operator type (one of operators()). Where a
    /// block may be skipped, the smallest skips it.
    Architecture smallest(OperatorType op) const;
    Architecture largest(OperatorType op) const;

    /// Nothing, or one sentence that names the first gene that is not a choice of this space.
    Status validate(const Architecture& architecture) const;

    /// Canonical text form (docs/architecture-text.md): readable, typable, round-trips exactly.
    std::string format(const Architecture& architecture) const;
    /// Reads the text form and validates; the error shows where and what would have been right.
    Result<Architecture> parse(std::string_view text) const;
    /// stableHash of the space's name and canonical text.
    std::uint64_t hash(const Architecture& architecture) const;

    /// Every architecture with the same probability: a number below the space's exact size, unranked.
    Architecture sample(RandomStream& random) const;
    /// Redraws each gene with probability `rate`; always differs from its parent when the space allows: if
    /// nothing changed, one gene that has an alternative takes it. Genes are stem, head and, for each stage,
    /// channels, depth, kernel, expansion and every block's operator (or, at block granularity, every whole block).
    Architecture mutate(const Architecture& parent, double rate, RandomStream& random) const;
    /// Each stage (and stem, head) from one of the parents, then blocks mixed where both have them.
    Architecture crossover(const Architecture& a, const Architecture& b, RandomStream& random) const;

    /// The layers with their shapes, stem to classifier. The architecture must be valid.
    Network expand(const Architecture& architecture) const;

  private:
    friend class SpaceReader;

    std::string name_, title_, source_;
    int inputSize_ = 0;
    int classes_ = 0;
    std::vector<int> stemChannels_, headChannels_;
    int headExpansion_ = 0;  ///< NASA-F's head first expands to this many times the last stage; 0: it does not
    int stemStride_ = 1;
    Activation stemActivation_ = Activation::Swish;
    std::vector<StageChoices> stages_;
    std::vector<OperatorType> operators_;
    Granularity granularity_ = Granularity::Stage;
    ShortcutStyle shortcut_ = ShortcutStyle::Projected;
    bool skipAllowed_ = false; ///< a block with stride 1 and equal channels may be left out (NASA's skip)
    bool expandAtOne_ = false; ///< a block with expansion 1 keeps its expand layer (NASA), or not (NASA-F)
    int squeezeReduction_ = 4;
    std::shared_ptr<const SpaceIndex> index_; ///< numbers the architectures; shared by copies
};

} // namespace pairscape
