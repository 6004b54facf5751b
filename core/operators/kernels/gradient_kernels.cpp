// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Gradients of dense and grouped layers.
//
// The weight gradient is a set of dot products along columns: rows of activations with rows of the output
// gradient, both contiguous. The adder's (x - w) dY needs no kernel of its own: its sum is sum(x dY) - w
// sum(dY). The input gradient is a blocked product like the forward pass with the roles of channels
// exchanged; the adder clamps w - x on the way: three instructions and a multiply-add for each term.

#include "core/operators/kernels/gradient_kernels.h"

#include "core/operators/kernels/column_gatherer.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/operators/kernels/gradient_kernels.cpp"
#include "core/operators/kernels/targets.h"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef PAIRSCAPE_GRADIENT_SHARED
#define PAIRSCAPE_GRADIENT_SHARED
namespace pairscape::kernels {

inline constexpr std::int64_t taskTerms = 32;    ///< terms of the weight gradient in one task
inline constexpr std::int64_t taskOutputs = 96;  ///< output channels in one task
inline constexpr std::int64_t vectorFloats = 16; ///< room for one vector of the widest set

inline std::int64_t tiles(std::int64_t count, std::int64_t size) {
    return (count + size - 1) / size;
}
inline std::int64_t inputColumns(const LayerShape& s) {
    return s.inHeight * s.inWidth * s.batch;
}
/// Terms behind one input gradient.
inline std::int64_t backTerms(const LayerShape& s) {
    return s.groupOutputs() * s.kernel * s.kernel;
}
/// Rows of weights are packed in panels of this many input channels; a multiple of every block's rows.
inline constexpr std::int64_t inputPanelRows = 12;

} // namespace pairscape::kernels
#endif

HWY_BEFORE_NAMESPACE();
namespace pairscape::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::CappedTag<float, 16>;
using Vector = hn::Vec<Tag>;
constexpr Tag tag;
inline constexpr std::int64_t lanes = HWY_MIN(HWY_LANES(float), 16);
inline constexpr bool manyRegisters = HWY_TARGET == HWY_AVX3;

// ---- weight gradient ----

inline constexpr int dotOutputs = manyRegisters ? 6 : 3;
inline constexpr int dotTerms = manyRegisters ? 4 : 2;

/// sums[m][k] += dot product of gradient row m and activation row k over `columns`, a multiple of lanes.
template <int outputs, int terms>
HWY_INLINE void dots(const float* HWY_RESTRICT gradients, const float* const* rows, std::int64_t columns,
                     float* HWY_RESTRICT sums, std::int64_t sumStep) {
    Vector acc[outputs][terms];
    PAIRSCAPE_UNROLL
    for (int m = 0; m < outputs; ++m) {
        PAIRSCAPE_UNROLL
        for (int k = 0; k < terms; ++k)
            acc[m][k] = hn::Load(tag, sums + m * sumStep + k * vectorFloats);
    }
    for (std::int64_t i = 0; i < columns; i += lanes) {
        Vector x[terms];
        PAIRSCAPE_UNROLL
        for (int k = 0; k < terms; ++k)
            x[k] = hn::LoadU(tag, rows[k] + i);
        PAIRSCAPE_UNROLL
        for (int m = 0; m < outputs; ++m) {
            const Vector dy = hn::Load(tag, gradients + m * tileColumns + i);
            PAIRSCAPE_UNROLL
            for (int k = 0; k < terms; ++k)
                acc[m][k] = hn::MulAdd(dy, x[k], acc[m][k]);
        }
    }
    PAIRSCAPE_UNROLL
    for (int m = 0; m < outputs; ++m) {
        PAIRSCAPE_UNROLL
        for (int k = 0; k < terms; ++k)
            hn::Store(acc[m][k], tag, sums + m * sumStep + k * vectorFloats);
    }
}

HWY_INLINE double sumOf(const float* vector) {
    double sum = 0;
    for (std::int64_t i = 0; i < lanes; ++i)
        sum += static_cast<double>(vector[i]);
    return sum;
}

struct WeightGradientJob {
    Term term;
    const LayerShape& shape;
    std::int64_t images;
    const float* input;
    const float* weights;
    const float* outputGradient;
    float* gradient;
};

/// Memory of one call, reused from task to task.
struct WeightGradientMemory {
    hwy::AlignedFreeUniquePtr<float[]> rows = allocate(taskTerms * tileColumns);
    hwy::AlignedFreeUniquePtr<float[]> gradients = allocate(dotOutputs * tileColumns);
    hwy::AlignedFreeUniquePtr<float[]> sums = allocate(taskOutputs * (taskTerms + 1) * vectorFloats);

