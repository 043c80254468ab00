#pragma once

#include <QRegularExpression>
#include <QTest>

namespace saikobi::tests {

/// Every warning fails, but for the one with which the offscreen platform answers each window.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support).*")));
}

} // namespace saikobi::tests
