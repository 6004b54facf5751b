// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/training_form.h"

#include "core/base/number_text.h"
#include "core/base/resources.h"

#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace pairscape {

TrainingForm::TrainingForm(QWidget* parent)
    : QWidget(parent), dataSet_(new QLineEdit), checkpoint_(new QLineEdit), rate_(new QLineEdit),
      dataSetTitle_(new QLabel(tr("&Data set"))), checkpointTitle_(new QLabel(tr("&Checkpoint"))),
      chooseFolder_(new QPushButton(tr("Choose\u2026"))),
      chooseCheckpoint_(new QPushButton(tr("Choose\u2026"))), coarse_(new QCheckBox(tr("Coarse labels"))),
      budgetPart_(new QWidget), grid_(new QGridLayout(budgetPart_)) {
    dataSet_->setObjectName(QStringLiteral("dataSet"));
    dataSet_->setPlaceholderText(
        tr("A folder with images: CIFAR-10, CIFAR-100, Tiny-ImageNet, class folders"));
    dataSet_->setAccessibleName(tr("Folder of the data set"));
    checkpoint_->setObjectName(QStringLiteral("checkpoint"));
    checkpoint_->setAccessibleName(tr("File that keeps the training"));
    checkpoint_->setToolTip(tr("Keeps the training as it goes; one that is there already is gone on with"));
    coarse_->setObjectName(QStringLiteral("coarse"));
    coarse_->setToolTip(tr("CIFAR-100's 20 superclasses instead of its 100 classes"));
    dataSetTitle_->setBuddy(dataSet_);
    checkpointTitle_->setBuddy(checkpoint_);
    chooseFolder_->setAccessibleName(tr("Choose the folder of the data set"));
    chooseCheckpoint_->setAccessibleName(tr("Choose where the training is kept"));

    constexpr int most = 1'000'000;
    const QString all = tr("all");
    classes_ = addNumber(QStringLiteral("classes"), tr("Classes"), 0, most, all,
                         tr("The first so many classes of the data set"));
    perClass_ = addNumber(QStringLiteral("imagesPerClass"), tr("Images a class"), 0, most, all,
                          tr("Training images that are drawn from each class"));
    testPerClass_ = addNumber(QStringLiteral("testPerClass"), tr("Test images a class"), 0, most, all,
                              tr("Test images that are drawn from each class"));
    imageSize_ = addNumber(QStringLiteral("imageSize"), tr("Image size"), 0, 1024, tr("as it is"),
                           tr("Pixels to which images are scaled"));
    epochs_ =
        addNumber(QStringLiteral("epochs"), tr("Epochs"), 1, most, {}, tr("How often every image is seen"));
    batch_ = addNumber(QStringLiteral("batch"), tr("Batch"), 2, 65536, {}, tr("Images in a step"));
    rate_->setObjectName(QStringLiteral("learningRate"));
    rate_->setToolTip(tr("At its highest; it rises over the first epoch and then falls as a cosine"));
    addField(tr("Learning rate"), rate_);
    grid_->setContentsMargins(0, 0, 0, 0);

    auto* files = new QGridLayout;
    files->addWidget(dataSetTitle_, 0, 0);
    files->addWidget(dataSet_, 0, 1);
    files->addWidget(chooseFolder_, 0, 2);
    files->addWidget(coarse_, 0, 3);
    files->addWidget(checkpointTitle_, 1, 0);
    files->addWidget(checkpoint_, 1, 1);
    files->addWidget(chooseCheckpoint_, 1, 2);
    files->setColumnStretch(1, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(files);
    column->addWidget(budgetPart_);
    setFocusProxy(dataSet_);

    connect(dataSet_, &QLineEdit::textChanged, this, &TrainingForm::changed);
    connect(rate_, &QLineEdit::textChanged, this, &TrainingForm::changed);
    connect(coarse_, &QCheckBox::toggled, this, &TrainingForm::changed);
    for (QLineEdit* field : {dataSet_, rate_})
        connect(field, &QLineEdit::returnPressed, this, &TrainingForm::submitted);
    connect(checkpoint_, &QLineEdit::textChanged, this, &TrainingForm::changed);
    connect(checkpoint_, &QLineEdit::editingFinished, this, [this] {
        if (told_ != checkpoint()) { // leaving the field without a change is none
            told_ = checkpoint();
            emit checkpointChosen();
        }
    });
    connect(chooseFolder_, &QPushButton::clicked, this, &TrainingForm::chooseFolder);
    connect(chooseCheckpoint_, &QPushButton::clicked, this, &TrainingForm::chooseCheckpoint);
    setBudget({});
    pairscape::TrainingForm::applyTheme(Theme::make(ThemeMode::Light));
}

QSpinBox* TrainingForm::addNumber(const QString& name, const QString& title, int least, int most,
                                  const QString& zero, const QString& tip) {
    auto* box = new QSpinBox;
    box->setObjectName(name);
    box->setRange(least, most);
    box->setSpecialValueText(zero);
    box->setToolTip(tip);
    connect(box, &QSpinBox::valueChanged, this, &TrainingForm::changed);
    addField(title, box);
    return box;
}

void TrainingForm::addField(const QString& title, QWidget* field) {
    auto* name = new QLabel(title);
    name->setBuddy(field);
    field->setAccessibleName(title);
    field->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    field->setMinimumWidth(40);
    fields_.push_back({name, field});
}

/// Names stand above their fields, so many side by side.
void TrainingForm::arrange(int columns) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int row = static_cast<int>(i) / columns * 2;
        const int column = static_cast<int>(i) % columns;
        grid_->addWidget(fields_[i].title, row, column);
        grid_->addWidget(fields_[i].field, row + 1, column);
    }
    for (int column = 0; column < static_cast<int>(fields_.size()); ++column)
        grid_->setColumnStretch(column, column < columns ? 1 : 0);
}

