#include "widgets/control/message_preview.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/status/palette.h"
#include "widgets/status/type_scale.h"

namespace saikobi::controls {

MessagePreview::MessagePreview(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel(this))
    , m_ja(new QLabel(this))
    , m_en(new QLabel(this))
{
    setObjectName(QStringLiteral("messagePreview"));
    m_ja->setObjectName(QStringLiteral("previewJa"));
    m_en->setObjectName(QStringLiteral("previewEn"));
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    for (auto* each : {m_ja, m_en}) {
        each->setWordWrap(true);
        each->setTextFormat(Qt::PlainText);
        each->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        each->setFont(status::scaled(font(), status::TypeSize::Small));
        row->addWidget(each, 1);
    }
    m_heading->setFont(status::scaled(font(), status::TypeSize::Small));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 4, 10, 4);
    column->setSpacing(2);
    column->addWidget(m_heading);
    column->addLayout(row, 1);
    retranslate();
}

/// The words around the time are those of the waiting page, whatever language the screens have.
void MessagePreview::present(const MessageDraft& draft, const status::Formatter& formatter)
{
    auto ja = draft.ja;
    auto en = draft.en;
    if (draft.resumeIn) {
        const auto at = formatter.clockMinutes(std::chrono::system_clock::now() + *draft.resumeIn);
        ja += QStringLiteral("\n再開予定 ") + at;
        en += QStringLiteral("\nExpected to resume at ") + at;
    }
    m_ja->setText(ja);
    m_en->setText(en);
}

void MessagePreview::retranslate()
{
    m_heading->setText(tr("As the waiting page shows it", "heading of a preview"));
    setAccessibleName(m_heading->text());
}

void MessagePreview::paintEvent(QPaintEvent*)
{
    const auto& colours = status::paletteOf(*this);
    QPainter painter(this);
    painter.setPen(QPen(status::tint(colours.outline, colours.ground, 0.6), 1, Qt::DashLine));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void MessagePreview::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

} // namespace saikobi::controls
