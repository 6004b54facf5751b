// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/nas_bench_201.h"

#include "core/base/random.h"
#include "core/operators/differentiable_layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>
#include <string_view>

namespace pairscape {

namespace {

using torch::Tensor;

constexpr std::array<std::string_view, 5> names = {"none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3",
                                                   "avg_pool_3x3"};
constexpr int cellsPerStage = 5, stages = 3, firstChannels = 16, cifarClasses = 10;

/// What the counts are made of.
struct Count {
    std::int64_t parameters = 0, macs = 0, extras = 0;

    /// [ReLU,] convolution, batch norm on a map of `size` rows before and `size` / stride after.
    void conv(std::int64_t in, std::int64_t out, std::int64_t kernel, std::int64_t size, std::int64_t stride,
              bool relu, bool norm) {
        const std::int64_t after = size / stride;
        parameters += in * out * kernel * kernel + (norm ? 2 * out : 0);
        macs += in * out * kernel * kernel * after * after;
        extras += (relu ? in * size * size : 0) + (norm ? 2 * out * after * after : 0);
    }
};

Count countOf(const Cell& cell) {
    Count count;
    std::int64_t channels = firstChannels, size = 32;
    count.conv(3, channels, 3, size, 1, false, true);
    for (int stage = 0; stage < stages; ++stage) {
        if (stage > 0) {
            count.conv(channels, 2 * channels, 3, size, 2, true, true);
            count.conv(2 * channels, 2 * channels, 3, size / 2, 1, true, true);
            count.conv(channels, 2 * channels, 1, size / 2, 1, false, false);
            count.extras += 4 * channels * size * size / 4; // 2x2 pooling on the way around
            channels *= 2;
            size /= 2;
        }
        for (const CellOperation operation : cell)
            for (int i = 0; i < cellsPerStage; ++i) {
                if (operation == CellOperation::Conv1 || operation == CellOperation::Conv3)
                    count.conv(channels, channels, operation == CellOperation::Conv1 ? 1 : 3, size, 1, true,
                               true);
                if (operation == CellOperation::AveragePool)
                    count.extras += 9 * channels * size * size;
            }
    }
    count.parameters += 2 * channels + channels * cifarClasses + cifarClasses;
    count.macs += channels * cifarClasses;
    count.extras += 3 * channels * size * size + 5184;
    return count;
}

class CellProxy final : public ProxyModel {
  public:
    CellProxy(const Cell& cell, std::uint64_t key, const ProxyOptions& options)
        : cell_(cell), options_(options), seed_(key) {
        inputSize_ = 32;
        classes_ = cifarClasses;
        add(3, firstChannels, 3);
        int channels = firstChannels;
        for (int stage = 0; stage < stages; ++stage) {
            if (stage > 0) {
                add(channels, 2 * channels, 3);
                add(2 * channels, 2 * channels, 3);
                add(channels, 2 * channels, 1);
                channels *= 2;
            }
            for (int i = 0; i < cellsPerStage; ++i)
                for (const CellOperation operation : cell)
                    if (operation == CellOperation::Conv1 || operation == CellOperation::Conv3)
                        add(channels, channels, operation == CellOperation::Conv1 ? 1 : 3);
        }
        add(channels, cifarClasses, 1);
    }

    Tensor forward(const Tensor& images, ProxyTrace* trace) const override {
        std::size_t next = 0;
        Tensor x = norm(conv(images, next++, 1, trace), trace);
        remember(x, trace);
        for (int stage = 0; stage < stages; ++stage) {
            if (stage > 0) {
                const Tensor a = norm(conv(rectified(x, trace), next, 2, trace), trace);
                const Tensor b = norm(conv(rectified(a, trace), next + 1, 1, trace), trace);
                x = conv(torch::avg_pool2d(x, 2, 2), next + 2, 1, trace) + b;
                next += 3;
                remember(x, trace);
            }
            for (int i = 0; i < cellsPerStage; ++i) {
                x = runCell(x, next, trace);
                remember(x, trace);
            }
        }
        x = rectified(norm(x, trace), trace).mean({2, 3}, true);
        return conv(x, next, 1, trace).flatten(1);
    }

