#pragma once

#include <QTranslator>

namespace saikobi::tests {

/// Puts every text into quotes, so that one that was not translated again is found.
class Quotes : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override
    {
        return QStringLiteral("«") + QString::fromUtf8(source) + QStringLiteral("»");
    }
};

} // namespace saikobi::tests
