#pragma once

#include <QTextBrowser>

#include "app/pages/report_words.h"

namespace saikobi::pages {

/// The figures of the report beside the plots, to be read and copied.
class FiguresPanel : public QTextBrowser {
    Q_OBJECT

public:
    explicit FiguresPanel(QWidget* parent = nullptr);

    void present(const review::Recording& recording, const status::Formatter& formatter);
};

} // namespace saikobi::pages
