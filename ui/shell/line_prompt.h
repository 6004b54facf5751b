// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/overlay_panel.h"

#include <functional>

class QLabel;
class QLineEdit;

namespace pairscape {

/// Asks for one line of text without blocking anything: a sentence, a field, Enter.
class LinePrompt : public OverlayPanel {
    Q_OBJECT

  public:
    explicit LinePrompt(QWidget* parent);

    /// `use` is called with the trimmed text once Enter is pressed and there is some.
    void ask(const QString& question, const QString& suggestion, std::function<void(const QString&)> use);
    QLineEdit* input() const { return input_; }

    void applyTheme(const Theme& theme) override;

  protected:
    QSize wantedSize() const override;
    QWidget* prepare() override;

  private:
    QLabel* question_;
    QLineEdit* input_;
    std::function<void(const QString&)> use_;
};

} // namespace pairscape
