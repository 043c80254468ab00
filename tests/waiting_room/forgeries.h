#pragma once

#include <QStringList>

#include <functional>
#include <vector>

namespace saikobi::tests {

/// A record with one lie in it, and what the verifier must say.
struct Forged {
    const char* name;
    const char* file;
    /// Makes lines false; answers which one must be named first (from 1).
    std::function<int(QStringList& lines)> forge;
    const char* expected; ///< how the sentence about the line begins
};

/// Each field of each kind of line, changed as it stands and with all hashes made to fit.
const std::vector<Forged>& forgeries();

/// Index of the first line with that text, or -1.
int lineWith(const QStringList& lines, const QString& text);

} // namespace saikobi::tests
