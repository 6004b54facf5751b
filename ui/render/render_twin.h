// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QSize>
#include <QString>
#include <QStringList>

namespace pairscape {

class Session;

/// A picture that is asked for: which view, of what, how large, in which theme.
struct RenderRequest {
    QString view = {};       ///< one of renderViews()
    QString study = {};      ///< file; may be empty for the views that need none
    QString dataSet = {};    ///< folder that the view `data-set` looks into
    QString rankStudy = {};  ///< file that the view `rank-study` shows
    QString checkpoint = {}; ///< file whose curve the view `training` shows
    PairingId pairing = 0;   ///< 0: the middle of the front
    QSize size = {1280, 800};
    ThemeMode theme = ThemeMode::Light;
};

/// "window", "front", "table", ...: every view that can be drawn.
QStringList renderViews();
/// One line for each: its name and what it shows.
QString renderViewsText();

/// "1280x800" as a size; the error says what would have been right.
Result<QSize> parsePictureSize(const QString& text);

/// Draws a view without a display: the same widgets as in the window, all data there, nothing moving. Needs a
/// QApplication; blocks until the picture is complete. The same request gives the same picture on one
/// machine.
Result<QImage> renderView(const RenderRequest& request);

/// The same for a session that has its study already.
Result<QImage> renderView(Session& session, const RenderRequest& request);

/// Writes a PNG, though never over a study; a failure leaves an older file as it was.
Status writePicture(const QImage& image, const QString& path);

} // namespace pairscape
