// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accelerator/platform.h"
#include "core/study/records.h"
#include "ui/detail/allocation.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace pairscape {

/// How the three chunks share the platform's DSPs, LUTs, memories and the PEs built of them, and how busy
/// each chunk and the DRAM are: what sets the interval is said in words.
class AllocationView : public QWidget, public Themed {
    Q_OBJECT

  public:
    explicit AllocationView(QWidget* parent = nullptr);

    /// Without a platform limits and the share of the DRAM are left out. Null shows what will appear here.
    void setDetail(std::shared_ptr<const PairingDetail> detail,
                   const std::optional<Platform>& platform = std::nullopt);

    const Allocation& allocation() const { return allocation_; }

    /// How much of it is drawn: all; without what is written small; or a line for each chunk and the DRAM.
    enum class Extent { Whole, Bars, Lines };
    void setExtent(Extent extent);

    void applyTheme(const Theme& theme) override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    int margin() const;

    std::shared_ptr<const PairingDetail> detail_;
    Allocation allocation_;
    Extent extent_ = Extent::Whole;
    Theme theme_;
};

} // namespace pairscape
