#pragma once

#include <QObject>
#include <QString>

#include "app/review/recording_store.h"
#include "app/shell/appearance.h"

namespace saikobi::shell {

/// Writes the report of a recording and ends: `saikobi --recording FILE --report PDF`. The window
/// starts it as a program of its own with QT_HASH_SEED=0, since only then is the order of
/// everything in the file, and so each of its bytes, the same every time.
class ReportRun : public QObject {
    Q_OBJECT

public:
    ReportRun(QString recording, QString pdf, const QString& language);

    void start();

    /// In the background; `answer` gets an empty string, or why there is no report.
    static void inChild(const QString& recording, const QString& pdf, const QString& language,
            QObject* context, std::function<void(const QString& problem)> answer);

signals:
    void finished(const QString& problem);

private:
    void write(const review::RecordingPtr& recording);

    QString m_recording;
    QString m_pdf;
    bool m_isJapanese;
    Appearance m_appearance{};
    review::RecordingStore m_store{};
};

} // namespace saikobi::shell
