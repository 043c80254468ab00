#pragma once

#include <QObject>

#include "app/review/pin_book.h"
#include "app/review/recording_store.h"

class QPixmap;
class QWidget;

namespace saikobi::pages {
class ReviewPage;
}

namespace saikobi::shell {

class Session;
class ViewExport;

/// Joins the screen Review to what stands behind it: recordings from files and from the Postgres of
/// the profile that is open, replay on all other screens, reports.
class ReviewSide : public QObject {
    Q_OBJECT

public:
    ReviewSide(Session& session, ViewExport& files, QWidget* parent);

    pages::ReviewPage& page() { return *m_page; }
    /// One that was opened elsewhere.
    void show(const review::RecordingPtr& recording);

signals:
    void said(const QString& sentence);

private:
    void open(const QString& path, bool asSecond);
    void list();
    void handOn(const review::PinBook& pins);
    void makeReport(const QString& recording, const QString& language);

    Session& m_session;
    ViewExport& m_files;
    review::RecordingStore m_store{};
    review::RecordingStore m_second{}; ///< the one that is compared
    pages::ReviewPage* m_page;
};

} // namespace saikobi::shell
