// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/cuda/adder_problems.h"

/// What one thread of a block does for a tile of a problem (adder_problems.h). A block of `blockThreads`
/// threads makes a tile of `rows` x `columns` results; it walks through the terms in steps of `terms`, for
/// which the elements of A and B are put into shared memory, and each thread holds threadRows x threadColumns
/// of the results in registers.
///
/// A kernel runs the phases in this order, with a barrier where all threads must have come so far:
///
///     begin, fetch(0); for each step: put(step) | barrier | fetch(step + 1), compute(step); store
///
/// fetch() brings elements into registers while compute() works on the step before. There are two buffers, so
/// that a step's put() cannot meet another thread's compute() of the step before. The tests run the same
/// phases on the CPU, thread after thread.
namespace pairscape::cuda {

inline constexpr int blockThreads = 256;

template <int rows_, int columns_, int terms_, int threadRows_, int threadColumns_>
struct Tile {
    static constexpr int rows = rows_, columns = columns_, terms = terms_;
    static constexpr int threadRows = threadRows_, threadColumns = threadColumns_;
    static constexpr int across = columns / threadColumns, down = rows / threadRows; ///< threads
    static constexpr int rowStep = rows + 4, columnStep = columns + 4; ///< 4 keeps banks apart, and alignment
    static constexpr int bufferFloats = terms * (rowStep + columnStep);
    static constexpr int sharedFloats = 2 * bufferFloats;
    static_assert(across * down == blockThreads && threadRows % 4 == 0 && threadColumns % 4 == 0);
    static_assert(blockThreads % rows == 0 && blockThreads % columns == 0 && blockThreads % terms == 0);
    static_assert(rows * terms % blockThreads == 0 && columns * terms % blockThreads == 0);
};

/// Four floats from memory aligned to 16 bytes.
PAIRSCAPE_DEVICE void load4(const float* from, float* to) {
#ifdef __CUDACC__
    const float4 four = *reinterpret_cast<const float4*>(from);
    to[0] = four.x;
    to[1] = four.y;
    to[2] = four.z;
    to[3] = four.w;
#else
    for (int i = 0; i < 4; ++i)
        to[i] = from[i];
#endif
}
PAIRSCAPE_DEVICE void store4(const float* from, float* to) {
#ifdef __CUDACC__
    *reinterpret_cast<float4*>(to) = make_float4(from[0], from[1], from[2], from[3]);
#else
    for (int i = 0; i < 4; ++i)
        to[i] = from[i];
#endif
}

/// How a block's threads share the elements of one operand of a step: element i of thread t is (position,
/// term). Neighbouring threads take neighbours in memory.
template <int positions, int terms, bool byTerm>
struct Share {
    static constexpr int each = positions * terms / blockThreads;
    static constexpr int points = byTerm ? each : 1;     ///< different positions of a thread's elements
    static constexpr int termPoints = byTerm ? 1 : each; ///< and different terms
    PAIRSCAPE_DEVICE static int position(int thread, int i) {
        return byTerm ? thread / terms + i * (blockThreads / terms) : thread % positions;
    }
    PAIRSCAPE_DEVICE static int term(int thread, int i) {
        return byTerm ? thread % terms : thread / positions + i * (blockThreads / positions);
    }
};

/// `shared` has Tile::sharedFloats floats aligned to 16 bytes. Blocks are counted over columns, over rows,
/// and over groups x slices (groups innermost).
template <class Problem, class TileShape>
class TileThread {
  public:
    using T = TileShape;

