// SPDX-FileCopyrightText: 2026 The Pairscape authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/render_twin.h"

#include "core/base/resources.h"
#include "ui/models/session.h"
#include "ui/render/picture_views.h"
#include "ui/training/data_set_page.h"
#include "ui/training/source_page.h"
#include "ui/training/training_form.h"
#include "ui/training/training_page.h"

#include <QApplication>
#include <QBuffer>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

#include <functional>
#include <memory>
#include <vector>

namespace pairscape {

namespace {

constexpr int longestSide = 16384;
constexpr qint64 patienceMilliseconds = 30'000;

/// A study that is only read, and looks in a picture as it does when it is worked with.
class StudyForPicture : public Study {
  public:
    explicit StudyForPicture(std::shared_ptr<Study> study) : study_(std::move(study)) {
        StudySnapshot shown = *study_->snapshot();
        shown.readOnly = false;
        snapshot_ = std::make_shared<const StudySnapshot>(std::move(shown));
    }

    std::shared_ptr<const StudySnapshot> snapshot() const override { return snapshot_; }
    Result<PairingDetail> detail(PairingId id) const override { return study_->detail(id); }
    Status pin(PairingId, const std::string&) override { return refusal(); }
    Status unpin(PairingId) override { return refusal(); }
    Status setAccuracy(PairingId, const MeasuredAccuracy&) override { return refusal(); }
    void setListener(std::function<void()>) override {} // a picture shows one moment
    Status verify(int samples, ProgressSink* sink, std::stop_token stop) const override {
        return study_->verify(samples, sink, stop);
    }

  private:
    static Error refusal() { return {ErrorCode::InvalidInput, "A picture changes nothing in its study."}; }

    std::shared_ptr<Study> study_;
    std::shared_ptr<const StudySnapshot> snapshot_;
};

Error unknownView(const QString& name) {
    std::vector<std::string> names;
    for (const PictureView& view : pictureViews())
        names.emplace_back(view.name);
    return {ErrorCode::InvalidInput,
            "There is no view '" + name.toStdString() + "'; choose " + joinChoices(names) + "."};
}

/// Lets what was asked for arrive; false when it does not.
bool waitFor(const std::function<bool()>& condition) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > patienceMilliseconds)
            return false;
        QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 20);
    }
    return true;
}

Status choosePairing(Session& session, PairingId wanted) {
    const auto snapshot = session.snapshot();
    PairingId id = wanted;
    if (id == 0 && !snapshot->front.empty())
        id = snapshot->pairings[snapshot->front[snapshot->front.size() / 2]].id;
    if (id == 0)
        return {}; // an empty study is drawn as it is
    if (!snapshot->find(id))
        return Error{ErrorCode::NotFound, "There is no design " + std::to_string(id) + " in " +
                                              snapshot->path + "; it has designs 1 to " +
                                              std::to_string(snapshot->pairings.size()) + "."};
    QString failure;
    const auto link =
        QObject::connect(&session, &Session::message, &session, [&](MessageKind kind, const QString& text) {
            if (kind == MessageKind::Failure)
                failure = text;
        });
    session.select(id);
    const bool arrived = waitFor([&] { return session.selectedDetail() != nullptr || !failure.isEmpty(); });
    QObject::disconnect(link);
    if (!failure.isEmpty())
        return Error{ErrorCode::Io, failure.toStdString()};
    if (!arrived)
        return Error{ErrorCode::Io, "Design " + std::to_string(id) + " of " + snapshot->path +
                                        " could not be read in time; try again when the disk is less busy."};
    return {};
}

} // namespace

QStringList renderViews() {
    QStringList names;
    for (const PictureView& view : pictureViews())
        names << QString::fromLatin1(view.name);
    return names;
}

QString renderViewsText() {
    QString text;
    for (const PictureView& view : pictureViews())
        text += QStringLiteral("  %1%2\n").arg(QLatin1String(view.name), -17).arg(QLatin1String(view.shows));
    return text;
}

Result<QSize> parsePictureSize(const QString& text) {
    static const QRegularExpression form(QStringLiteral("^(\\d{1,5})x(\\d{1,5})$"));
    const auto match = form.match(text);
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    if (!match.hasMatch() || size.isEmpty() || size.width() > longestSide || size.height() > longestSide)
        return Error{ErrorCode::InvalidInput,
                     "'" + text.toStdString() +
                         "' is not a size; write width and height in pixels as in 1280x800, each from 1 to " +
                         std::to_string(longestSide) + "."};
    return size;
}

Result<QImage> renderView(const RenderRequest& request) {
    if (!findPictureView(request.view))
        return unknownView(request.view);
    Session session;
    if (!request.study.isEmpty()) {
        auto study = Study::open(request.study.toStdString(), OpenMode::ReadOnly);
        if (!study)
            return study.error();
        session.setStudy(std::make_shared<StudyForPicture>(*std::move(study)));
    }
    return renderView(session, request);
}

Result<QImage> renderView(Session& session, const RenderRequest& request) {
    const PictureView* view = findPictureView(request.view);
    if (!view)
        return unknownView(request.view);
    if (view->study == PictureView::Study::None && session.hasStudy()) {
        Session empty; // the page is what is seen before there is a study
        return renderView(empty, request);
    }
    if (view->study == PictureView::Study::Shown && !session.hasStudy())
        return Error{ErrorCode::InvalidInput,
                     "The view '" + request.view.toStdString() + "' shows a study; name one with --study."};
    if (session.hasStudy())
        if (const Status chosen = choosePairing(session, request.pairing); !chosen)
            return chosen.error();

    QApplication::setCursorFlashTime(0);
    const std::unique_ptr<QWidget> widget = view->make(session);
    applyTheme(*qApp, Theme::make(request.theme));
    widget->setFixedSize(request.size); // also where that is less than it asks for
    widget->move(100, 100);             // away from the pointer: nothing is pointed at
    widget->show();
    settleWidgets();
    if (QWidget* focus = QApplication::focusWidget())
        focus->clearFocus();
    if (auto* page = qobject_cast<SourcePage*>(widget.get())) {
        page->open(qobject_cast<DataSetPage*>(page) ? request.dataSet : request.rankStudy);
        page->finish();
    } else if (auto* training = qobject_cast<TrainingPage*>(widget.get())) {
        training->form()->setDataSet(request.dataSet);
        if (request.checkpoint.isEmpty()) // without the place where this happens to run
            training->form()->setCheckpoint(QFileInfo(training->form()->checkpoint()).fileName());
        else
            training->setCheckpoint(request.checkpoint);
        training->finish();
    }
    if (view->finish)
        view->finish(*widget);
    settleWidgets();
    QImage image(request.size, QImage::Format_RGB32);
    image.fill(Theme::make(request.theme).surface);
    widget->render(&image);
    return image;
}

Status writePicture(const QImage& image, const QString& path) {
    if (const Status other = checkNotAStudy(path.toStdString()); !other)
        return other;
    // In memory first: a full disk is then our sentence alone, and not one of the PNG library's as well.
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG", 0)) // 0: as small as it gets
        return Error{ErrorCode::Internal, "The picture cannot be turned into a PNG; please report it."};
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error{ErrorCode::Io, "The picture cannot be written to " + path.toStdString() + ": " +
                                        file.errorString().toStdString() + "."};
    return {};
}

} // namespace pairscape
