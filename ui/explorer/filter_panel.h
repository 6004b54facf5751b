// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/pairing_filter.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;

namespace pairscape {

class RangeSlider;
class Session;
struct MetricColumn;

/// Which pairings are shown in full: a range for each of six metrics, by slider for large moves and by number
/// for exact ones, three yes-or-no questions and, where there are several runs, one of them. Reads and sets
/// the session's filter.
class FilterPanel : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit FilterPanel(Session* session, QWidget* parent = nullptr);

    void applyTheme(const Theme& theme) override;

  private:
    struct Row {
        const MetricColumn* metric = nullptr;
        QLabel* title = nullptr;
        QDoubleSpinBox* low = nullptr;
        QDoubleSpinBox* high = nullptr;
        QLabel* to = nullptr;
        RangeSlider* slider = nullptr;
        double least = 0, most = 0; ///< of the pairings looked at so far; least > most where there are none
        double min = 0, max = 1;    ///< of the slider
        bool logarithmic = false;   ///< the slider's scale: where the data span more than a decade

        double valueAt(double share) const;
        double shareOf(double value) const;
    };

    void addRow(const QString& metric);
    void addRunChoice();
    void showBounds();
    bool growBounds();
    void showRuns();
    void showFilter();
    void setRange(const Row& row, double low, double high);
    void changeFilter(const PairingFilter& filter);

    Session* session_;
    std::vector<Row> rows_;
    QComboBox* run_ = nullptr; ///< 0: all
    QCheckBox* frontOnly_ = nullptr;
    QCheckBox* pinnedOnly_ = nullptr;
    QCheckBox* feasibleOnly_ = nullptr;
    QPushButton* clear_ = nullptr;
    std::string path_; ///< of the study whose runs are listed
    std::string boundsPath_;
    std::size_t boundsKnown_ =
        0;                 ///< pairings of that study whose figures are in the bounds; figures never change
    bool showing_ = false; ///< we set the widgets, not the user
};

} // namespace pairscape
