// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/filter_panel.h"

#include "ui/explorer/range_slider.h"
#include "ui/models/metric_column.h"
#include "ui/models/session.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace pairscape {

namespace {

/// A step of at most a thousandth of the extent, as a round power of ten.
int decimalsFor(double extent) {
    return extent > 0 ? std::clamp(static_cast<int>(std::ceil(3 - std::log10(extent))), 0, 6) : 2;
}

const QChar thinSpace(0x2009);

/// Shows thousands apart, as every other figure here, and takes them with or without.
class FigureSpin : public QDoubleSpinBox {
  public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        QString text = QString::number(value, 'f', decimals());
        const qsizetype point = text.indexOf(QLatin1Char('.'));
        const qsizetype end = value < 0 ? 1 : 0;
        for (qsizetype at = (point < 0 ? text.size() : point) - 3; at > end; at -= 3)
            text.insert(at, thinSpace);
        return text;
    }
    double valueFromText(const QString& text) const override { return plain(text).toDouble(); }
    QValidator::State validate(QString& text, int&) const override {
        const QString typed = plain(text);
        bool isNumber = false;
        const double value = typed.toDouble(&isNumber);
        static const QRegularExpression begun(QStringLiteral("^-?[0-9]*\\.?[0-9]*$"));
        if (!begun.match(typed).hasMatch())
            return QValidator::Invalid;
        return isNumber && value >= minimum() && value <= maximum() ? QValidator::Acceptable
                                                                    : QValidator::Intermediate;
    }

  private:
    static QString plain(QString text) {
        text.remove(thinSpace).remove(QLatin1Char(' '));
        return text.replace(QLatin1Char(','), QLatin1Char('.'));
    }
};

QDoubleSpinBox* makeSpin(QWidget* parent, const QString& name) {
    auto* spin = new FigureSpin(parent);
    spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    spin->setAlignment(Qt::AlignRight);
    spin->setKeyboardTracking(false);
    spin->setMinimumWidth(44);
    spin->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    spin->setAccessibleName(name);
    return spin;
}

} // namespace

double FilterPanel::Row::valueAt(double share) const {
    if (logarithmic)
        return std::exp(std::log(min) + share * (std::log(max) - std::log(min)));
    return min + share * (max - min);
}

double FilterPanel::Row::shareOf(double value) const {
    if (!(max > min))
        return 0;
    if (logarithmic)
        return value > 0 ? (std::log(value) - std::log(min)) / (std::log(max) - std::log(min)) : 0;
    return (value - min) / (max - min);
}

FilterPanel::FilterPanel(Session* session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 6, 8, 6);
    column->setSpacing(4);
    for (const char* metric : {"accuracy", "fps", "latency", "energy", "lut", "dsp"})
        addRow(QString::fromLatin1(metric));

    frontOnly_ = new QCheckBox(tr("On the front only"), this);
    pinnedOnly_ = new QCheckBox(tr("Pinned only"), this);
    feasibleOnly_ = new QCheckBox(tr("Feasible only"), this);
    column->addSpacing(4);
    addRunChoice();
    for (QCheckBox* box : {frontOnly_, pinnedOnly_, feasibleOnly_}) {
        column->addWidget(box);
        connect(box, &QCheckBox::toggled, this, [this] {
            PairingFilter filter = session_->filter();
            filter.frontOnly = frontOnly_->isChecked();
            filter.pinnedOnly = pinnedOnly_->isChecked();
            filter.feasibleOnly = feasibleOnly_->isChecked();
            changeFilter(filter);
        });
    }
    clear_ = new QPushButton(tr("Show all"), this);
    clear_->setToolTip(tr("Takes every filter away"));
    connect(clear_, &QPushButton::clicked, session_, &Session::clearFilter);
    column->addWidget(clear_, 0, Qt::AlignLeft);
    column->addStretch(1);

    connect(session_, &Session::studyChanged, this, [this] {
        boundsKnown_ = 0; // it may be another study of the same name
        showBounds();
    });
    connect(session_, &Session::snapshotChanged, this, &FilterPanel::showBounds);
    connect(session_, &Session::studyChanged, this, &FilterPanel::showRuns);
    connect(session_, &Session::snapshotChanged, this, &FilterPanel::showRuns);
    connect(session_, &Session::filterChanged, this, &FilterPanel::showFilter);
    showBounds();
    showRuns();
    pairscape::FilterPanel::applyTheme(Theme::make(ThemeMode::Light));
}

