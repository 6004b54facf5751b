// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/overlay_panel.h"

class QLabel;
class QScrollArea;
class QWidget;

namespace pairscape {

class CommandRegistry;

/// All shortcuts, by group, as the registry knows them now.
class ShortcutSheet : public OverlayPanel {
    Q_OBJECT

  public:
    ShortcutSheet(CommandRegistry* registry, QWidget* parent);

    void applyTheme(const Theme& theme) override;

  protected:
    QSize wantedSize() const override;
    QWidget* prepare() override;

  private:
    int points() const;
    QWidget* buildGroup(const QString& group, QWidget* parent) const;

    CommandRegistry* registry_;
    QLabel* title_;
    QScrollArea* scroll_;
};

} // namespace pairscape
