#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <vector>

#include "app/review/recording.h"
#include "app/review/run_fetch_port.h"

namespace saikobi::review {

/// Opens recordings off the calling thread. One at a time: a later wish drops an earlier one, whose
/// answer then never comes. What was counted once is kept beside the file (FILE.series), so that
/// the next opening is quick.
class RecordingStore : public QObject {
    Q_OBJECT

public:
    explicit RecordingStore(QObject* parent = nullptr);
    ~RecordingStore() override;

    void open(const QString& path);
    /// A run in Postgres: its file if it is there and still right, else fetched first.
    void openRun(const RecordedRun& run);
    void listRuns();
    void cancel();
    bool isBusy() const;

    /// Without one only files are opened. The folder is where fetched runs are kept.
    void setFetcher(std::shared_ptr<RunFetcher> fetcher, const QString& folder);

signals:
    void opened(const saikobi::review::RecordingPtr& recording);
    void failed(const saikobi::review::RecordingProblem& problem);
    void progressed(int percent);
    void listed(const std::vector<saikobi::review::RecordedRun>& runs);

private:
    class Work;
    std::shared_ptr<Work> m_work;
    std::shared_ptr<RunFetcher> m_fetcher{};
    QString m_folder{};
};

} // namespace saikobi::review
