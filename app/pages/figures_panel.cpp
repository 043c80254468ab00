#include "app/pages/figures_panel.h"

#include <QLocale>

namespace saikobi::pages {

FiguresPanel::FiguresPanel(QWidget* parent)
    : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("reviewFigures"));
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setOpenLinks(false);
}

void FiguresPanel::present(const review::Recording& recording, const status::Formatter& formatter)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    QString page;
    for (const auto& table : ReportWords(recording, formatter, isJapanese).tables()) {
        page += QStringLiteral("<p><b>%1</b></p><table width='100%'>")
                        .arg(table.heading.toHtmlEscaped());
        for (const auto& row : table.rows) {
            page += QStringLiteral("<tr>");
            for (int cell = 0; cell < row.size(); ++cell)
                page += QStringLiteral("<td align='%1'>%2</td>")
                                .arg(cell == 0 ? QStringLiteral("left") : QStringLiteral("right"),
                                        row[cell].toHtmlEscaped());
            page += QStringLiteral("</tr>");
        }
        page += QStringLiteral("</table><p>%1</p>").arg(table.note.toHtmlEscaped());
    }
    setHtml(page);
}

} // namespace saikobi::pages
