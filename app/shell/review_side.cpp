#include "app/shell/review_side.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPixmap>
#include <QPointer>
#include <QStandardPaths>
#include <QThreadPool>

#include "app/pages/review_page.h"
#include "app/shell/csv_export.h"
#include "app/shell/report_run.h"
#include "app/shell/session.h"
#include "app/shell/view_export.h"

namespace saikobi::shell {

using review::RecordingStore;

namespace {

/// Where runs that were read from Postgres are kept as files.
QString recordingsFolder()
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation))
            .filePath(QStringLiteral("recordings"));
}

} // namespace

ReviewSide::ReviewSide(Session& session, ViewExport& files, QWidget* parent)
    : QObject(parent)
    , m_session(session)
    , m_files(files)
    , m_page(new pages::ReviewPage(&session, session.clock().steady, parent))
{
    connect(m_page, &pages::ReviewPage::fileWanted, this, &ReviewSide::open);
    connect(m_page, &pages::ReviewPage::runsWanted, this, &ReviewSide::list);
    connect(m_page, &pages::ReviewPage::runWanted, this,
            [this](const review::RecordedRun& run, bool asSecond) {
                auto& store = asSecond ? m_second : m_store;
                store.setFetcher(m_session.runs(), recordingsFolder());
                store.openRun(run);
            });
    connect(m_page, &pages::ReviewPage::pictureWanted, this,
            [this](const QPixmap& picture) { m_files.save(QStringLiteral("plot"), {}, picture); });
    connect(m_page, &pages::ReviewPage::reportWanted, this, &ReviewSide::makeReport);
    connect(m_page, &pages::ReviewPage::copyWanted, this, &ReviewSide::handOn);
    connect(&m_store, &RecordingStore::opened, m_page, &pages::ReviewPage::open);
    connect(&m_second, &RecordingStore::opened, m_page, &pages::ReviewPage::compareWith);
    connect(&m_store, &RecordingStore::listed, m_page, &pages::ReviewPage::offer);
    for (auto* store : {&m_store, &m_second}) {
        connect(store, &RecordingStore::failed, m_page, &pages::ReviewPage::tell);
        connect(store, &RecordingStore::progressed, m_page, &pages::ReviewPage::tellProgress);
    }
    connect(&session, &Session::replayFailed, m_page, &pages::ReviewPage::tell);
}

void ReviewSide::show(const review::RecordingPtr& recording)
{
    m_page->open(recording);
}

void ReviewSide::open(const QString& path, bool asSecond)
{
    (asSecond ? m_second : m_store).open(QFileInfo(path).absoluteFilePath());
}

void ReviewSide::makeReport(const QString& recording, const QString& language)
{
    QDir().mkpath(csvFolder());
    const auto pdf
            = QDir(csvFolder())
                      .filePath(QStringLiteral("report-%1-%2.pdf")
                                        .arg(QFileInfo(recording).completeBaseName(), language));
    emit said(tr("Writing the report…"));
    ReportRun::inChild(recording, pdf, language, this, [this, pdf](const QString& problem) {
        emit said(problem.isEmpty()
                        ? tr("Saved: %1", "%1: path of a file").arg(pdf)
                        : tr("The report could not be written: %1", "%1: why").arg(problem));
    });
}

/// Copying a long recording takes its time: not on the thread of the screen.
void ReviewSide::handOn(const review::PinBook& pins)
{
    QDir().mkpath(csvFolder());
    const auto name = QFileInfo(QString::fromStdString(m_page->recording()->meta.path));
    const auto path
            = QDir(csvFolder())
                      .filePath(
                              QStringLiteral("%1-with-pins.saikobi").arg(name.completeBaseName()));
    emit said(tr("Copying the recording…"));
    QPointer<ReviewSide> asker(this);
    QThreadPool::globalInstance()->start([asker, pins, path] {
        const auto done = pins.handOn(path);
        const auto why = done ? QString() : QString::fromStdString(done.error().detail);
        QMetaObject::invokeMethod(
                qApp,
                [asker, path, why] {
                    if (asker)
                        emit asker->said(why.isEmpty()
                                        ? tr("Saved: %1", "%1: path of a file").arg(path)
                                        : tr("The copy could not be made: %1", "%1: why").arg(why));
                },
                Qt::QueuedConnection);
    });
}

/// Not while one is being opened: a later wish would drop it.
void ReviewSide::list()
{
    if (m_store.isBusy())
        return;
    m_store.setFetcher(m_session.runs(), recordingsFolder());
    m_store.listRuns();
}

} // namespace saikobi::shell
