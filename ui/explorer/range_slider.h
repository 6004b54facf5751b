// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace pairscape {

/// Two handles on one track. Works on shares of the track (0 to 1); what they stand for is the owner's
/// business. By mouse or keys: arrows move the handle used last, Tab goes on to the next widget,
/// Home and End open the range on that handle's side.
class RangeSlider : public QWidget {
    Q_OBJECT

  public:
    explicit RangeSlider(QWidget* parent = nullptr);

    double lower() const { return lower_; }
    double upper() const { return upper_; }
    void setShares(double lower, double upper); ///< emits nothing
    void setTheme(const Theme& theme);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  signals:
    void moved(double lower, double upper); ///< by the user

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    double radius() const;
    double place(double share) const;
    double shareAt(double x) const;
    void moveHandle(double share);

    double lower_ = 0, upper_ = 1;
    bool upperActive_ = false;
    Theme theme_;
};

} // namespace pairscape
