// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/cuda/adder_geometry.h"

#include <cmath>

/// The three passes of a dense or grouped adder layer as products of a matrix A [rows][terms] with a matrix B
/// [terms][columns], neither of which exists: elements are looked up where they lie. TileThread
/// (adder_tiles.h) runs them. A problem names its matrices' elements and brings an accumulator, which says
/// what one term adds. Outside its matrices A and B are 0 and must add nothing.
namespace pairscape::cuda {

/// When an accumulator wants to see what a problem keeps for the place of its result (atPlace()).
enum class Reads { Never, AtStart, AtEnd };

/// Y[m][n] = - sum over k of |X[k][n] - W[m][k]|: rows are output channels, columns output pixels of the
/// batch.
struct ForwardProblem {
    /// Whether neighbours in memory are neighbouring terms, or else neighbouring rows (columns).
    static constexpr bool rowsByTerm = true, columnsByTerm = false;

    Geometry g;
    const float *input, *weights;
    float* output;

    struct Row {
        int begin;
    };
    struct Column {
        OutPixel at;
        int begin;
    };
    struct Term {
        int index;
        Tap tap;
    };
    PAIRSCAPE_DEVICE int rows() const { return g.groupOutputs; }
    PAIRSCAPE_DEVICE int columns() const { return g.outPixels; }
    PAIRSCAPE_DEVICE int firstTerm(int) const { return 0; }
    PAIRSCAPE_DEVICE int endTerm(int) const { return g.groupInputs * g.area; }
    PAIRSCAPE_DEVICE Row row(int group, int m) const {
        return {(group * g.groupOutputs + m) * g.groupInputs * g.area};
    }
    PAIRSCAPE_DEVICE Column column(int group, int n) const {
        const OutPixel at = outPixelOf(g, n);
        return {at, (at.image * g.inChannels + group * g.groupInputs) * g.inPlane};
    }
    PAIRSCAPE_DEVICE Term term(int k) const { return {k, tapOf(g, k)}; }
    PAIRSCAPE_DEVICE float a(const Row& row, const Term& term) const {
        return weights[row.begin + term.index];
    }
    PAIRSCAPE_DEVICE float b(const Term& term, const Column& column) const {
        return activation(g, input, column.begin + term.tap.channel * g.inPlane, column.at.top + term.tap.row,
                          column.at.left + term.tap.column);
    }
    /// Where output column n of row m lies; neighbouring columns of one image are neighbours.
    PAIRSCAPE_DEVICE float* place(int group, int m, int n, int) const {
        const int image = n / g.outPlane;
        return output + (image * g.outChannels + group * g.groupOutputs + m) * g.outPlane + n -
               image * g.outPlane;
    }
    PAIRSCAPE_DEVICE int run() const { return g.outPlane; }

    template <int rowsHeld, int columnsHeld>
    struct Accumulator {
        PAIRSCAPE_DEVICE void begin(int, int, float) {}
        PAIRSCAPE_DEVICE void add(const float (&a)[rowsHeld], const float (&b)[columnsHeld]) {
            PAIRSCAPE_UNROLLED
            for (int i = 0; i < rowsHeld; ++i) {
                PAIRSCAPE_UNROLLED
                for (int j = 0; j < columnsHeld; ++j)
                    sums[i][j] += fabsf(b[j] - a[i]);
            }
        }
        PAIRSCAPE_DEVICE float value(int i, int j, float) const { return -sums[i][j]; }
        float sums[rowsHeld][columnsHeld] = {};
    };
    static constexpr Reads reads = Reads::Never;
    PAIRSCAPE_DEVICE float atPlace(int, int, int) const { return 0.0F; }
};

/// dX[c][n] = sum over k of clamp(W[k][c] - X[c][n], -1, 1) dY[k][n]: rows are input channels, columns input
/// pixels, terms (output channel, kernel row, kernel column).
///
/// clamp(d, -1, 1) = 2 saturate((d + 1) / 2) - 1, and saturation to [0, 1] costs a GPU nothing: with W / 2 as
/// A and h = (1 - X) / 2 it takes two instructions a term instead of four, 2 sum(saturate(A + h) dY) -
/// sum(dY). Its error is some rounding units of sum((1 + |W| + |X|) |dY|).
struct InputGradientProblem {
    static constexpr bool rowsByTerm = false, columnsByTerm = false;

    Geometry g;
    const float *input, *weights, *outputGradient;
    float* gradient;

    struct Row {
        int begin;
    };
    struct Column {
        int y, x, begin;
    };
    using Term = Tap; ///< its channel is an output channel
    PAIRSCAPE_DEVICE int rows() const { return g.groupInputs; }
    PAIRSCAPE_DEVICE int columns() const { return g.inPixels; }
    PAIRSCAPE_DEVICE int firstTerm(int) const { return 0; }
    PAIRSCAPE_DEVICE int endTerm(int) const { return g.groupOutputs * g.area; }
    PAIRSCAPE_DEVICE Row row(int group, int c) const {
        return {(group * g.groupOutputs * g.groupInputs + c) * g.area};
    }
    PAIRSCAPE_DEVICE Column column(int group, int n) const {
        const int image = n / g.inPlane, rest = n - image * g.inPlane, y = rest / g.inWidth;
        return {y, rest - y * g.inWidth, (image * g.outChannels + group * g.groupOutputs) * g.outPlane};
    }
    PAIRSCAPE_DEVICE Term term(int k) const { return tapOf(g, k); }
    PAIRSCAPE_DEVICE float a(const Row& row, const Term& t) const {
        return 0.5F * weights[row.begin + t.channel * g.groupInputs * g.area + t.row * g.kernel + t.column];
    }
    PAIRSCAPE_DEVICE float b(const Term& t, const Column& column) const {
        return gradientAt(g, outputGradient, column.begin + t.channel * g.outPlane, column.y, column.x, t.row,
                          t.column);
    }
    PAIRSCAPE_DEVICE int offset(int group, int c, int n) const {
        const int image = n / g.inPlane;
        return (image * g.inChannels + group * g.groupInputs + c) * g.inPlane + n - image * g.inPlane;
    }
    PAIRSCAPE_DEVICE float* place(int group, int c, int n, int) const {
        return gradient + offset(group, c, n);
    }
    PAIRSCAPE_DEVICE int run() const { return g.inPlane; }

