#pragma once

#include <QCoreApplication>
#include <QString>

#include "app/model/connection_views.h"
#include "widgets/status/formatter.h"

namespace saikobi::pages {

/// The way to the stores in words: what each step is, how it went, and what a failure means and
/// asks for.
class ConnectionWords {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::ConnectionWords)

public:
    static QString of(model::Hop hop);
    static QString of(model::StorePath path);
    static QString of(model::SecretPlace place);
    /// A few words for a cell.
    static QString outcome(const model::HopResult& result);
    /// What failed first, what it means, what to do; one sentence or two.
    static QString failure(
            const model::ConnectionReport& report, model::StorePath path, model::Hop hop);
    /// What is to be said of all that: a question, what is wrong with the chosen profile, what the
    /// test found. `testKeys` begin a test.
    static QString verdict(const model::ConnectionPicture& picture, const std::string& chosen,
            const status::Formatter& formatter, const QString& testKeys);

private:
    static QString note(model::HopCause cause);
    static QString meaning(model::HopCause cause);
};

} // namespace saikobi::pages
