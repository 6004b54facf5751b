// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

#include <algorithm>
#include <cstdint>

/// Where the terms of a layer's sums lie: rows of activations, one for each term, over some columns (pixels x
/// images), gathered tile by tile so that nothing is ever unfolded whole.
namespace pairscape::kernels {

inline constexpr std::int64_t tileColumns = 256; ///< columns gathered at a time

inline std::int64_t columnsOf(const LayerShape& s) {
    return s.outHeight() * s.outWidth() * s.batch;
}

/// Gathers terms [firstTerm, firstTerm + terms) of columns [firstColumn, firstColumn + columns) of one group
/// into rows of `tileColumns` floats.
class ColumnGatherer {
  public:
    ColumnGatherer(const LayerShape& shape, const float* input, std::int64_t group)
        : shape_(shape),
          input_(input + group * shape.groupInputs() * shape.inHeight * shape.inWidth * shape.batch),
          pointwise_(shape.kernel == 1 && shape.stride == 1 && shape.padding == 0) {}

    /// One row; columns may come straight from the input, in which case nothing is copied.
    const float* row(std::int64_t term, std::int64_t firstColumn, std::int64_t columns,
                     float* scratch) const {
        const std::int64_t plane = shape_.inHeight * shape_.inWidth * shape_.batch;
        if (pointwise_)
            return input_ + term * plane + firstColumn;
        const std::int64_t area = shape_.kernel * shape_.kernel;
        const float* channel = input_ + term / area * plane;
        gather(channel, term % area / shape_.kernel, term % shape_.kernel, firstColumn, columns, scratch);
        return scratch;
    }

  private:
    void gather(const float* channel, std::int64_t kernelRow, std::int64_t kernelColumn,
                std::int64_t firstColumn, std::int64_t columns, float* out) const {
        const std::int64_t rowColumns = shape_.outWidth() * shape_.batch;
        std::int64_t done = 0;
        while (done < columns) {
            const std::int64_t column = firstColumn + done;
            const std::int64_t outRow = column / rowColumns;
            const std::int64_t begin = column % rowColumns;
            const std::int64_t count = std::min(columns - done, rowColumns - begin);
            const std::int64_t inRow = outRow * shape_.stride + kernelRow - shape_.padding;
            if (inRow < 0 || inRow >= shape_.inHeight)
                std::fill_n(out + done, count, 0.0F);
            else
                gatherRow(channel + inRow * shape_.inWidth * shape_.batch, kernelColumn - shape_.padding,
                          begin, count, out + done);
            done += count;
        }
    }

    /// Columns [begin, begin + count) of one output row from one input row; `shift` is where the kernel
    /// starts.
    void gatherRow(const float* row, std::int64_t shift, std::int64_t begin, std::int64_t count,
                   float* out) const {
        const std::int64_t batch = shape_.batch;
        if (shape_.stride == 1) { // the input columns are contiguous; what lies outside is zero
            const std::int64_t source = begin + shift * batch;
            const std::int64_t left = std::clamp<std::int64_t>(-source, 0, count);
            const std::int64_t right =
                std::clamp<std::int64_t>(source + count - shape_.inWidth * batch, 0, count - left);
            std::fill_n(out, left, 0.0F);
            std::copy_n(row + source + left, count - left - right, out + left);
            std::fill_n(out + count - right, right, 0.0F);
            return;
        }
        for (std::int64_t done = 0; done < count;) {
            const std::int64_t pixel = (begin + done) / batch;
            const std::int64_t image = (begin + done) % batch;
            const std::int64_t run = std::min(count - done, batch - image);
            const std::int64_t inColumn = pixel * shape_.stride + shift;
            if (inColumn < 0 || inColumn >= shape_.inWidth)
                std::fill_n(out + done, run, 0.0F);
            else
                std::copy_n(row + inColumn * batch + image, run, out + done);
            done += run;
        }
    }

    const LayerShape& shape_;
    const float* input_;
    bool pointwise_;
};

/// The same the other way round: for columns of the *input*, the output gradient that each weight meets
/// there. Term (m, r, s) of input pixel (y, x) is dY[m][(y + padding - r) / stride][(x + padding - s) /
/// stride], or zero where there is no such output.
class GradientGatherer {
  public:
    GradientGatherer(const LayerShape& shape, const float* outputGradient, std::int64_t group)
        : shape_(shape), gradient_(outputGradient + group * shape.groupOutputs() * shape.outHeight() *
                                                        shape.outWidth() * shape.batch),
          pointwise_(shape.kernel == 1 && shape.stride == 1 && shape.padding == 0) {}

    /// One row; it may lie in the gradient itself, in which case nothing is copied.
    const float* row(std::int64_t term, std::int64_t firstColumn, std::int64_t columns,
                     float* scratch) const {
        const std::int64_t plane = shape_.outHeight() * shape_.outWidth() * shape_.batch;
        if (pointwise_)
            return gradient_ + term * plane + firstColumn;
        const std::int64_t area = shape_.kernel * shape_.kernel;
        gather(gradient_ + term / area * plane, term % area / shape_.kernel, term % shape_.kernel,
               firstColumn, columns, scratch);
        return scratch;
    }

  private:
    void gather(const float* channel, std::int64_t kernelRow, std::int64_t kernelColumn,
                std::int64_t firstColumn, std::int64_t columns, float* out) const {
        const std::int64_t batch = shape_.batch, stride = shape_.stride;
        const std::int64_t rowColumns = shape_.inWidth * batch;
        std::int64_t done = 0;
        while (done < columns) {
            const std::int64_t column = firstColumn + done;
            const std::int64_t begin = column % rowColumns;
            const std::int64_t count = std::min(columns - done, rowColumns - begin);
            const std::int64_t reached = column / rowColumns + shape_.padding - kernelRow;
            if (reached < 0 || reached % stride != 0 || reached / stride >= shape_.outHeight())
                std::fill_n(out + done, count, 0.0F);
            else
                gatherRow(channel + reached / stride * shape_.outWidth() * batch,
                          shape_.padding - kernelColumn, begin, count, out + done);
            done += count;
        }
    }

    void gatherRow(const float* row, std::int64_t shift, std::int64_t begin, std::int64_t count,
                   float* out) const {
        const std::int64_t batch = shape_.batch;
        if (shape_.stride == 1) {
            const std::int64_t source = begin + shift * batch;
            const std::int64_t left = std::clamp<std::int64_t>(-source, 0, count);
            const std::int64_t right =
                std::clamp<std::int64_t>(source + count - shape_.outWidth() * batch, 0, count - left);
            std::fill_n(out, left, 0.0F);
            std::copy_n(row + source + left, count - left - right, out + left);
            std::fill_n(out + count - right, right, 0.0F);
            return;
        }
        for (std::int64_t done = 0; done < count;) {
            const std::int64_t pixel = (begin + done) / batch;
            const std::int64_t image = (begin + done) % batch;
            const std::int64_t run = std::min(count - done, batch - image);
            const std::int64_t reached = pixel + shift;
            if (reached < 0 || reached % shape_.stride != 0 || reached / shape_.stride >= shape_.outWidth())
                std::fill_n(out + done, run, 0.0F);
            else
                std::copy_n(row + reached / shape_.stride * batch + image, run, out + done);
            done += run;
        }
    }

    const LayerShape& shape_;
    const float* gradient_;
    bool pointwise_;
};

} // namespace pairscape::kernels