  private:
    void add(int in, int out, int kernel) {
        Tensor w = torch::empty({out, in, kernel, kernel}, torch::kFloat);
        RandomStream stream({seed_, weights_.size(), options_.draw});
        stream.fillNormal({w.data_ptr<float>(), static_cast<std::size_t>(w.numel())});
        const double fanIn = static_cast<double>(in * kernel * kernel);
        if (options_.weights == ProxyOptions::Weights::Kaiming)
            w *= std::sqrt(2 / fanIn);
        else if (options_.weights == ProxyOptions::Weights::Default)
            w *= std::sqrt(1 / (3 * fanIn));
        if (options_.linear)
            w = w.abs().to(torch::kDouble);
        weights_.push_back(w.requires_grad_());
    }

    static void remember(const Tensor& x, ProxyTrace* trace) {
        if (trace != nullptr)
            trace->blocks.push_back(x);
    }

    Tensor conv(const Tensor& x, std::size_t index, std::int64_t stride, ProxyTrace* trace) const {
        const Tensor& w = weights_[index];
        const Tensor y = convLayer(x, w, {stride, w.size(2) / 2, 1});
        if (trace != nullptr) {
            trace->inputs.push_back({x, stride, w.size(2) / 2});
            trace->layers.push_back(y);
            trace->modules.push_back(y);
        }
        return y;
    }

    Tensor norm(const Tensor& x, ProxyTrace* trace) const {
        if (options_.linear)
            return x;
        const Tensor y = proxyBatchNorm(x, options_.frozenNorms);
        if (trace != nullptr) {
            trace->normalized.push_back(x);
            trace->modules.push_back(y);
        }
        return y;
    }

    Tensor rectified(const Tensor& x, ProxyTrace* trace) const {
        if (options_.linear)
            return x;
        const Tensor y = torch::relu(x);
        if (trace != nullptr) {
            trace->preactivations.push_back(x);
            trace->modules.push_back(y);
        }
        return y;
    }

    Tensor runCell(const Tensor& input, std::size_t& next, ProxyTrace* trace) const {
        std::array<Tensor, 4> nodes;
        nodes[0] = input;
        std::size_t edge = 0;
        for (std::size_t to = 1; to < nodes.size(); ++to) {
            nodes[to] = torch::zeros_like(input);
            for (std::size_t from = 0; from < to; ++from, ++edge)
                switch (cell_[edge]) {
                case CellOperation::None:
                    break;
                case CellOperation::Skip:
                    nodes[to] = nodes[to] + nodes[from];
                    break;
                case CellOperation::AveragePool:
                    nodes[to] = nodes[to] + torch::avg_pool2d(nodes[from], 3, 1, 1, false, false);
                    break;
                case CellOperation::Conv1:
                case CellOperation::Conv3:
                    nodes[to] =
                        nodes[to] + norm(conv(rectified(nodes[from], trace), next++, 1, trace), trace);
                    break;
                }
        }
        return nodes[3];
    }

    Cell cell_;
    ProxyOptions options_;
    std::uint64_t seed_;
};

} // namespace

Result<Cell> parseCell(const std::string& text) {
    Cell cell{};
    std::size_t edge = 0;
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, '|');) {
        const std::size_t tilde = part.find('~');
        if (tilde == std::string::npos)
            continue;
        const auto name = std::find(names.begin(), names.end(), part.substr(0, tilde));
        if (name == names.end() || edge == cell.size())
            return Error{ErrorCode::InvalidInput, "'" + text + "' is not a NAS-Bench-201 cell."};
        cell[edge++] = static_cast<CellOperation>(name - names.begin());
    }
    if (edge != cell.size())
        return Error{ErrorCode::InvalidInput, "'" + text + "' is not a NAS-Bench-201 cell."};
    return cell;
}

std::int64_t cellParameters(const Cell& cell) {
    return countOf(cell).parameters;
}

std::int64_t cellMacs(const Cell& cell) {
    return countOf(cell).macs;
}

std::int64_t publishedOperations(const Cell& cell) {
    const Count count = countOf(cell);
    return count.macs + count.extras;
}

std::unique_ptr<ProxyModel> cellProxy(const Cell& cell, std::uint64_t seed, const ProxyOptions& options) {
    return std::make_unique<CellProxy>(cell, seed, options);
}

} // namespace pairscape
