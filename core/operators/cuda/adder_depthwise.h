// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/cuda/adder_tiles.h"

/// What one thread does for a depthwise adder layer. Forward and input gradient: one element. Weight
/// gradient: a block of `blockThreads` threads sums some taps of one channel over a slice of the images
/// (DepthwiseTapThread).
namespace pairscape::cuda {

struct DepthwiseForward {
    Geometry g;
    const float *input, *weights;
    float* output;

    PAIRSCAPE_DEVICE int elements() const { return g.outPixels * g.outChannels; }
    /// Of output [batch][channels][height][width].
    PAIRSCAPE_DEVICE void run(int element) const {
        const int map = element / g.outPlane, place = element - map * g.outPlane;
        const int y = place / g.outWidth, x = place - y * g.outWidth;
        const int top = y * g.stride - g.padding, left = x * g.stride - g.padding;
        const float* w = weights + map % g.outChannels * g.area;
        float sum = 0.0F;
        for (int r = 0; r < g.kernel; ++r)
            for (int q = 0; q < g.kernel; ++q)
                sum += fabsf(activation(g, input, map * g.inPlane, top + r, left + q) - w[r * g.kernel + q]);
        output[element] = -sum;
    }
};

struct DepthwiseInputGradient {
    Geometry g;
    const float *input, *weights, *outputGradient;
    float* gradient;

    PAIRSCAPE_DEVICE int elements() const { return g.inPixels * g.inChannels; }
    /// Of input [batch][channels][height][width].
    PAIRSCAPE_DEVICE void run(int element) const {
        const int map = element / g.inPlane, place = element - map * g.inPlane;
        const int y = place / g.inWidth, x = place - y * g.inWidth;
        const float* w = weights + map % g.inChannels * g.area;
        const float at = input[element];
        float sum = 0.0F;
        for (int r = 0; r < g.kernel; ++r)
            for (int q = 0; q < g.kernel; ++q) {
                const float clipped = fminf(fmaxf(w[r * g.kernel + q] - at, -1.0F), 1.0F);
                sum += clipped * gradientAt(g, outputGradient, map * g.outPlane, y, x, r, q);
            }
        gradient[element] = sum;
    }
};

struct DepthwiseWeightGradient {
    /// Taps that a block sums at once, and threads that fold the sums of one tap in the first of two rounds.
    static constexpr int taps = 9, folders = 16;
    static constexpr int sharedFloats = taps * (blockThreads + folders);

    Geometry g;
    const float *input, *weights, *outputGradient;
    float* partial; ///< [slices][channels][kernel][kernel]
    int batch, sliceImages;

    PAIRSCAPE_DEVICE int tapBlocks() const { return (g.area + taps - 1) / taps; }
};

/// Phases with a barrier between them: sum | fold | finish. Blocks are counted over channels, blocks of taps,
/// slices.
class DepthwiseTapThread {
  public:
    using Problem = DepthwiseWeightGradient;

    PAIRSCAPE_DEVICE DepthwiseTapThread(const Problem& problem, float* shared, int thread, int channel,
                                        int tapBlock, int slice)
        : p_(problem), shared_(shared), thread_(thread), channel_(channel),
          firstTap_(tapBlock * Problem::taps), slice_(slice) {}

    PAIRSCAPE_DEVICE void sum() {
        const Geometry& g = p_.g;
        float sums[Problem::taps] = {}, w[Problem::taps];
        int rows[Problem::taps], columns[Problem::taps];
        PAIRSCAPE_UNROLLED
        for (int t = 0; t < Problem::taps; ++t) {
            const int tap =
                firstTap_ + t < g.area ? firstTap_ + t : g.area - 1; // those beyond are not stored
            rows[t] = tap / g.kernel;
            columns[t] = tap - rows[t] * g.kernel;
            w[t] = p_.weights[channel_ * g.area + tap];
        }
        const int firstImage = slice_ * p_.sliceImages;
        const int images = p_.batch - firstImage < p_.sliceImages ? p_.batch - firstImage : p_.sliceImages;
        for (int i = thread_; i < images * g.outPlane; i += blockThreads) {
            const OutPixel at = outPixelOf(g, i);
            const int map = (firstImage + at.image) * g.outChannels + channel_;
            const float dy = p_.outputGradient[map * g.outPlane + at.place];
            PAIRSCAPE_UNROLLED
            for (int t = 0; t < Problem::taps; ++t)
                sums[t] += (activation(g, p_.input, map * g.inPlane, at.top + rows[t], at.left + columns[t]) -
                            w[t]) *
                           dy;
        }
        PAIRSCAPE_UNROLLED
        for (int t = 0; t < Problem::taps; ++t)
            shared_[t * blockThreads + thread_] = sums[t];
    }
    PAIRSCAPE_DEVICE void fold() {
        if (thread_ >= Problem::taps * Problem::folders)
            return;
        const int tap = thread_ / Problem::folders, folder = thread_ % Problem::folders;
        float total = 0.0F;
        for (int i = folder; i < blockThreads; i += Problem::folders)
            total += shared_[tap * blockThreads + i];
        shared_[Problem::taps * blockThreads + thread_] = total;
    }
    PAIRSCAPE_DEVICE void finish() const {
        const int tap = firstTap_ + thread_;
        if (thread_ >= Problem::taps || tap >= p_.g.area)
            return;
        float total = 0.0F;
        for (int i = 0; i < Problem::folders; ++i)
            total += shared_[Problem::taps * blockThreads + thread_ * Problem::folders + i];
        p_.partial[(static_cast<std::int64_t>(slice_) * p_.g.outChannels + channel_) * p_.g.area + tap] =
            total;
    }

  private:
    const Problem& p_;
    float* shared_;
    int thread_, channel_, firstTap_, slice_;
};

/// Adds the slices' sums in their order: gradient[i] = sum over slices of partial[slice][i].
struct SliceSum {
    const float* partial;
    float* gradient;
    int slices, count;

    PAIRSCAPE_DEVICE int elements() const { return count; }
    PAIRSCAPE_DEVICE void run(int element) const {
        double sum = 0;
        for (int slice = 0; slice < slices; ++slice)
            sum += static_cast<double>(partial[static_cast<std::int64_t>(slice) * count + element]);
        gradient[element] = static_cast<float>(sum);
    }
};

} // namespace pairscape::cuda
