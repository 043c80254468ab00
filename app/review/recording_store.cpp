#include "app/review/recording_store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QMetaObject>
#include <QPointer>
#include <QThread>

#include <atomic>

#include "app/review/recording_loader.h"

namespace saikobi::review {

/// One wish: the threads that work for it hold it, and find out here that it is not wanted any
/// more.
class RecordingStore::Work {
public:
    bool isWanted() const { return m_isWanted; }
    void drop() { m_isWanted = false; }

private:
    std::atomic<bool> m_isWanted{true};
};

namespace {

QString fileNameOf(const RecordedRun& run)
{
    const QString own = QStringLiteral("%1-%2.saikobi")
                                .arg(QString::fromStdString(run.sale))
                                .arg(run.run.value);
    if (run.installation.empty())
        return own;
    return QStringLiteral("%1-%2").arg(QString::fromStdString(run.installation), own);
}

} // namespace

RecordingStore::RecordingStore(QObject* parent)
    : QObject(parent)
{
    qRegisterMetaType<RecordingPtr>();
    qRegisterMetaType<RecordingProblem>();
}

RecordingStore::~RecordingStore()
{
    cancel();
}

void RecordingStore::setFetcher(std::shared_ptr<RunFetcher> fetcher, const QString& folder)
{
    m_fetcher = std::move(fetcher);
    m_folder = folder;
}

bool RecordingStore::isBusy() const
{
    return m_work != nullptr;
}

void RecordingStore::cancel()
{
    if (m_work)
        m_work->drop();
    m_work.reset();
}

void RecordingStore::open(const QString& path)
{
    cancel();
    m_work = std::make_shared<Work>();
    // The thread outlives this store when it has to: it touches nothing of it but by events, which
    // an object that is gone does not get.
    const QPointer<RecordingStore> self(this);
    auto* thread = QThread::create([self, work = m_work, path] {
        const auto tell = [&](auto then) {
            QMetaObject::invokeMethod(
                    QCoreApplication::instance(),
                    [self, work, then] {
                        if (self && work->isWanted())
                            then(*self);
                    },
                    Qt::QueuedConnection);
        };
        RecordingProblem why;
        const auto goesOn = [&](int percent) {
            tell([percent](RecordingStore& store) { emit store.progressed(percent); });
            return work->isWanted();
        };
        const auto recording = loadRecording(path, goesOn, why);
        tell([recording, why](RecordingStore& store) {
            store.m_work.reset();
            if (recording)
                emit store.opened(recording);
            else
                emit store.failed(why);
        });
    });
    connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

void RecordingStore::openRun(const RecordedRun& run)
{
    cancel();
    const auto path = run.path.empty() ? QDir(m_folder).filePath(fileNameOf(run))
                                       : QString::fromStdString(run.path);
    const auto problem = [&](const std::string& detail) {
        emit failed({RecordingProblem::Kind::NotFetched, path.toStdString(), detail});
    };
    if (!run.path.empty())
        return open(path);
    if (!m_fetcher)
        return problem("no store is open");
    if (!QDir().mkpath(m_folder))
        return problem("there is no folder for it");
    m_work = std::make_shared<Work>();
    // A sale that goes on has grown since; what was fetched is only ever replaced as a whole.
    const QString fresh = path + QStringLiteral(".new");
    QFile::remove(fresh);
    const QPointer<RecordingStore> self(this);
    m_fetcher->fetch(run, fresh.toStdString(),
            [self, work = m_work, path, fresh](const contract::Outcome& done) {
                QMetaObject::invokeMethod(
                        QCoreApplication::instance(),
                        [self, work, path, fresh, done] {
                            if (!self || !work->isWanted())
                                return;
                            const auto isFree = [&path] {
                                return !QFile::exists(path) || QFile::remove(path);
                            };
                            if (done && isFree() && QFile::rename(fresh, path))
                                return self->open(path);
                            self->m_work.reset();
                            emit self->failed(
                                    {RecordingProblem::Kind::NotFetched, path.toStdString(),
                                            done ? "it cannot be written" : done.error().detail});
                        },
                        Qt::QueuedConnection);
            });
}

void RecordingStore::listRuns()
{
    if (!m_fetcher) {
        emit listed({});
        return;
    }
    const QPointer<RecordingStore> self(this);
    m_fetcher->list([self](const contract::Result<RunFetcher::Runs>& runs) {
        const auto found = runs ? runs.value() : RunFetcher::Runs{};
        QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [self, found] {
                    if (self)
                        emit self->listed(found);
                },
                Qt::QueuedConnection);
    });
}

} // namespace saikobi::review
