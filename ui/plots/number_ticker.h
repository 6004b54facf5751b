// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace pairscape {

/// Ticks a person reads: 500, 1 k, 2 k, 5 k on a logarithmic axis, 1.90, 1.95, 2.00 on a linear one. All
/// labels of an axis have the same number of decimals, save where prefixes differ.
class NumberTicker : public QCPAxisTicker {
  public:
    void setLogarithmic(bool on) { logarithmic_ = on; }
    bool logarithmic() const { return logarithmic_; }
    /// Off where the unit has a prefix already: thousands are then written in full.
    void setPrefixed(bool on) { prefixed_ = on; }

  protected:
    double getTickStep(const QCPRange& range) override;
    int getSubTickCount(double tickStep) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QVector<double> createSubTickVector(int subTickCount, const QVector<double>& ticks) override;

  private:
    /// Ticks at powers of ten (times 2 and 5): only where the range covers enough of them.
    bool inDecades(const QCPRange& range) const;

    bool logarithmic_ = false;
    bool prefixed_ = true;
    double step_ = 1;
    QCPRange range_;
};

} // namespace pairscape