    static hwy::AlignedFreeUniquePtr<float[]> allocate(std::int64_t floats) {
        return hwy::AllocateAligned<float>(static_cast<std::size_t>(floats));
    }
};

/// The gradient's rows [first, first + outputs) of a tile, with zeros up to a whole vector, and their sums.
HWY_INLINE void loadGradients(const float* from, std::int64_t step, std::int64_t outputs,
                              std::int64_t columns, std::int64_t padded, float* to, float* sums,
                              std::int64_t sumStep) {
    for (std::int64_t m = 0; m < outputs; ++m) {
        float* row = to + m * tileColumns;
        std::copy_n(from + m * step, columns, row);
        std::fill_n(row + columns, padded - columns, 0.0F);
        Vector sum = hn::Load(tag, sums + m * sumStep);
        for (std::int64_t i = 0; i < padded; i += lanes)
            sum = hn::Add(sum, hn::Load(tag, row + i));
        hn::Store(sum, tag, sums + m * sumStep);
    }
}

void weightGradientTask(const WeightGradientJob& job, std::int64_t task, const WeightGradientMemory& memory) {
    const LayerShape& shape = job.shape;
    const std::int64_t termTiles = tiles(shape.terms(), taskTerms);
    const std::int64_t outputTiles = tiles(shape.groupOutputs(), taskOutputs);
    const std::int64_t group = task / (termTiles * outputTiles);
    const std::int64_t firstTerm = task % termTiles * taskTerms;
    const std::int64_t firstOutput = task / termTiles % outputTiles * taskOutputs;
    const std::int64_t terms = std::min(taskTerms, shape.terms() - firstTerm);
    const std::int64_t outputs = std::min(taskOutputs, shape.groupOutputs() - firstOutput);
    const std::int64_t columns = columnsOf(shape);
    const std::int64_t firstRow = group * shape.groupOutputs() + firstOutput;
    constexpr std::int64_t sumStep =
        (taskTerms + 1) * vectorFloats; // the last vector sums the gradient itself
    float* sums = memory.sums.get();
    std::fill_n(sums, taskOutputs * sumStep, 0.0F);

    for (std::int64_t image = 0; image < job.images; ++image) {
        const ColumnGatherer gatherer(shape, job.input + image * shape.inputElements(), group);
        const float* gradient = job.outputGradient + image * shape.outputElements() + firstRow * columns;
        for (std::int64_t first = 0; first < columns; first += tileColumns) {
            const std::int64_t count = std::min(tileColumns, columns - first);
            const std::int64_t padded = tiles(count, lanes) * lanes;
            const float* rows[taskTerms];
            for (std::int64_t k = 0; k < terms; ++k) {
                float* scratch = memory.rows.get() + k * tileColumns;
                rows[k] = gatherer.row(firstTerm + k, first, count, scratch);
                if (padded != count && rows[k] != scratch) {
                    std::copy_n(rows[k], count, scratch);
                    rows[k] = scratch;
                }
                if (padded != count)
                    std::fill_n(scratch + count, padded - count, 0.0F);
            }
            for (std::int64_t m = 0; m < outputs; m += dotOutputs) {
                const std::int64_t live = std::min<std::int64_t>(dotOutputs, outputs - m);
                float* sum = sums + m * sumStep;
                loadGradients(gradient + m * columns + first, columns, live, count, padded,
                              memory.gradients.get(), sum + taskTerms * vectorFloats, sumStep);
                std::int64_t k = 0;
                if (live == dotOutputs)
                    for (; k + dotTerms <= terms; k += dotTerms)
                        dots<dotOutputs, dotTerms>(memory.gradients.get(), rows + k, padded,
                                                   sum + k * vectorFloats, sumStep);
                for (std::int64_t one = 0; one < live; ++one) {
                    const float* row = memory.gradients.get() + one * tileColumns;
                    float* place = sum + one * sumStep;
                    std::int64_t next =
                        k; // what is left of full blocks, or everything of the last few outputs
                    for (; next + dotTerms <= terms; next += dotTerms)
                        dots<1, dotTerms>(row, rows + next, padded, place + next * vectorFloats, sumStep);
                    for (; next < terms; ++next)
                        dots<1, 1>(row, rows + next, padded, place + next * vectorFloats, sumStep);
                }
            }
        }
    }
    for (std::int64_t m = 0; m < outputs; ++m) {
        const double gradientSum = sumOf(sums + m * sumStep + taskTerms * vectorFloats);
        const std::int64_t at = (firstRow + m) * shape.terms() + firstTerm;
        for (std::int64_t k = 0; k < terms; ++k) {
            double value = sumOf(sums + m * sumStep + k * vectorFloats);
            if (job.term == Term::Distance)
                value -= static_cast<double>(job.weights[at + k]) * gradientSum;
            job.gradient[at + k] = static_cast<float>(value);
        }
    }
}

