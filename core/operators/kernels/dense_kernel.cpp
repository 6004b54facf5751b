// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Dense and grouped layers as a blocked product of a weight panel with a panel of input columns that is
// gathered tile by tile. The same loops serve conv, shift (x * w) and adder layers (|x - w|).
//
// The adder sum uses |x - w| = 2 max(x, w) - x - w: per weight one maximum and one addition, which run on
// different ports of current cores, where subtract, absolute value and add share two. The sums of x and of w
// are taken once per column and once per output channel.

#include "core/operators/kernels/column_gatherer.h"
#include "core/operators/kernels/layer_kernels.h"

#include <algorithm>
#include <cstring>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/dense_kernel.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef PAIRSCAPE_DENSE_SHARED
#define PAIRSCAPE_DENSE_SHARED
namespace pairscape::kernels {

inline constexpr std::int64_t panelRows = 12; ///< output channels in a full weight panel

/// Rows of the last panel of a group are rounded up to this.
inline constexpr std::int64_t rowStep = 4;

inline std::int64_t roundUp(std::int64_t value, std::int64_t step) {
    return (value + step - 1) / step * step;
}
inline std::int64_t tilesPerGroup(const LayerShape& s) {
    return (columnsOf(s) + tileColumns - 1) / tileColumns;
}
inline std::int64_t packedRows(const LayerShape& s) {
    return roundUp(s.groupOutputs(), rowStep);
}
/// Of one group: its panels, then the sum of each row's weights.
inline std::int64_t groupFloats(const LayerShape& s) {
    return packedRows(s) * (s.terms() + 1);
}

} // namespace pairscape::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Two vectors of columns by 12 rows fill 32 registers, by 6 rows 16; wider vectors than 512 bits are not
// used.
using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;
constexpr Tag tag;
inline constexpr std::int64_t lanes = HWY_MIN(HWY_LANES(float), 16);
inline constexpr std::int64_t panelColumns = 2 * lanes;
inline constexpr std::int64_t fullRows = HWY_TARGET == HWY_AVX3 ? 12 : 6;
inline constexpr std::int64_t partRows = HWY_TARGET == HWY_AVX3 ? 8 : 4;

struct ProductStep {
    static HWY_INLINE Vector add(Vector sum, Vector x, Vector w) { return hn::MulAdd(x, w, sum); }
};
struct DistanceStep {
    static HWY_INLINE Vector add(Vector sum, Vector x, Vector w) { return hn::Add(sum, hn::Max(x, w)); }
};

/// What happens to a block of outputs besides this block of terms.
struct BlockEnds {
    bool first = true;                 ///< nothing was summed before
    bool last = false;                 ///< nothing comes after
    const float* columnSums = nullptr; ///< Distance: sums of x, for each column of the panel
};

/// `rows` output channels by one panel of columns over `terms` terms.
template <class Step, int rows>
HWY_INLINE void block(const float* HWY_RESTRICT weights, std::int64_t weightStep,
                      const float* HWY_RESTRICT columns, std::int64_t terms,
                      const float* HWY_RESTRICT weightSums, const BlockEnds& ends, float* HWY_RESTRICT out,
                      std::int64_t outStep) {
    Vector sums[rows][2];
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        sums[r][0] = hn::Zero(tag);
        sums[r][1] = hn::Zero(tag);
    }
    for (std::int64_t k = 0; k < terms; ++k) {
        const Vector x0 = hn::Load(tag, columns);
        const Vector x1 = hn::Load(tag, columns + lanes);
        PAIRSCAPE_UNROLL
        for (int r = 0; r < rows; ++r) {
            const Vector w = hn::Set(tag, weights[r]);
            sums[r][0] = Step::add(sums[r][0], x0, w);
            sums[r][1] = Step::add(sums[r][1], x1, w);
        }
        weights += weightStep;
        columns += panelColumns;
    }
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        PAIRSCAPE_UNROLL
        for (int v = 0; v < 2; ++v) {
            float* place = out + r * outStep + v * lanes;
            Vector sum = sums[r][v];
            if (!ends.first)
                sum = hn::Add(hn::LoadU(tag, place), sum);
            if (ends.last && ends.columnSums != nullptr) {
                const Vector parts =
                    hn::Add(hn::LoadU(tag, ends.columnSums + v * lanes), hn::Set(tag, weightSums[r]));
                sum = hn::Sub(parts, hn::Add(sum, sum));
            }
            hn::StoreU(sum, tag, place);
        }
    }
}

/// All rows of one weight panel; rows beyond `liveRows` and columns beyond `liveColumns` are not written.
template <class Step>
void panel(const float* weights, std::int64_t rows, std::int64_t liveRows, const float* columns,
           std::int64_t liveColumns, std::int64_t terms, const float* weightSums, const BlockEnds& ends,
           float* out, std::int64_t outStep) {
    HWY_ALIGN float edge[panelRows * panelColumns];
    const bool whole = liveRows == rows && liveColumns == panelColumns;
    float* target = whole ? out : edge;
    const std::int64_t step = whole ? outStep : panelColumns;
    if (!whole && !ends.first)
        for (std::int64_t r = 0; r < liveRows; ++r)
            std::copy_n(out + r * outStep, liveColumns, edge + r * panelColumns);
    // 12, 8 or 4 rows: the last panel of a group may not be full.
    std::int64_t row = 0;
    for (; rows == panelRows && row < rows; row += fullRows)
        block<Step, fullRows>(weights + row, rows, columns, terms, weightSums + row, ends,
                              target + row * step, step);
    for (; row + partRows <= rows; row += partRows)
        block<Step, partRows>(weights + row, rows, columns, terms, weightSums + row, ends,
                              target + row * step, step);
    for (; row < rows; row += rowStep)
        block<Step, rowStep>(weights + row, rows, columns, terms, weightSums + row, ends, target + row * step,
                             step);
    if (!whole)
        for (std::int64_t r = 0; r < liveRows; ++r)
            std::copy_n(edge + r * panelColumns, liveColumns, out + r * outStep);
}

