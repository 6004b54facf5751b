// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QListWidget>

#include <vector>

namespace pairscape {

class PinnedDelegate;
class Session;

/// The designs a person keeps: name, accuracy, FPS and energy of each. A click or an arrow key selects,
/// Enter or a double click opens, F2 renames, Delete takes the pin away; the context menu has all of it.
class PinnedList : public QListWidget, public Themed {
    Q_OBJECT

  public:
    explicit PinnedList(Session* session, QWidget* parent = nullptr);

    PairingId idAt(int row) const;

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(pairscape::PairingId id);
    void exportDesignWanted(pairscape::PairingId id);
    void trainWanted(pairscape::PairingId id);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void showPins();
    void showSelection();
    void rename(QListWidgetItem* item);

    Session* session_;
    PinnedDelegate* delegate_;
    bool showing_ = false; ///< the session moves our row, not the user
    Theme theme_;
};

} // namespace pairscape
