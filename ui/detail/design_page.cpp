// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/detail/design_page.h"

#include "ui/detail/allocation_view.h"
#include "ui/detail/buffer_view.h"
#include "ui/detail/design_facts.h"
#include "ui/detail/design_header.h"
#include "ui/detail/fact_grid.h"
#include "ui/detail/headline.h"
#include "ui/detail/layer_chart.h"
#include "ui/detail/layer_facts.h"
#include "ui/detail/layer_focus.h"
#include "ui/detail/layer_strip.h"
#include "ui/detail/roofline_view.h"
#include "ui/detail/score_panel.h"
#include "ui/detail/timeline_view.h"
#include "ui/models/figure_text.h"
#include "ui/models/session.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace pairscape {

DesignPage::DesignPage(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    empty_ = new QLabel(this);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    outer->addWidget(empty_, 1);
    scroll_ = new QScrollArea(this);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll_, 1);

    auto* content = new QWidget(scroll_);
    content->setAutoFillBackground(true);
    columns_ = new QBoxLayout(QBoxLayout::TopToBottom, content);
    columns_->setContentsMargins(10, 8, 10, 10);
    QWidget* first = addColumn();
    for (int more = 0; more < 2; ++more)
        addColumn();

    header_ = new DesignHeader(session_, first);
    headline_ = new Headline(first);
    comparison_ = new QWidget(first);
    auto* row = new QHBoxLayout(comparison_);
    row->setContentsMargins(0, 0, 0, 0);
    comparisonTitle_ = new QLabel(tr("Compare &with"), comparison_);
    comparisonChoice_ = new QComboBox(comparison_);
    comparisonChoice_->setAccessibleName(tr("Pinned design to compare with"));
    comparisonChoice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    comparisonChoice_->setMinimumContentsLength(10);
    comparisonTitle_->setBuddy(comparisonChoice_);
    row->addWidget(comparisonTitle_);
    row->addWidget(comparisonChoice_, 1);
    waiting_ = new QLabel(tr("Fetching the layers\u2026"), first);
    for (QWidget* widget : {static_cast<QWidget*>(header_), static_cast<QWidget*>(headline_), comparison_,
                            static_cast<QWidget*>(waiting_)})
        static_cast<QVBoxLayout*>(first->layout())->insertWidget(first->layout()->count() - 1, widget);
    layers_ = new LayerStrip(first);
    addSection(tr("Layers"), layers_);
    timeline_ = new TimelineView(layers_);
    roofline_ = new RooflineView(layers_);
    buffers_ = new BufferView(layers_);
    layers_->addView(tr("Time line"), timeline_);
    layers_->addView(tr("Roofline"), roofline_);
    layers_->addView(tr("Buffers"), buffers_);
    allocation_ = new AllocationView(first);
    addSection(tr("Allocation"), allocation_);
    bounds_ = new FactGrid(first);
    addSection(tr("Where the time goes"), bounds_);
    counts_ = new FactGrid(first);
    addSection(tr("Network"), counts_);
    scores_ = new ScorePanel(first);
    addSection(tr("Scores"), scores_);
    provenance_ = new FactGrid(first);
    addSection(tr("Provenance"), provenance_);
    scroll_->setWidget(content);

    focus_ = new LayerFocus(this);
    for (LayerView* view : layerViews())
        view->setLayerFocus(focus_);
    // The strip's chart keeps what is pointed at itself: both follow each other.
    LayerChart* chart = layers_->chart();
    connect(chart, &LayerChart::pointed, this,
            [this, chart] { focus_->set(chart->held(), chart->hovered()); });
    connect(focus_, &LayerFocus::changed, this,
            [this, chart] { chart->point(focus_->held(), focus_->hovered()); });

    connect(header_, &DesignHeader::exportWanted, this, &DesignPage::exportDesignWanted);
    connect(header_, &DesignHeader::trainWanted, this, &DesignPage::trainWanted);
    connect(comparisonChoice_, &QComboBox::activated, this,
            [this](int index) { compareWith(comparisonChoice_->itemData(index).toLongLong()); });
    connect(session_, &Session::studyChanged, this, [this] {
        comparedWith_ = 0;
        showDesign();
    });
    connect(session_, &Session::snapshotChanged, this, &DesignPage::showDesign);
    connect(session_, &Session::selectionChanged, this, [this] {
        scroll_->verticalScrollBar()->setValue(0);
        showDesign();
    });
    connect(session_, &Session::detailChanged, this, &DesignPage::showDesign);
    pairscape::DesignPage::applyTheme(Theme::make(ThemeMode::Light));
    showDesign();
}