void FilterPanel::addRow(const QString& metric) {
    Row row;
    row.metric = findMetricColumn(metric);
    row.title = new QLabel(row.metric->header(), this);
    row.low = makeSpin(this, tr("Lowest %1").arg(row.metric->header()));
    row.high = makeSpin(this, tr("Highest %1").arg(row.metric->header()));
    row.to = new QLabel(QStringLiteral("\u2013"), this);
    row.slider = new RangeSlider(this);
    row.slider->setAccessibleName(tr("Range of %1").arg(row.metric->header()));

    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(4);
    numbers->addWidget(row.low, 1);
    numbers->addWidget(row.to);
    numbers->addWidget(row.high, 1);
    auto* column = static_cast<QVBoxLayout*>(layout());
    column->addWidget(row.title);
    column->addLayout(numbers);
    column->addWidget(row.slider);
    column->addSpacing(2);

    const std::size_t at = rows_.size();
    rows_.push_back(row);
    connect(row.slider, &RangeSlider::moved, this, [this, at](double lower, double upper) {
        const Row& r = rows_[at];
        // A handle at the end means no limit there, whatever is found later.
        constexpr double infinity = std::numeric_limits<double>::infinity();
        setRange(r, lower <= 0 ? -infinity : r.valueAt(lower), upper >= 1 ? infinity : r.valueAt(upper));
    });
    const auto typed = [this, at] {
        if (showing_)
            return;
        const Row& r = rows_[at];
        constexpr double infinity = std::numeric_limits<double>::infinity();
        const double low = r.low->value();
        const double high = r.high->value();
        setRange(r, low <= r.low->minimum() ? -infinity : low, high >= r.high->maximum() ? infinity : high);
    };
    connect(row.low, &QDoubleSpinBox::valueChanged, this, typed);
    connect(row.high, &QDoubleSpinBox::valueChanged, this, typed);
}

void FilterPanel::addRunChoice() {
    run_ = new QComboBox(this);
    run_->setObjectName(QStringLiteral("run"));
    run_->setAccessibleName(tr("Run that found it"));
    run_->setToolTip(tr("Shows in full only what this run was the first to evaluate"));
    run_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    run_->setMinimumContentsLength(10);
    static_cast<QVBoxLayout*>(layout())->addWidget(run_);
    connect(run_, &QComboBox::activated, this, [this] {
        PairingFilter filter = session_->filter();
        filter.setRun(run_->currentData().toLongLong());
        changeFilter(filter);
    });
}

/// The runs that there are to choose from; one alone is no choice.
void FilterPanel::showRuns() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    const std::vector<RunRecord>& runs = snapshot->runs;
    if (run_->count() != static_cast<int>(runs.size()) + 1 || snapshot->path != path_) {
        path_ = snapshot->path;
        run_->clear();
        run_->addItem(tr("Found by any run"), 0);
        for (const RunRecord& run : runs)
            run_->addItem(
                tr("Found by run %1 %2").arg(run.id).arg(QString::fromStdString(run.settings.strategy)),
                QVariant::fromValue<qlonglong>(run.id));
        showFilter();
    }
    run_->setVisible(runs.size() > 1);
}

void FilterPanel::setRange(const Row& row, double low, double high) {
    PairingFilter filter = session_->filter();
    const MetricRange range{low, high};
    if (range == MetricRange{})
        filter.ranges.remove(row.metric->id);
    else
        filter.ranges.insert(row.metric->id, range);
    changeFilter(filter);
}

void FilterPanel::changeFilter(const PairingFilter& filter) {
    if (!showing_)
        session_->setFilter(filter);
}

