// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/layer_shape.h"

/// What the CUDA kernels of the adder layer know of a layer, and how they find their way in its maps.
/// Compiled for the device by nvcc and for the host by any compiler: the tests run the same code on the CPU.
/// C++17, which every nvcc knows.
#ifdef __CUDACC__
#define PAIRSCAPE_DEVICE __host__ __device__ __forceinline__
#else
#define PAIRSCAPE_DEVICE inline
#endif
#ifdef __CUDA_ARCH__
#define PAIRSCAPE_UNROLLED _Pragma("unroll")
#else
#define PAIRSCAPE_UNROLLED
#endif

namespace pairscape::cuda {

/// A LayerShape in 32-bit integers, with what kernels would compute again and again. All maps are
/// [batch][channels][height][width].
struct Geometry {
    explicit Geometry(const LayerShape& s)
        : inChannels(static_cast<int>(s.inChannels)), outChannels(static_cast<int>(s.outChannels)),
          inHeight(static_cast<int>(s.inHeight)), inWidth(static_cast<int>(s.inWidth)),
          outHeight(static_cast<int>(s.outHeight())), outWidth(static_cast<int>(s.outWidth())),
          kernel(static_cast<int>(s.kernel)), stride(static_cast<int>(s.stride)),
          padding(static_cast<int>(s.padding)), groups(static_cast<int>(s.groups)),
          groupInputs(static_cast<int>(s.groupInputs())), groupOutputs(static_cast<int>(s.groupOutputs())),
          area(kernel * kernel), inPlane(inHeight * inWidth), outPlane(outHeight * outWidth),
          inPixels(static_cast<int>(s.batch) * inPlane), outPixels(static_cast<int>(s.batch) * outPlane) {}

    int inChannels, outChannels, inHeight, inWidth, outHeight, outWidth;
    int kernel, stride, padding, groups, groupInputs, groupOutputs;
    int area;                ///< of the kernel
    int inPlane, outPlane;   ///< pixels of a channel of one image
    int inPixels, outPixels; ///< the same of the batch
};

/// One weight of an output: channel within the group, kernel row and column.
struct Tap {
    int channel, row, column;
};

PAIRSCAPE_DEVICE Tap tapOf(const Geometry& g, int term) {
    if (g.area == 1)
        return {term, 0, 0};
    const int channel = term / g.area, rest = term - channel * g.area;
    const int row = rest / g.kernel;
    return {channel, row, rest - row * g.kernel};
}

/// One output pixel of the batch: its image, its place in the plane, and where its window begins in the
/// input.
struct OutPixel {
    int image, place, top, left;
};

PAIRSCAPE_DEVICE OutPixel outPixelOf(const Geometry& g, int pixel) {
    const int image = pixel / g.outPlane, place = pixel - image * g.outPlane;
    const int y = place / g.outWidth, x = place - y * g.outWidth;
    return {image, place, y * g.stride - g.padding, x * g.stride - g.padding};
}

/// The activation under a tap, 0 in the padding. `plane` is where its channel and image begin.
PAIRSCAPE_DEVICE float activation(const Geometry& g, const float* input, int plane, int y, int x) {
    return y >= 0 && y < g.inHeight && x >= 0 && x < g.inWidth ? input[plane + y * g.inWidth + x] : 0.0F;
}

/// The output gradient that the weight at kernel row r and column q meets at input pixel (y, x); 0 where that
/// weight meets the pixel in no window.
PAIRSCAPE_DEVICE float gradientAt(const Geometry& g, const float* gradient, int plane, int y, int x, int r,
                                  int q) {
    int down = y + g.padding - r, right = x + g.padding - q;
    if (down < 0 || right < 0)
        return 0.0F;
    if (g.stride > 1) {
        const int row = down / g.stride, column = right / g.stride;
        if (row * g.stride != down || column * g.stride != right)
            return 0.0F;
        down = row;
        right = column;
    }
    return down < g.outHeight && right < g.outWidth ? gradient[plane + down * g.outWidth + right] : 0.0F;
}

} // namespace pairscape::cuda