std::vector<LayerView*> DesignPage::layerViews() const {
    return {timeline_, roofline_, buffers_};
}

QWidget* DesignPage::addColumn() {
    auto* column = new QWidget(columns_->parentWidget());
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addStretch(1);
    columns_->addWidget(column, 1);
    return column;
}

void DesignPage::addSection(const QString& title, QWidget* content) {
    auto* label = new QLabel(title, content->parentWidget());
    content->setAccessibleName(title);
    sections_.push_back({label, content});
}

/// At the column's end, above the room that is left.
void DesignPage::place(const Section& section, int column) {
    auto* layout = static_cast<QVBoxLayout*>(columns_->itemAt(column)->widget()->layout());
    for (QWidget* widget : {static_cast<QWidget*>(section.title), section.content}) {
        if (QWidget* before = widget->parentWidget(); before && before->layout())
            before->layout()->removeWidget(widget); // first: it counts
        layout->insertWidget(layout->count() - 1, widget);
    }
}

void DesignPage::compareWith(PairingId id) {
    comparedWith_ = id;
    showDesign();
}

PairingId DesignPage::comparedWith() const {
    return comparedWith_;
}

void DesignPage::showPlatform() {
    const std::string& json = session_->snapshot()->settings.platformJson;
    if (json == platformJson_)
        return;
    platformJson_ = json;
    shown_.reset();
    auto platform = Platform::fromJson(json, "the study's platform");
    platform_ = platform ? std::optional(*std::move(platform)) : std::nullopt;
}

void DesignPage::showComparisons() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    QList<std::pair<QString, PairingId>> choices = {{tr("no other design"), 0}};
    for (const PairingRecord& record : snapshot->pairings)
        if (record.pinned() && record.id != session_->selected())
            choices.append({QStringLiteral("\u2605 ") + QString::fromStdString(record.pin), record.id});
    bool same = comparisonChoice_->count() == choices.size();
    for (int i = 0; same && i < choices.size(); ++i)
        same = comparisonChoice_->itemText(i) == choices[i].first &&
               comparisonChoice_->itemData(i).toLongLong() == choices[i].second;
    if (!same) {
        comparisonChoice_->clear();
        for (const auto& [name, id] : choices)
            comparisonChoice_->addItem(name, static_cast<qlonglong>(id));
    }
    const int index = comparisonChoice_->findData(static_cast<qlonglong>(comparedWith_));
    comparisonChoice_->setCurrentIndex(std::max(0, index));
    comparison_->setVisible(choices.size() > 1);
}

