#include "app/shell/report_run.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>

#include "app/pages/report_paper.h"
#include "app/shell/program.h"

namespace saikobi::shell {

ReportRun::ReportRun(QString recording, QString pdf, const QString& language)
    : m_recording(std::move(recording))
    , m_pdf(std::move(pdf))
    , m_isJapanese(language == QLatin1String("ja"))
{
    m_appearance.setLanguage(language);
    connect(&m_store, &review::RecordingStore::opened, this, &ReportRun::write);
    connect(&m_store, &review::RecordingStore::failed, this,
            [this](const review::RecordingProblem& problem) {
                emit finished(terminalWords(problem));
            });
}

void ReportRun::start()
{
    m_store.open(QFileInfo(m_recording).absoluteFilePath());
}

void ReportRun::write(const review::RecordingPtr& recording)
{
    const int pages = pages::ReportPaper(recording, m_isJapanese).savePdf(m_pdf);
    emit finished(pages > 0 ? QString() : QStringLiteral("%1 could not be written").arg(m_pdf));
}

void ReportRun::inChild(const QString& recording, const QString& pdf, const QString& language,
        QObject* context, std::function<void(const QString& problem)> answer)
{
    auto* child = new QProcess(context);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_HASH_SEED"), QStringLiteral("0"));
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    child->setProcessEnvironment(environment);
    connect(child, &QProcess::errorOccurred, context,
            [child, answer](QProcess::ProcessError error) {
                if (error != QProcess::FailedToStart)
                    return; // its end tells
                answer(child->errorString());
                child->deleteLater();
            });
    connect(child, &QProcess::finished, context, [child, answer](int status) {
        const auto said = QString::fromUtf8(child->readAllStandardError()).trimmed();
        answer(status == 0 ? QString() : said);
        child->deleteLater();
    });
    child->start(QCoreApplication::applicationFilePath(),
            {QStringLiteral("--recording"), recording, QStringLiteral("--report"), pdf,
                    QStringLiteral("--language"), language});
}

} // namespace saikobi::shell
