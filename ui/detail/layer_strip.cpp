// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/layer_strip.h"

#include "ui/detail/fact_grid.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_facts.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace pairscape {

LayerStrip::LayerStrip(QWidget* parent)
    : QWidget(parent), chart_(new LayerChart(this)), title_(new QLabel(this)), facts_(new FactGrid(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(chart_, 1);
    column->addWidget(title_);
    column->addWidget(facts_);
    title_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    title_->setFocusPolicy(Qt::ClickFocus);
    title_->setWordWrap(true);
    facts_->setAccessibleName(tr("Record of the layer"));
    connect(chart_, &LayerChart::pointed, this, &LayerStrip::showRecord);
    setFocusProxy(chart_);
    pairscape::LayerStrip::applyTheme(Theme::make(ThemeMode::Light));
    setDetail(nullptr);
}

void LayerStrip::setDetail(std::shared_ptr<const PairingDetail> detail,
                           const std::optional<Platform>& platform) {
    detail_ = std::move(detail);
    platform_ = platform;
    chart_->setEmptyText(tr("The layers of a design appear here, each with its operator and its time. "
                            "Select a point of the plot or a row of the table."));
    std::vector<Fact> widest;
    if (detail_ && !detail_->network.layers.empty()) {
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
    title_->setVisible(detail_ != nullptr);
    facts_->setVisible(detail_ != nullptr);
    chart_->setDetail(detail_, platform_);
}

int LayerStrip::shownLayer() const {
    return chart_->held() >= 0 ? chart_->held() : chart_->hovered();
}

QString LayerStrip::recordText() const {
    return detail_ ? title_->text() + QLatin1Char('\n') + factsText(facts_->facts()) : QString();
}

void LayerStrip::showRecord() {
    const int layer = shownLayer();
    if (!detail_ || detail_->network.layers.empty()) {
        title_->clear();
        facts_->setFacts({});
    } else if (layer >= 0) {
        const auto index = static_cast<std::size_t>(layer);
        title_->setText(QString::fromStdString(detail_->network.layers[index].name) +
                        (chart_->held() >= 0 ? tr(" \u00b7 held, Esc lets go") : QString()));
        facts_->setFacts(layerFacts(*detail_, index, platform_));
    } else {
        title_->setText(tr("All layers \u00b7 point at one, or use the arrow keys"));
        facts_->setFacts(networkFacts(*detail_, platform_));
    }
    chart_->setAccessibleDescription(recordText());
    emit layerShown(layer);
}

void LayerStrip::applyTheme(const Theme& theme) {
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    title_->setPalette(palette);
    title_->setFont(theme.font(theme.small, QFont::DemiBold));
    chart_->applyTheme(theme);
    facts_->applyTheme(theme);
}

} // namespace pairscape
