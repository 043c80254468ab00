#pragma once

#include <QObject>
#include <QSettings>
#include <QThreadPool>

#include <memory>

#include "app/review/recording_store.h"
#include "app/shell/appearance.h"
#include "app/shell/layout_memory.h"
#include "app/shell/main_window.h"
#include "app/shell/options.h"
#include "app/shell/rehearsal_process.h"
#include "app/shell/screenshot_run.h"
#include "app/shell/session.h"
#include "app/shell/single_start.h"
#include "app/shell/stall_watch.h"

namespace saikobi::shell {

/// The whole program: appearance, session, window, and what the command line asks of them.
class Program : public QObject {
    Q_OBJECT

public:
    explicit Program(const Options& options);

    /// Opens what was asked for; answers what is wrong with it, or nothing.
    QString start();
    /// Another start of the same was there before: that one is in front now, and this one ends.
    bool isSecond();

private:
    QString openProfile(const QString& nameOrPath);
    void openLastProfile();
    void openRehearsal();
    void openRecording();
    void showWhyDemo();
    void restoreKeys();
    void restoreLayout();
    void callToAlarms();
    void takePictures();
    void leave(const QString& problem);
    void keep(const QString& key, const QVariant& value);

    Options m_options;
    std::unique_ptr<SingleStart> m_single{};
    QString m_whyDemo{}; ///< why the last profile was not opened; empty if nothing is wrong
    QSettings m_settings{};
    Appearance m_appearance;
    std::unique_ptr<RehearsalProcess> m_rehearsal{}; ///< outlives those who watch it
    Session m_session;
    review::RecordingStore m_recordings{};
    MainWindow m_window;
    StallWatch m_stalls{nullptr};
    std::unique_ptr<LayoutMemory> m_layout{}; ///< none while pictures are taken
    std::unique_ptr<ScreenshotRun> m_pictures{};
    QThreadPool m_writing{}; ///< of what somebody chose; its end waits for what is being written
};

/// A path as it is, a name as a file of the profiles folder.
QString profilePath(const QString& nameOrPath);
/// Why a recording cannot be shown, for a terminal.
QString terminalWords(const review::RecordingProblem& problem);

} // namespace saikobi::shell
