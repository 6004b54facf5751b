// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/detail/fact_grid.h"

#include <QString>

#include <optional>
#include <vector>

namespace pairscape {

/// "conv", "shift", "adder"; "conv chunk" has no other spelling anywhere.
QString operatorWord(OperatorType op);
/// "compute", "DRAM", "buffer", "array fill": what a layer waits for.
QString boundWord(Bound bound);
/// C, D, B, F: the bound where there is room for one letter.
QChar boundLetter(Bound bound);
/// "1 layer", "137 layers"
QString layersText(int count);
/// A share of 1 as "41.0 %", which no line breaks apart.
QString percentText(double share);
/// "1.25 MB": SI prefix and three digits.
QString bytesText(std::int64_t bytes);

/// Whether the layers have costs: a pairing that does not fit has none.
bool hasCosts(const PairingDetail& detail);
/// Time of a layer on its chunk for one image: milliseconds, or cycles where the clock is not known.
double layerTime(const PairingDetail& detail, std::size_t layer, const std::optional<Platform>& platform);
/// "ms" or "cycles".
QString layerTimeUnit(const std::optional<Platform>& platform);

/// Everything about one layer: shape and counts counted, the rest modelled.
std::vector<Fact> layerFacts(const PairingDetail& detail, std::size_t layer,
                             const std::optional<Platform>& platform);
/// The same for all layers together.
std::vector<Fact> networkFacts(const PairingDetail& detail, const std::optional<Platform>& platform);

} // namespace pairscape
