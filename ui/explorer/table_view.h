// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/records.h"
#include "ui/theme/theme.h"

#include <QStringList>
#include <QTableView>

#include <vector>

namespace pairscape {

class PairingTableModel;
class Session;

/// Every pairing as a row: the exact and accessible twin of the scatter. One row is selected, the same as
/// everywhere; what the filter dims stands at the end.
class TableView : public QTableView, public Themed {
    Q_OBJECT

  public:
    explicit TableView(Session* session, QWidget* parent = nullptr);

    PairingTableModel* pairings() const { return model_; }
    /// As the table shows them; with `acceptedOnly` without those that the filter dims.
    std::vector<PairingId> rowsInOrder(bool acceptedOnly = false) const;

    /// Ids of the metric columns that are shown.
    QStringList shownColumns() const;
    void setShownColumns(const QStringList& metrics);
    static QStringList defaultColumns();

    void applyTheme(const Theme& theme) override;

  signals:
    void opened(pairscape::PairingId id); ///< a double click or Enter on a row

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    int sizeHintForColumn(int column) const override;

  private:
    void follow();
    void showSelection();
    void showColumnMenu(const QPoint& at);
    void fitColumns();

    Session* session_;
    PairingTableModel* model_;
    bool following_ = false; ///< the session moves our row, not the user
    Theme theme_;
};

} // namespace pairscape