/// Takes in the pairings that came since; true where a bound moved. A snapshot comes several times a second,
/// and a study may have tens of thousands of pairings.
bool FilterPanel::growBounds() {
    const std::shared_ptr<const StudySnapshot> snapshot = session_->snapshot();
    bool moved = false;
    if (snapshot->path != boundsPath_ || snapshot->pairings.size() < boundsKnown_ || boundsKnown_ == 0) {
        boundsPath_ = snapshot->path;
        boundsKnown_ = 0;
        for (Row& row : rows_) {
            row.least = std::numeric_limits<double>::infinity();
            row.most = -row.least;
        }
        moved = true;
    }
    for (; boundsKnown_ < snapshot->pairings.size(); ++boundsKnown_)
        for (Row& row : rows_) {
            const double value = row.metric->value(snapshot->pairings[boundsKnown_]);
            if (!std::isfinite(value))
                continue;
            moved = moved || value < row.least || value > row.most;
            row.least = std::min(row.least, value);
            row.most = std::max(row.most, value);
        }
    return moved;
}

void FilterPanel::showBounds() {
    if (!growBounds())
        return;
    showing_ = true;
    for (Row& row : rows_) {
        const double min = row.least;
        const double max = row.most;
        const bool known = min < max;
        for (QWidget* widget : {static_cast<QWidget*>(row.low), static_cast<QWidget*>(row.high),
                                static_cast<QWidget*>(row.slider)})
            widget->setEnabled(known);
        row.min = known ? min : 0;
        row.max = known ? max : 1;
        row.logarithmic = known && min > 0 && max / min > 20;
        const bool counted = row.metric->id == QLatin1String("dsp") || row.metric->id == QLatin1String("lut");
        const int decimals = counted ? 0 : decimalsFor(row.logarithmic ? row.min * 100 : row.max - row.min);
        // Rounded outward, so that the ends admit the extreme pairings.
        const double unit = std::pow(10.0, -decimals);
        for (QDoubleSpinBox* spin : {row.low, row.high}) {
            spin->setDecimals(decimals);
            spin->setRange(std::floor(row.min / unit) * unit, std::ceil(row.max / unit) * unit);
            spin->setSingleStep((row.max - row.min) / 100);
            spin->setGroupSeparatorShown(false);
        }
    }
    showing_ = false;
    showFilter();
}

void FilterPanel::showFilter() {
    const PairingFilter& filter = session_->filter();
    showing_ = true;
    for (const Row& row : rows_) {
        const MetricRange range = filter.ranges.value(row.metric->id);
        row.low->setValue(std::isfinite(range.min) ? range.min : row.low->minimum());
        row.high->setValue(std::isfinite(range.max) ? range.max : row.high->maximum());
        row.slider->setShares(std::isfinite(range.min) ? row.shareOf(range.min) : 0,
                              std::isfinite(range.max) ? row.shareOf(range.max) : 1);
    }
    run_->setCurrentIndex(std::max(0, run_->findData(QVariant::fromValue<qlonglong>(filter.run()))));
    frontOnly_->setChecked(filter.frontOnly);
    pinnedOnly_->setChecked(filter.pinnedOnly);
    feasibleOnly_->setChecked(filter.feasibleOnly);
    clear_->setEnabled(filter.active());
    showing_ = false;
}

void FilterPanel::applyTheme(const Theme& theme) {
    setFont(theme.font(theme.small));
    for (const Row& row : rows_) {
        row.title->setFont(theme.font(theme.small));
        row.to->setFont(theme.font(theme.small));
        row.low->setFont(theme.numberFont(theme.small));
        row.high->setFont(theme.numberFont(theme.small));
        row.slider->setTheme(theme);
    }
    for (QWidget* widget :
         {static_cast<QWidget*>(run_), static_cast<QWidget*>(frontOnly_), static_cast<QWidget*>(pinnedOnly_),
          static_cast<QWidget*>(feasibleOnly_), static_cast<QWidget*>(clear_)})
        widget->setFont(theme.font(theme.small));
}

} // namespace pairscape
