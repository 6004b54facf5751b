// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pairscape::app {

/// Keeps what Qt says to developers off stderr, unless PAIRSCAPE_QT_MESSAGES is set. A display that cannot be
/// used is said in one sentence, and the program ends with `exitCode`.
void quietQt(int exitCode);

/// Whether a window can be opened at all; Qt itself would abort.
bool displayExpected();

/// The sentence for when it cannot.
const char* noDisplayMessage();

} // namespace pairscape::app