void weightGradientTasksRun(Term term, const LayerShape& shape, std::int64_t images, const float* input,
                            const float* weights, const float* outputGradient, float* gradient,
                            std::int64_t begin, std::int64_t end) {
    const WeightGradientMemory memory;
    const WeightGradientJob job = {term, shape, images, input, weights, outputGradient, gradient};
    for (std::int64_t task = begin; task < end; ++task)
        weightGradientTask(job, task, memory);
}

// ---- input gradient ----

inline constexpr std::int64_t panelColumns = 2 * lanes;

/// `rows` input channels by one panel of columns over `terms` terms; sums join what `out` holds unless
/// `first`.
template <Term term, int rows>
HWY_INLINE void backBlock(const float* HWY_RESTRICT weights, const float* HWY_RESTRICT gradients,
                          std::int64_t terms, const float* HWY_RESTRICT x, std::int64_t xStep, bool first,
                          float* HWY_RESTRICT out, std::int64_t outStep) {
    Vector sums[rows][2], at[rows][2];
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        PAIRSCAPE_UNROLL
        for (int v = 0; v < 2; ++v) {
            sums[r][v] = hn::Zero(tag);
            if constexpr (term == Term::Distance)
                at[r][v] = hn::LoadU(tag, x + r * xStep + v * lanes);
        }
    }
    const Vector one = hn::Set(tag, 1.0F), minusOne = hn::Set(tag, -1.0F);
    for (std::int64_t k = 0; k < terms; ++k) {
        const Vector dy[2] = {hn::Load(tag, gradients), hn::Load(tag, gradients + lanes)};
        PAIRSCAPE_UNROLL
        for (int r = 0; r < rows; ++r) {
            const Vector w = hn::Set(tag, weights[r]);
            PAIRSCAPE_UNROLL
            for (int v = 0; v < 2; ++v) {
                if constexpr (term == Term::Distance) {
                    const Vector difference = hn::Min(hn::Max(hn::Sub(at[r][v], w), minusOne), one);
                    sums[r][v] = hn::NegMulAdd(difference, dy[v], sums[r][v]);
                } else {
                    sums[r][v] = hn::MulAdd(w, dy[v], sums[r][v]);
                }
            }
        }
        weights += inputPanelRows;
        gradients += panelColumns;
    }
    PAIRSCAPE_UNROLL
    for (int r = 0; r < rows; ++r) {
        PAIRSCAPE_UNROLL
        for (int v = 0; v < 2; ++v) {
            float* place = out + r * outStep + v * lanes;
            hn::StoreU(first ? sums[r][v] : hn::Add(hn::LoadU(tag, place), sums[r][v]), tag, place);
        }
    }
}

/// Up to `inputPanelRows` input channels by one panel of columns; what lies outside is not touched.
template <Term term>
void backPanel(const float* weights, std::int64_t liveRows, const float* gradients, std::int64_t liveColumns,
               std::int64_t terms, const float* x, bool first, float* out, std::int64_t step) {
    constexpr int rows = term == Term::Distance ? (manyRegisters ? 6 : 2) : (manyRegisters ? 12 : 6);
    HWY_ALIGN float edgeX[inputPanelRows * panelColumns] = {};
    HWY_ALIGN float edgeOut[inputPanelRows * panelColumns] = {};
    const bool whole = liveRows == inputPanelRows && liveColumns == panelColumns;
    if (!whole)
        for (std::int64_t r = 0; r < liveRows; ++r) {
            std::copy_n(x + r * step, liveColumns, edgeX + r * panelColumns);
            if (!first)
                std::copy_n(out + r * step, liveColumns, edgeOut + r * panelColumns);
        }
    const float* source = whole ? x : edgeX;
    float* target = whole ? out : edgeOut;
    const std::int64_t rowStep = whole ? step : panelColumns;
    for (std::int64_t r = 0; r < liveRows; r += rows)
        backBlock<term, rows>(weights + r, gradients, terms, source + r * rowStep, rowStep, first,
                              target + r * rowStep, rowStep);
    if (!whole)
        for (std::int64_t r = 0; r < liveRows; ++r)
            std::copy_n(edgeOut + r * panelColumns, liveColumns, out + r * step);
}