QString TrainingForm::dataSet() const {
    return dataSet_->text().trimmed();
}

void TrainingForm::setDataSet(const QString& folder) {
    dataSet_->setText(folder);
    dataSet_->setCursorPosition(0);
}

bool TrainingForm::coarse() const {
    return coarse_->isChecked();
}

void TrainingForm::setCoarse(bool coarse) {
    coarse_->setChecked(coarse);
}

QString TrainingForm::checkpoint() const {
    return checkpoint_->text().trimmed();
}

void TrainingForm::setCheckpoint(const QString& file) {
    checkpoint_->setText(file);
    told_ = checkpoint();
}

TrainingBudget TrainingForm::budget() const {
    TrainingBudget budget = rest_;
    budget.classes = classes_->value();
    budget.imagesPerClass = perClass_->value();
    budget.testPerClass = testPerClass_->value();
    budget.imageSize = imageSize_->value();
    budget.epochs = epochs_->value();
    budget.batch = batch_->value();
    bool number = false;
    const double rate = rate_->text().trimmed().toDouble(&number); // in C's form, whatever the locale
    budget.learningRate = number ? rate : 0;
    return budget;
}

void TrainingForm::setBudget(const TrainingBudget& budget) {
    const QSignalBlocker quiet(this);
    rest_ = budget;
    classes_->setValue(budget.classes);
    perClass_->setValue(budget.imagesPerClass);
    testPerClass_->setValue(budget.testPerClass);
    imageSize_->setValue(budget.imageSize);
    epochs_->setValue(budget.epochs);
    batch_->setValue(budget.batch);
    rate_->setText(QString::fromStdString(exactText(budget.learningRate)));
}

void TrainingForm::setBudgetShown(bool shown) {
    if (budgetPart_->isHidden() != shown)
        return;
    budgetPart_->setVisible(shown);
    layout()->invalidate(); // a hidden form hears nothing of it
    updateGeometry();
}

QString TrainingForm::complaint() const {
    if (dataSet().isEmpty())
        return tr("Choose the folder of a data set to train on.");
    if (checkpoint().isEmpty())
        return tr("Name the file that shall keep the training.");
    if (const Status other = checkNotAStudy(checkpoint().toStdString()); !other)
        return QString::fromStdString(other.error().message);
    const Status sound = checkBudget(budget());
    return sound ? QString() : QString::fromStdString(sound.error().message);
}

QFileDialog* TrainingForm::dialog(const QString& title, const QString& at) {
    auto* dialog = new QFileDialog(this, title, at);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    return dialog;
}

void TrainingForm::chooseFolder() {
    QFileDialog* folders = dialog(tr("Folder of a data set"), dataSet());
    folders->setFileMode(QFileDialog::Directory);
    folders->setOption(QFileDialog::ShowDirsOnly);
    connect(folders, &QFileDialog::fileSelected, dataSet_, &QLineEdit::setText);
    folders->open();
}

void TrainingForm::chooseCheckpoint() {
    QFileDialog* files = dialog(tr("Where the training is kept"), QFileInfo(checkpoint()).absolutePath());
    files->setNameFilter(tr("Checkpoints (*.checkpoint);;All files (*)"));
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setDefaultSuffix(QStringLiteral("checkpoint"));
    files->setOption(QFileDialog::DontConfirmOverwrite); // one that is there is gone on with
    connect(files, &QFileDialog::fileSelected, this, [this](const QString& file) {
        setCheckpoint(file);
        emit checkpointChosen();
    });
    files->open();
}

void TrainingForm::applyTheme(const Theme& theme) {
    for (QWidget* widget : findChildren<QWidget*>())
        widget->setFont(theme.font(theme.small));
    QPalette muted = theme.palette();
    muted.setColor(QPalette::WindowText, theme.mutedText);
    for (const Field& field : fields_)
        field.title->setPalette(muted);
    arrange(theme.mode == ThemeMode::Talk ? 4 : static_cast<int>(fields_.size()));
}

} // namespace pairscape
