#include "app/pages/figures_panel.h"

#include <QLocale>

namespace saikobi::pages {

namespace {

constexpr int mostColumns = 3; ///< that stand beside each other here

QString cellOf(const QString& text, bool isName)
{
    return QStringLiteral("<td align='%1'>%2</td>")
            .arg(isName ? QStringLiteral("left") : QStringLiteral("right"), text.toHtmlEscaped());
}

QString rowOf(const QStringList& row)
{
    QString out = QStringLiteral("<tr>");
    for (int cell = 0; cell < row.size(); ++cell)
        out += cellOf(row[cell], cell == 0);
    return row.isEmpty() ? QString() : out + QStringLiteral("</tr>");
}

/// Its name on a line of its own, and below it each other cell with the name of its column.
QString blockOf(const QStringList& row, const QStringList& columns)
{
    auto out = QStringLiteral("<tr><td colspan='2'><b>%1</b></td></tr>")
                       .arg(row.value(0).toHtmlEscaped());
    for (int cell = 1; cell < row.size(); ++cell)
        out += QStringLiteral("<tr>%1%2</tr>")
                       .arg(cellOf(columns.value(cell), true), cellOf(row[cell], false));
    return out;
}

QString tableOf(const ReportTable& table)
{
    QString out = QStringLiteral("<table width='100%'>");
    const auto columns = table.rows.empty() ? QStringList() : table.rows.front();
    if (columns.size() > mostColumns)
        for (std::size_t row = 1; row < table.rows.size(); ++row)
            out += blockOf(table.rows[row], columns);
    else
        for (const auto& row : table.rows)
            out += rowOf(row);
    return out + QStringLiteral("</table>");
}

} // namespace

FiguresPanel::FiguresPanel(QWidget* parent)
    : QTextBrowser(parent)
{
    setObjectName(QStringLiteral("reviewFigures"));
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setOpenLinks(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // its words wrap
}

void FiguresPanel::present(const review::Recording& recording, const status::Formatter& formatter)
{
    const bool isJapanese = QLocale().language() == QLocale::Japanese;
    QString page;
    for (const auto& table : ReportWords(recording, formatter, isJapanese).tables())
        page += QStringLiteral("<p><b>%1</b></p>%2<p>%3</p>")
                        .arg(table.heading.toHtmlEscaped(), tableOf(table),
                                table.note.toHtmlEscaped());
    setHtml(page);
}

} // namespace saikobi::pages