template <Term term>
void inputGradientTask(const LayerShape& shape, const float* input, const float* packed,
                       const float* outputGradient, float* gradient, std::int64_t task, float* panels,
                       float* scratch) {
    const std::int64_t columns = inputColumns(shape);
    const std::int64_t columnTiles = tiles(columns, tileColumns);
    const std::int64_t image = task / (shape.groups * columnTiles);
    const std::int64_t group = task / columnTiles % shape.groups;
    const std::int64_t firstColumn = task % columnTiles * tileColumns;
    const std::int64_t count = std::min(tileColumns, columns - firstColumn);
    const std::int64_t allTerms = backTerms(shape);
    const std::int64_t channels = shape.groupInputs();
    const std::int64_t place = image * shape.inputElements() + group * channels * columns + firstColumn;
    const float* weights = packed + group * tiles(channels, inputPanelRows) * inputPanelRows * allTerms;

    const GradientGatherer gatherer(shape, outputGradient + image * shape.outputElements(), group);
    for (std::int64_t firstTerm = 0; firstTerm < allTerms; firstTerm += sumBlock) {
        const std::int64_t terms = std::min(sumBlock, allTerms - firstTerm);
        const std::int64_t panelStep = terms * panelColumns;
        for (std::int64_t k = 0; k < terms; ++k) {
            const float* row = gatherer.row(firstTerm + k, firstColumn, count, scratch);
            for (std::int64_t column = 0; column < count; column += panelColumns) {
                float* target = panels + column / panelColumns * panelStep + k * panelColumns;
                const std::int64_t live = std::min(panelColumns, count - column);
                std::copy_n(row + column, live, target);
                std::fill_n(target + live, panelColumns - live, 0.0F);
            }
        }
        for (std::int64_t column = 0; column < count; column += panelColumns)
            for (std::int64_t c = 0; c < channels; c += inputPanelRows)
                backPanel<term>(
                    weights + c * allTerms + firstTerm * inputPanelRows,
                    std::min(inputPanelRows, channels - c), panels + column / panelColumns * panelStep,
                    std::min(panelColumns, count - column), terms, input + place + c * columns + column,
                    firstTerm == 0, gradient + place + c * columns + column, columns);
    }
}

void inputGradientTasksRun(Term term, const LayerShape& shape, const float* input, const float* packed,
                           const float* outputGradient, float* gradient, std::int64_t begin,
                           std::int64_t end) {
    const auto memory = hwy::AllocateAligned<float>(static_cast<std::size_t>((sumBlock + 1) * tileColumns));
    float* scratch = memory.get() + sumBlock * tileColumns;
    for (std::int64_t task = begin; task < end; ++task) {
        if (term == Term::Distance)
            inputGradientTask<Term::Distance>(shape, input, packed, outputGradient, gradient, task,
                                              memory.get(), scratch);
        else
            inputGradientTask<Term::Product>(shape, input, packed, outputGradient, gradient, task,
                                             memory.get(), scratch);
    }
}

} // namespace pairscape::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace pairscape::kernels {

HWY_EXPORT(weightGradientTasksRun);
HWY_EXPORT(inputGradientTasksRun);

std::int64_t weightGradientTasks(const LayerShape& shape) {
    return shape.groups * tiles(shape.terms(), taskTerms) * tiles(shape.groupOutputs(), taskOutputs);
}

void denseWeightGradient(Term term, const LayerShape& shape, std::int64_t images, const float* input,
                         const float* weights, const float* outputGradient, float* gradient,
                         std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(weightGradientTasksRun)
    (term, shape, images, input, weights, outputGradient, gradient, begin, end);
}

std::size_t transposedWeightFloats(const LayerShape& shape) {
    return static_cast<std::size_t>(shape.groups * tiles(shape.groupInputs(), inputPanelRows) *
                                    inputPanelRows * backTerms(shape));
}

void packTransposed(const LayerShape& shape, const float* weights, float* packed) {
    const std::int64_t area = shape.kernel * shape.kernel;
    const std::int64_t channels = shape.groupInputs();
    for (std::int64_t group = 0; group < shape.groups; ++group)
        for (std::int64_t first = 0; first < channels; first += inputPanelRows)
            for (std::int64_t m = 0; m < shape.groupOutputs(); ++m) {
                const float* source =
                    weights + (group * shape.groupOutputs() + m) * shape.terms() + first * area;
                for (std::int64_t tap = 0; tap < area; ++tap)
                    for (std::int64_t r = 0; r < inputPanelRows; ++r)
                        *packed++ = first + r < channels ? source[r * area + tap] : 0.0F;
            }
}

std::int64_t inputGradientTasks(const LayerShape& shape, std::int64_t images) {
    return images * shape.groups * tiles(inputColumns(shape), tileColumns);
}

void denseInputGradient(Term term, const LayerShape& shape, const float* input, const float* packed,
                        const float* outputGradient, float* gradient, std::int64_t begin, std::int64_t end) {
    HWY_DYNAMIC_DISPATCH(inputGradientTasksRun)
    (term, shape, input, packed, outputGradient, gradient, begin, end);
}

} // namespace pairscape::kernels
#endif
