// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/commands/overlay_panel.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace pairscape {

class CommandRegistry;

/// Every command by a few letters of its name: type, choose with the arrow keys, Enter. What is not possible
/// now is listed too, greyed. A number goes to the design of that number.
class CommandPalette : public OverlayPanel {
    Q_OBJECT

  public:
    CommandPalette(CommandRegistry* registry, QWidget* parent);

    /// What a typed number offers besides the commands: its title and what it does; nothing where there is no
    /// such thing.
    struct Offer {
        QString title;
        std::function<void()> run;
    };
    void setNumberOffer(std::function<std::optional<Offer>(qint64)> offer) {
        numberOffer_ = std::move(offer);
    }

    QLineEdit* input() const { return input_; }
    /// Titles as listed, best first.
    QStringList listed() const;

    void applyTheme(const Theme& theme) override;

  protected:
    QSize wantedSize() const override;
    QWidget* prepare() override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void filter();
    void accept();

    CommandRegistry* registry_;
    QLineEdit* input_;
    QListView* list_;
    QLabel* nothing_;
    QStandardItemModel* model_;
    std::function<std::optional<Offer>(qint64)> numberOffer_;
    std::optional<Offer> offer_;
    class RowPainter;
    RowPainter* painter_;
};

} // namespace pairscape
