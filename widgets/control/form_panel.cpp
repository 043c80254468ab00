#include "widgets/control/form_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace saikobi::controls {

void FormPanel::beginRow()
{
    m_row = new QHBoxLayout;
    m_row->setSpacing(6);
    body()->addLayout(m_row);
}

FormPanel::Number FormPanel::addNumber(const char* name, Range range)
{
    Number out{new QLabel(this), new QSpinBox(this)};
    out.field->setObjectName(QLatin1String(name));
    out.field->setRange(range.least, range.most);
    out.field->setValue(range.value);
    out.name->setBuddy(out.field);
    m_row->addWidget(out.name);
    m_row->addWidget(out.field, 1);
    return out;
}

FormPanel::Text FormPanel::addText(const char* name, int longest)
{
    Text out{new QLabel(this), new QLineEdit(this)};
    out.field->setObjectName(QLatin1String(name));
    out.field->setMaxLength(longest);
    out.name->setBuddy(out.field);
    m_row->addWidget(out.name);
    m_row->addWidget(out.field, 1);
    return out;
}

QPushButton* FormPanel::addButton(const char* name)
{
    auto* button = new QPushButton(this);
    button->setObjectName(QLatin1String(name));
    m_row->addWidget(button, 1);
    return button;
}

void FormPanel::endRows()
{
    body()->addStretch(1);
}

void FormPanel::say(const Number& number, const QString& caption, const QString& suffix)
{
    number.name->setText(caption);
    number.field->setAccessibleName(caption);
    number.field->setSuffix(suffix);
}

void FormPanel::say(const Text& text, const QString& caption, const QString& example)
{
    text.name->setText(caption);
    text.field->setAccessibleName(caption);
    text.field->setPlaceholderText(example);
}

} // namespace saikobi::controls