    PAIRSCAPE_DEVICE TileThread(const Problem& problem, float* shared, int thread, int columnBlock,
                                int rowBlock, int layer)
        : problem_(problem), shared_(shared), thread_(thread), group_(layer % problem.g.groups),
          slice_(layer / problem.g.groups), firstRow_(rowBlock * T::rows),
          firstColumn_(columnBlock * T::columns), firstTerm_(problem.firstTerm(slice_)),
          endTerm_(problem.endTerm(slice_)) {
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < RowShare::points; ++i)
            rowPoints_[i] = problem.row(group_, firstRow_ + RowShare::position(thread, i));
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < ColumnShare::points; ++i)
            columnPoints_[i] = problem.column(group_, firstColumn_ + ColumnShare::position(thread, i));
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < T::threadRows; ++i) {
            PAIRSCAPE_UNROLLED
            for (int j = 0; j < T::threadColumns; ++j) {
                const int row = rowAt(i), column = columnAt(j);
                const bool live =
                    Problem::reads == Reads::AtStart && row < problem.rows() && column < problem.columns();
                sums_.begin(i, j, live ? problem.atPlace(group_, row, column) : 0.0F);
            }
        }
    }

    PAIRSCAPE_DEVICE int steps() const { return (endTerm_ - firstTerm_ + T::terms - 1) / T::terms; }

    PAIRSCAPE_DEVICE void fetch(int step) {
        const int first = firstTerm_ + step * T::terms;
        fetchRows(first);
        fetchColumns(first);
    }

    PAIRSCAPE_DEVICE void put(int step) {
        float* a = buffer(step);
        float* b = a + T::terms * T::rowStep;
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < RowShare::each; ++i)
            a[RowShare::term(thread_, i) * T::rowStep + RowShare::position(thread_, i)] = a_[i];
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < ColumnShare::each; ++i)
            b[ColumnShare::term(thread_, i) * T::columnStep + ColumnShare::position(thread_, i)] = b_[i];
    }

    PAIRSCAPE_DEVICE void compute(int step) {
        const float* a = buffer(step) + thread_ / T::across * 4;
        const float* b = buffer(step) + T::terms * T::rowStep + thread_ % T::across * 4;
        PAIRSCAPE_UNROLLED
        for (int k = 0; k < T::terms; ++k) {
            float rows[T::threadRows], columns[T::threadColumns];
            PAIRSCAPE_UNROLLED
            for (int i = 0; i < T::threadRows; i += 4)
                load4(a + k * T::rowStep + i * T::down, rows + i);
            PAIRSCAPE_UNROLLED
            for (int j = 0; j < T::threadColumns; j += 4)
                load4(b + k * T::columnStep + j * T::across, columns + j);
            sums_.add(rows, columns);
        }
    }

    PAIRSCAPE_DEVICE void store() const {
        const bool fours = problem_.run() % 4 == 0; // then four columns lie side by side, on 16 bytes
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < T::threadRows; ++i) {
            const int row = rowAt(i);
            if (row >= problem_.rows())
                continue;
            PAIRSCAPE_UNROLLED
            for (int j = 0; j < T::threadColumns; j += 4) {
                float values[4];
                PAIRSCAPE_UNROLLED
                for (int v = 0; v < 4; ++v) {
                    const bool reads = Problem::reads == Reads::AtEnd && columnAt(j + v) < problem_.columns();
                    values[v] =
                        sums_.value(i, j + v, reads ? problem_.atPlace(group_, row, columnAt(j + v)) : 0.0F);
                }
                if (fours && columnAt(j) < problem_.columns()) {
                    store4(values, problem_.place(group_, row, columnAt(j), slice_));
                    continue;
                }
                PAIRSCAPE_UNROLLED
                for (int v = 0; v < 4; ++v)
                    if (columnAt(j + v) < problem_.columns())
                        *problem_.place(group_, row, columnAt(j + v), slice_) = values[v];
            }
        }
    }

  private:
    using RowShare = Share<T::rows, T::terms, Problem::rowsByTerm>;
    using ColumnShare = Share<T::columns, T::terms, Problem::columnsByTerm>;

    PAIRSCAPE_DEVICE float* buffer(int step) const { return shared_ + step % 2 * T::bufferFloats; }

    /// A thread's rows and columns come in fours, the fours of neighbouring threads side by side.
    PAIRSCAPE_DEVICE int rowAt(int i) const {
        return firstRow_ + i / 4 * 4 * T::down + thread_ / T::across * 4 + i % 4;
    }
    PAIRSCAPE_DEVICE int columnAt(int j) const {
        return firstColumn_ + j / 4 * 4 * T::across + thread_ % T::across * 4 + j % 4;
    }

    PAIRSCAPE_DEVICE void fetchRows(int first) {
        typename Problem::Term terms[RowShare::termPoints];
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < RowShare::termPoints; ++i)
            terms[i] = problem_.term(first + RowShare::term(thread_, i));
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < RowShare::each; ++i) {
            const bool live = first + RowShare::term(thread_, i) < endTerm_ &&
                              firstRow_ + RowShare::position(thread_, i) < problem_.rows();
            a_[i] = live ? problem_.a(rowPoints_[RowShare::points > 1 ? i : 0],
                                      terms[RowShare::termPoints > 1 ? i : 0])
                         : 0.0F;
        }
    }
    PAIRSCAPE_DEVICE void fetchColumns(int first) {
        typename Problem::Term terms[ColumnShare::termPoints];
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < ColumnShare::termPoints; ++i)
            terms[i] = problem_.term(first + ColumnShare::term(thread_, i));
        PAIRSCAPE_UNROLLED
        for (int i = 0; i < ColumnShare::each; ++i) {
            const bool live = first + ColumnShare::term(thread_, i) < endTerm_ &&
                              firstColumn_ + ColumnShare::position(thread_, i) < problem_.columns();
            b_[i] = live ? problem_.b(terms[ColumnShare::termPoints > 1 ? i : 0],
                                      columnPoints_[ColumnShare::points > 1 ? i : 0])
                         : 0.0F;
        }
    }

    const Problem& problem_;
    float* shared_;
    int thread_, group_, slice_, firstRow_, firstColumn_, firstTerm_, endTerm_;
    typename Problem::Row rowPoints_[RowShare::points];
    typename Problem::Column columnPoints_[ColumnShare::points];
    float a_[RowShare::each], b_[ColumnShare::each];
    typename Problem::template Accumulator<T::threadRows, T::threadColumns> sums_;
};

} // namespace pairscape::cuda