/// Copies one gathered row into its place in every panel, zeros beyond its end.
HWY_INLINE void spread(const float* HWY_RESTRICT row, std::int64_t columns, std::int64_t panelStep,
                       float* HWY_RESTRICT panels) {
    std::int64_t column = 0;
    for (; column + panelColumns <= columns; column += panelColumns) {
        hn::Store(hn::LoadU(tag, row + column), tag, panels);
        hn::Store(hn::LoadU(tag, row + column + lanes), tag, panels + lanes);
        panels += panelStep;
    }
    if (column < columns) {
        std::fill_n(panels, panelColumns, 0.0F);
        std::copy_n(row + column, columns - column, panels);
    }
}

HWY_INLINE void addRow(const float* HWY_RESTRICT row, std::int64_t columns, float* HWY_RESTRICT sums) {
    for (std::int64_t i = 0; i < columns; ++i)
        sums[i] += row[i];
}

template <class Step, bool distance>
void tile(const LayerShape& shape, const float* input, const float* packed, float* output, std::int64_t index,
          float* panels, float* sums, float* scratch) {
    const std::int64_t group = index / tilesPerGroup(shape);
    const std::int64_t allColumns = columnsOf(shape);
    const std::int64_t firstColumn = index % tilesPerGroup(shape) * tileColumns;
    const std::int64_t columns = std::min(tileColumns, allColumns - firstColumn);
    const std::int64_t allTerms = shape.terms();
    const std::int64_t liveRows = shape.groupOutputs();
    const float* weights = packed + group * groupFloats(shape);
    const float* weightSums = weights + packedRows(shape) * allTerms;
    float* out = output + group * liveRows * allColumns + firstColumn;

    const ColumnGatherer gatherer(shape, input, group);
    if (distance)
        std::fill_n(sums, tileColumns, 0.0F);
    for (std::int64_t firstTerm = 0; firstTerm < allTerms; firstTerm += sumBlock) {
        const std::int64_t terms = std::min(sumBlock, allTerms - firstTerm);
        const std::int64_t panelStep = terms * panelColumns;
        for (std::int64_t k = 0; k < terms; ++k) {
            const float* row = gatherer.row(firstTerm + k, firstColumn, columns, scratch);
            spread(row, columns, panelStep, panels + k * panelColumns);
            if (distance)
                addRow(row, columns, sums);
        }
        for (std::int64_t column = 0; column < columns; column += panelColumns) {
            const BlockEnds ends = {firstTerm == 0, firstTerm + terms == allTerms,
                                    distance ? sums + column : nullptr};
            for (std::int64_t row = 0; row < liveRows; row += panelRows) {
                const std::int64_t rows = std::min(panelRows, packedRows(shape) - row);
                panel<Step>(weights + row * allTerms + firstTerm * rows, rows, std::min(rows, liveRows - row),
                            panels + column / panelColumns * panelStep,
                            std::min(panelColumns, columns - column), terms, weightSums + row, ends,
                            out + row * allColumns + column, allColumns);
            }
        }
    }
}

void denseTilesForward(Term term, const LayerShape& shape, const float* input, const float* packed,
                       float* output, std::int64_t begin, std::int64_t end) {
    const auto memory = hwy::AllocateAligned<float>(static_cast<std::size_t>((sumBlock + 2) * tileColumns));
    float* panels = memory.get();
    float* sums = panels + sumBlock * tileColumns;
    float* scratch = sums + tileColumns;
    for (std::int64_t index = begin; index < end; ++index) {
        if (term == Term::Distance)
            tile<DistanceStep, true>(shape, input, packed, output, index, panels, sums, scratch);
        else
            tile<ProductStep, false>(shape, input, packed, output, index, panels, sums, scratch);
    }
}

const char* targetName() {
    return hwy::TargetName(HWY_TARGET);
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(denseTilesForward);
HWY_EXPORT(targetName);

std::size_t packedWeightFloats(const LayerShape& shape) {
    return static_cast<std::size_t>(shape.groups * groupFloats(shape));
}

void packWeights(const LayerShape& shape, const float* weights, float* packed) {
    const std::int64_t terms = shape.terms();
    const std::int64_t liveRows = shape.groupOutputs();
    for (std::int64_t group = 0; group < shape.groups; ++group) {
        const float* source = weights + group * liveRows * terms;
        float* target = packed + group * groupFloats(shape);
        float* weightSums = target + packedRows(shape) * terms;
        for (std::int64_t first = 0; first < packedRows(shape); first += panelRows) {
            const std::int64_t rows = std::min(panelRows, packedRows(shape) - first);
            float* panel = target + first * terms;
            for (std::int64_t r = 0; r < rows; ++r) {
                float sum = 0;
                const bool live = first + r < liveRows;
                const float* row = source + (first + r) * terms;
                for (std::int64_t k = 0; k < terms; ++k) {
                    const float w = live ? row[k] : 0.0F;
                    panel[k * rows + r] = w;
                    sum += w;
                }
                weightSums[first + r] = sum;
            }
        }
    }
}

std::int64_t denseTiles(const LayerShape& shape) {
    return shape.groups * tilesPerGroup(shape);
}

void denseForward(Term term, const LayerShape& shape, const float* input, const float* packed, float* output,
                  std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(denseTilesForward)(term, shape, input, packed, output, begin, end);
}

const char* instructionSet() {
    return HWY_DYNAMIC_DISPATCH(targetName)();
}

} // namespace pairscape::kernels
#endif