    PAIRSCAPE_DEVICE static float saturated(float value) {
#ifdef __CUDA_ARCH__
        return __saturatef(value);
#else
        return value < 0.0F ? 0.0F : value > 1.0F ? 1.0F : value;
#endif
    }
    template <int rowsHeld, int columnsHeld>
    struct Accumulator {
        PAIRSCAPE_DEVICE void begin(int i, int j, float x) { at[i][j] = 0.5F - 0.5F * x; }
        PAIRSCAPE_DEVICE void add(const float (&a)[rowsHeld], const float (&b)[columnsHeld]) {
            PAIRSCAPE_UNROLLED
            for (int j = 0; j < columnsHeld; ++j)
                gradientSums[j] += b[j];
            PAIRSCAPE_UNROLLED
            for (int i = 0; i < rowsHeld; ++i) {
                PAIRSCAPE_UNROLLED
                for (int j = 0; j < columnsHeld; ++j)
                    sums[i][j] += saturated(a[i] + at[i][j]) * b[j];
            }
        }
        PAIRSCAPE_DEVICE float value(int i, int j, float) const {
            return 2.0F * sums[i][j] - gradientSums[j];
        }
        float sums[rowsHeld][columnsHeld] = {}, gradientSums[columnsHeld] = {};
        float at[rowsHeld][columnsHeld];
    };
    static constexpr Reads reads = Reads::AtStart; ///< X
    PAIRSCAPE_DEVICE float atPlace(int group, int c, int n) const {
        return input[offset(group, c, n)];
    }
};

/// dW[m][k] = sum over n of (X[k][n] - W[m][k]) dY[m][n] = sum(X dY) - W sum(dY): rows are output channels,
/// columns the weights of each, terms output pixels of the batch. Few results and many terms: the terms are
/// cut into slices, each of which writes sums of its own ("partial", [slices][weights]), to be added in order
/// afterwards.
struct WeightGradientProblem {
    static constexpr bool rowsByTerm = true, columnsByTerm = true;

    Geometry g;
    const float *input, *weights, *outputGradient;
    float* partial;
    int slicePixels;

    struct Row {
        int begin;
    };
    struct Column {
        Tap tap;
        int begin;
    };
    using Term = OutPixel;
    PAIRSCAPE_DEVICE int rows() const { return g.groupOutputs; }
    PAIRSCAPE_DEVICE int columns() const { return g.groupInputs * g.area; }
    PAIRSCAPE_DEVICE int firstTerm(int slice) const { return slice * slicePixels; }
    PAIRSCAPE_DEVICE int endTerm(int slice) const {
        const int end = (slice + 1) * slicePixels;
        return end < g.outPixels ? end : g.outPixels;
    }
    PAIRSCAPE_DEVICE Row row(int group, int m) const { return {(group * g.groupOutputs + m) * g.outPlane}; }
    PAIRSCAPE_DEVICE Column column(int group, int k) const {
        const Tap tap = tapOf(g, k);
        return {tap, (group * g.groupInputs + tap.channel) * g.inPlane};
    }
    PAIRSCAPE_DEVICE Term term(int n) const { return outPixelOf(g, n); }
    PAIRSCAPE_DEVICE float a(const Row& row, const Term& at) const {
        return outputGradient[row.begin + at.image * g.outChannels * g.outPlane + at.place];
    }
    PAIRSCAPE_DEVICE float b(const Term& at, const Column& column) const {
        return activation(g, input, column.begin + at.image * g.inChannels * g.inPlane,
                          at.top + column.tap.row, at.left + column.tap.column);
    }
    PAIRSCAPE_DEVICE int offset(int group, int m, int k) const {
        return (group * g.groupOutputs + m) * columns() + k;
    }
    PAIRSCAPE_DEVICE float* place(int group, int m, int k, int slice) const {
        return partial + static_cast<std::int64_t>(slice) * g.outChannels * columns() + offset(group, m, k);
    }
    PAIRSCAPE_DEVICE int run() const { return columns(); }

    template <int rowsHeld, int columnsHeld>
    struct Accumulator {
        PAIRSCAPE_DEVICE void begin(int, int, float) {}
        PAIRSCAPE_DEVICE void add(const float (&a)[rowsHeld], const float (&b)[columnsHeld]) {
            PAIRSCAPE_UNROLLED
            for (int i = 0; i < rowsHeld; ++i) {
                gradientSums[i] += a[i];
                PAIRSCAPE_UNROLLED
                for (int j = 0; j < columnsHeld; ++j)
                    sums[i][j] += a[i] * b[j];
            }
        }
        PAIRSCAPE_DEVICE float value(int i, int j, float weight) const {
            return sums[i][j] - weight * gradientSums[i];
        }
        float sums[rowsHeld][columnsHeld] = {}, gradientSums[rowsHeld] = {};
    };
    static constexpr Reads reads = Reads::AtEnd; ///< W
    PAIRSCAPE_DEVICE float atPlace(int group, int m, int k) const { return weights[offset(group, m, k)]; }
};

} // namespace pairscape::cuda
