// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace pairscape {

/// One line of a record: "DRAM bandwidth", "19.2", "GB/s". `figure` may be words.
struct Fact {
    QString name, figure, unit;

    bool operator==(const Fact&) const = default;
};

/// Thin spaces inside figures as ones at which no line breaks.
QString unbroken(QString text);

/// "name: figure unit", one fact a line.
QString factsText(const std::vector<Fact>& facts);

/// Names on the left, figures beside them, in as many columns as the width holds; long figures go on in the
/// next line. Reads like a list from top to bottom, column after column. The context menu copies it.
class FactGrid : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit FactGrid(QWidget* parent = nullptr);

    void setFacts(std::vector<Fact> facts);
    const std::vector<Fact>& facts() const { return facts_; }
    /// Room is kept for these facts, so that what changes often does not move what stands below it.
    void setTemplate(std::vector<Fact> widest);

    void applyTheme(const Theme& theme) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    struct Place {
        QRectF name, figure;
    };
    /// Where each fact goes, and the height of it all.
    std::vector<Place> layOut(const std::vector<Fact>& facts, double width, double* height) const;

    std::vector<Fact> facts_;
    std::vector<Fact> template_;
    Theme theme_;
};

} // namespace pairscape
