#pragma once

#include <QCoreApplication>
#include <QString>

#include <array>
#include <string>

namespace saikobi::controls {

/// A text for the waiting people. Both languages always go out together, whatever language the
/// screens have, so these are data and not translations.
struct MessageTemplate {
    const char* id;
    const char* ja;
    const char* en;
};

class MessageTemplates {
    Q_DECLARE_TR_FUNCTIONS(saikobi::controls::MessageTemplates)

public:
    /// Their ids are contract::messageTemplates, which cards of the runbook name.
    static const std::array<MessageTemplate, 5>& all();
    static QString name(const MessageTemplate& one);
    /// Whose text stands in this one, perhaps with something added, in both languages; empty: none.
    static std::string of(const QString& ja, const QString& en);
};

} // namespace saikobi::controls
