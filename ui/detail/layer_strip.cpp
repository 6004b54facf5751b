// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_strip.h"

#include "ui/detail/fact_grid.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_facts.h"

#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

LayerStrip::LayerStrip(QWidget* parent)
    : QWidget(parent), tabs_(new QTabBar(this)), views_(new QStackedWidget(this)),
      chart_(new LayerChart(this)), hint_(new QLabel(this)), title_(new QLabel(this)),
      facts_(new FactGrid(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(tabs_);
    column->addWidget(views_, 1);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setDocumentMode(true);
    tabs_->setAccessibleName(tr("Views of the layers"));
    tabs_->addTab(tr("Layers"));
    tabs_->hide();
    views_->addWidget(chart_);
    connect(tabs_, &QTabBar::currentChanged, this, &LayerStrip::showView);
    column->addWidget(hint_);
    column->addWidget(title_);
    column->addWidget(facts_);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setFocusPolicy(Qt::ClickFocus);
    title_->setWordWrap(true);
    hint_->setText(tr("Point at a layer or use the arrow keys; a click holds it, a right click zooms."));
    hint_->setWordWrap(true);
    facts_->setAccessibleName(tr("Record of the layer"));
    connect(chart_, &LayerChart::pointed, this, &LayerStrip::showRecord);
    setFocusProxy(chart_);
    pairscape::LayerStrip::applyTheme(Theme::make(ThemeMode::Light));
    setDetail(nullptr);
}

void LayerStrip::addView(const QString& title, QWidget* view) {
    tabs_->addTab(title);
    tabs_->setTabToolTip(0, hint_->text());
    views_->addWidget(view);
    showView(tabs_->currentIndex());
}

void LayerStrip::showView(int index) {
    // The strip is as high as what it shows needs, not as the highest of all.
    for (int i = 0; i < views_->count(); ++i)
        views_->widget(i)->setSizePolicy(QSizePolicy::Expanding,
                                         i == index ? QSizePolicy::Expanding : QSizePolicy::Ignored);
    views_->setCurrentIndex(index);
    showHint();
}

/// Where there is a choice of views the others say how a layer is pointed at; an audience does not point.
void LayerStrip::showHint() {
    hint_->setVisible(detail_ != nullptr && hinted_ && tabs_->count() == 1);
}

void LayerStrip::setDetail(std::shared_ptr<const PairingDetail> detail,
                           const std::optional<Platform>& platform) {
    detail_ = std::move(detail);
    platform_ = platform;
    chart_->setEmptyText(tr("The layers of a design appear here, each with its operator and its time. "
                            "Select a point of the plot or a row of the table."));
    std::vector<Fact> widest;
    longest_ = -1;
    if (detail_ && !detail_->network.layers.empty()) {
        const bool timed = hasCosts(*detail_);
        const auto weight = [&](std::size_t i) {
            return timed ? static_cast<double>(detail_->cost.layers[i].cycles)
                         : static_cast<double>(detail_->network.layers[i].macs());
        };
        longest_ = 0;
        for (std::size_t i = 1; i < detail_->network.layers.size(); ++i)
            if (weight(i) > weight(static_cast<std::size_t>(longest_)))
                longest_ = static_cast<int>(i);
        // The longest figure of each line over all layers: the record keeps one height while it changes.
        widest = layerFacts(*detail_, 0, platform_);
        for (std::size_t i = 1; i < detail_->network.layers.size(); ++i) {
            const std::vector<Fact> facts = layerFacts(*detail_, i, platform_);
            for (std::size_t k = 0; k < std::min(facts.size(), widest.size()); ++k)
                if (facts[k].figure.size() > widest[k].figure.size())
                    widest[k] = facts[k];
        }
    }
    facts_->setTemplate(std::move(widest));
    showHint();
    title_->setVisible(detail_ != nullptr && !brief_);
    const bool choice = tabs_->count() > 1 && detail_ && hasCosts(*detail_);
    tabs_->setVisible(choice);
    if (!choice)
        tabs_->setCurrentIndex(0); // the others have nothing to show
    facts_->setVisible(detail_ != nullptr && !brief_);
    chart_->setDetail(detail_, platform_);
    chart_->setMarked(longest_);
}

void LayerStrip::setBrief(bool brief) {
    brief_ = brief;
    title_->setVisible(detail_ != nullptr && !brief_); // it is the record's
    facts_->setVisible(detail_ != nullptr && !brief_);
    chart_->setBrief(brief);
}

int LayerStrip::shownLayer() const {
    return chart_->held() >= 0 ? chart_->held() : chart_->hovered() >= 0 ? chart_->hovered() : longest_;
}

QString LayerStrip::recordText() const {
    return detail_ ? title_->text() + QLatin1Char('\n') + factsText(facts_->facts()) : QString();
}

void LayerStrip::showRecord() {
    const int layer = shownLayer();
    if (layer < 0) {
        title_->clear();
        facts_->setFacts({});
    } else {
        const auto index = static_cast<std::size_t>(layer);
        const QString name = QString::fromStdString(detail_->network.layers[index].name);
        title_->setText(chart_->held() >= 0      ? tr("%1 \u00b7 held, Esc lets go").arg(name)
                        : chart_->hovered() >= 0 ? name
                        : hasCosts(*detail_)     ? tr("%1 \u00b7 takes longest").arg(name)
                                                 : tr("%1 \u00b7 has most MACs").arg(name));
        facts_->setFacts(layerFacts(*detail_, index, platform_));
    }
    chart_->setAccessibleDescription(recordText());
    emit layerShown(layer);
}

void LayerStrip::showEvent(QShowEvent* event) {
    // Alone in a window it keeps clear of the edges; inside a page the page does.
    layout()->setContentsMargins(isWindow() ? QMargins(16, 12, 16, 12) : QMargins());
    QWidget::showEvent(event);
}

void LayerStrip::applyTheme(const Theme& theme) {
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    title_->setPalette(palette);
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    hint_->setPalette(muted);
    hint_->setFont(theme.font(theme.small));
    hinted_ = theme.mode != ThemeMode::Talk;
    showHint();
    tabs_->setPalette(palette);
    tabs_->setFont(theme.font(theme.small));
    title_->setFont(theme.font(theme.small, QFont::DemiBold));
    chart_->applyTheme(theme);
    facts_->applyTheme(theme);
}

} // namespace pairscape
