// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace pairscape {

/// Whether this user's desktop asks for reduced motion: KDE's animation factor of 0 or GTK's animations
/// switched off, in the files below `configFolder` ($XDG_CONFIG_HOME). Qt before 6.5 has no question for it.
bool desktopReducesMotion(const QString& configFolder);

} // namespace pairscape
