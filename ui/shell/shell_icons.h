// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

namespace pairscape {

/// The few signs that need no words beside them, drawn in one colour so that they follow the theme.
enum class ShellIcon { Run, Pause, Cancel, Search, Close, Information, Warning, Failure };

/// Sharp at any size; `disabled` is used where the button is not possible.
QIcon shellIcon(ShellIcon icon, const QColor& colour, const QColor& disabled);
void paintShellIcon(QPainter& painter, const QRectF& box, ShellIcon icon, const QColor& colour);

} // namespace pairscape