void DesignPage::showDesign() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const PairingRecord* record = snapshot->find(session_->selected());
    empty_->setVisible(!record);
    scroll_->setVisible(record);
    empty_->setText(
        !session_->hasStudy() ? tr("Create or open a study: the design that you select appears here.")
        : snapshot->pairings.empty()
            ? tr("Press Start to begin a search. The design that you select appears here.")
            : tr("Select a design: click a point of the plot or a row of the table. Its figures, layers "
                 "and accelerator appear here."));
    if (!record) {
        shown_.reset();
        return;
    }
    showPlatform();
    header_->setRecord(*record);
    const PairingRecord* base = comparedWith_ == record->id ? nullptr : snapshot->find(comparedWith_);
    if (base && !base->pinned())
        base = nullptr;
    showComparisons();
    provenance_->setFacts(provenanceFacts(*record, *snapshot));

    std::shared_ptr<const PairingDetail> detail = session_->selectedDetail();
    if (detail && detail->record.id != record->id)
        detail.reset();
    headline_->setRecord(*record, base ? std::optional(*base) : std::nullopt,
                         detail ? session_->selectedSteadyState().get() : nullptr);
    waiting_->setVisible(!detail);
    if (detail && detail == shown_) { // only the record changed: what is held in the strip stays
        if (theme_.mode == ThemeMode::Talk && neededHeight() > height())
            fitStory();
        return;
    }
    shown_ = detail;
    layers_->setDetail(detail, platform_);
    allocation_->setDetail(detail, platform_);
    for (LayerView* view : layerViews())
        view->setDesign({detail, detail ? session_->selectedSteadyState() : nullptr, platform_});
    bounds_->setFacts(detail ? boundFacts(*detail, platform_, session_->selectedSteadyState().get())
                             : std::vector<Fact>());
    counts_->setFacts(detail ? networkFacts(*detail, platform_) : std::vector<Fact>());
    scores_->setDetail(detail, snapshot->settings);
    fitStory();
}

void DesignPage::tell(const Story& story) {
    const bool talk = theme_.mode == ThemeMode::Talk;
    const PairingRecord* record = session_->snapshot()->find(session_->selected());
    for (const Section& section : sections_) {
        QWidget* what = section.content;
        bool shown = what == provenance_ || (shown_ && record && (record->feasible || what != bounds_));
        if (what == layers_)
            shown = shown && story.layers;
        else if (what != allocation_)
            shown = shown && story.facts;
        // Tabs are the title of the layers, and in a talk the verdict is that of the allocation.
        const bool titled = what == layers_       ? !(record && record->feasible)
                            : what == allocation_ ? story.facts
                                                  : true;
        section.title->setVisible(shown && titled);
        what->setVisible(shown);
    }
    header_->setBrief(talk && !story.facts);
    header_->setArchitectureShown(story.architecture);
    headline_->setSmallFigures(story.figures);
    layers_->setBrief(talk && !story.facts);
    allocation_->setExtent(story.facts       ? AllocationView::Extent::Whole
                           : story.resources ? AllocationView::Extent::Bars
                                             : AllocationView::Extent::Lines);
}

int DesignPage::neededHeight() const {
    // Layouts within layouts keep what they knew before something was shown or hidden.
    for (QWidget* widget : scroll_->widget()->findChildren<QWidget*>())
        widget->updateGeometry();
    columns_->invalidate();
    // Nor do they have a width before they were shown, on which the lines of a text depend.
    scroll_->widget()->resize(width(), std::max(height(), scroll_->widget()->height()));
    columns_->activate();
    for (const QWidget* widget : scroll_->widget()->findChildren<QWidget*>()) // parents come first
        if (QLayout* layout = widget->layout())
            layout->activate();
    return columns_->hasHeightForWidth() ? columns_->totalHeightForWidth(width())
                                         : columns_->totalSizeHint().height();
}

/// The richest story that fits. An audience cannot scroll, and who speaks should not have to.
void DesignPage::fitStory() {
    if (fitting_)
        return;
    fitting_ = true;
    // In a talk the picture takes what is left of a column.
    const bool talk = theme_.mode == ThemeMode::Talk;
    for (int i = 0; i < columns_->count(); ++i) {
        auto* layout = static_cast<QVBoxLayout*>(columns_->itemAt(i)->widget()->layout());
        layout->setStretch(layout->count() - 1, talk && layout->indexOf(layers_) >= 0 ? 0 : 1);
    }
    constexpr std::size_t all = Headline::allFigures;
    bool fits = false;
    if (!talk) {
        tell({true, true, true, all, true});
    } else {
        constexpr Story stories[] = {{true, true, true, all, true},   {false, true, true, all, true},
                                     {false, false, true, all, true}, {false, false, false, all, true},
                                     {false, false, false, 4, true},  {false, false, false, 2, true},
                                     {false, true, true, all, false}, {false, false, true, all, false},
                                     {false, false, true, 4, false},  {false, false, false, 4, false},
                                     {false, false, false, 2, false}};
        for (const Story& story : stories) {
            tell(story);
            fits = neededHeight() <= height();
            if (fits)
                break;
        }
    }
    // A scroll bar that was there for a moment would narrow the page and be needed for that alone.
    scroll_->setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    fitting_ = false;
}

