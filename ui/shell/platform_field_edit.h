// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/platform_form.h"

#include <QObject>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QWidget;

namespace pairscape {

/// What a field of a platform is edited with: a line for figures and words, as many lines as a sentence
/// takes (up to four, then it scrolls), or a choice of the FPGA families whose PE costs are known. Its widget
/// is named as the field.
class PlatformFieldEdit : public QObject {
    Q_OBJECT

  public:
    PlatformFieldEdit(const PlatformField& field, QObject* parent);

    QWidget* widget() const;
    QString text() const;
    /// A family that is not known is offered beside those that are: a file may bring costs of its own.
    void setText(const QString& text);
    void setFont(const QFont& font);

  signals:
    void edited();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void fitHeight();

    QLineEdit* line_ = nullptr; ///< one of the three is there
    QPlainTextEdit* sentence_ = nullptr;
    QComboBox* choice_ = nullptr;
};

} // namespace pairscape
