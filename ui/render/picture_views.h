// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

#include <memory>
#include <vector>

namespace pairscape {

class Session;

/// A view that can be drawn without a display: how it is made, and what is left to do before it is drawn.
struct PictureView {
    const char* name;
    const char* shows;                              ///< for --help
    enum class Study { Shown, Beside, None } study; ///< needs one, may have one, or is what is seen before
    std::unique_ptr<QWidget> (*make)(Session&);
    void (*finish)(QWidget&); ///< once it has its size and theme; may be nullptr
};

/// In the order in which they are listed.
const std::vector<PictureView>& pictureViews();
/// nullptr where there is none.
const PictureView* findPictureView(const QString& name);

/// Lets layouts, polish and queued drawing come to rest.
void settleWidgets();

} // namespace pairscape