QString DesignPage::text() const {
    const PairingId id = session_->selected();
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const PairingRecord* record = snapshot->find(id);
    if (!record)
        return empty_->text();
    QString text = tr("Design %1").arg(id) + QLatin1Char('\n') +
                   QString::fromStdString(record->architecture) + QLatin1Char('\n') + headline_->text();
    if (shown_)
        text += layers_->recordText() + allocation_->accessibleDescription() + QLatin1Char('\n') +
                timeline_->accessibleDescription() + QLatin1Char('\n') + roofline_->accessibleDescription() +
                QLatin1Char('\n') + buffers_->accessibleDescription() + QLatin1Char('\n') +
                factsText(bounds_->facts()) + factsText(counts_->facts()) + scores_->text();
    return text + factsText(provenance_->facts());
}

void DesignPage::arrange() {
    const double larger = theme_.scale > 1 ? 1.5 : 1;
    const int count = width() >= 1180 * larger ? 3 : width() >= 760 * larger ? 2 : 1;
    const bool talk = theme_.mode == ThemeMode::Talk;
    if (count == columnCount_ && talk == arrangedForTalk_)
        return;
    columnCount_ = count;
    arrangedForTalk_ = talk;
    columns_->setDirection(count > 1 ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    columns_->setSpacing(count > 1 ? 28 : 8);
    // Three columns of about one height; the middle one is wide enough for a layer's record in two.
    for (const auto& [at, share] : {std::pair(0, 22), std::pair(1, 31), std::pair(2, 19)})
        columns_->setStretch(at, count == 3 ? share : 1);
    for (const Section& section : sections_) {
        const QWidget* what = section.content;
        if (count < 3)
            place(section, what == layers_ && !talk ? 0 : 1); // in a talk the figures have one alone
        else
            place(section, what == layers_ || what == bounds_       ? 1
                           : what == allocation_ || what == scores_ ? 2
                                                                    : 0);
    }
    columns_->itemAt(2)->widget()->setVisible(count == 3);
}

void DesignPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
    fitStory();
}

QSize DesignPage::sizeHint() const {
    return {theme_.scale > 1 ? 560 : 380, 720};
}

void DesignPage::applyTheme(const Theme& theme) {
    theme_ = theme;
    QPalette palette = theme.palette();
    palette.setColor(QPalette::Window, theme.background);
    setPalette(palette);
    scroll_->setPalette(palette);
    scroll_->widget()->setPalette(palette);
    empty_->setFont(theme.font(theme.normal));
    empty_->setMargin(static_cast<int>(16 * theme.scale));
    QPalette muted = palette;
    muted.setColor(QPalette::WindowText, theme.mutedText);
    empty_->setPalette(muted);
    waiting_->setPalette(muted);
    for (QWidget* widget : {static_cast<QWidget*>(comparisonTitle_), static_cast<QWidget*>(comparisonChoice_),
                            static_cast<QWidget*>(waiting_)})
        widget->setFont(theme.font(theme.small));
    for (const Section& section : sections_)
        section.title->setFont(theme.font(theme.normal, QFont::DemiBold));
    header_->applyTheme(theme);
    headline_->applyTheme(theme);
    layers_->applyTheme(theme);
    allocation_->applyTheme(theme);
    for (LayerView* view : layerViews())
        view->applyTheme(theme);
    for (FactGrid* grid : {bounds_, counts_, provenance_})
        grid->applyTheme(theme);
    scores_->applyTheme(theme);
    arrange();
    fitStory();
}

} // namespace pairscape
