#pragma once

#include <QString>

#include <string>
#include <vector>

#include "backend/contract/walk.h"

namespace saikobi::runbook {

/// A line of a card as it stands now, in words.
struct ShownStep {
    std::string id{};
    QString text{}; ///< with whom to call, which form, how long
    QString figure{}; ///< live, beside the step that watches it; empty: it watches none
    QString note{}; ///< who and when, reason, what comes next
    contract::MarkState state = contract::MarkState::Open;
    bool isSettled = false;
    bool isGreyed = false; ///< the decision went the other way
    bool isDue = false; ///< was put off, and its time has come
    bool isAlone = false; ///< only this console knows of it yet
    QString standing{}; ///< the state, for assistive technology
};

struct ShownCard {
    std::string id{};
    QString title{};
    QString heading{}; ///< severity, roles, dates
    QString progress{}; ///< "◐ 3/7", "complete"; empty: not walked
    std::vector<QString> paragraphs{}; ///< when, aim, look; rich text with a bold label
    QString firstHeading{};
    QString thenHeading{};
    std::vector<ShownStep> first{};
    std::vector<ShownStep> then{};
    ShownStep finished{};
    QString venue{};
    int chosen = 0; ///< among first, then, finished
};

} // namespace saikobi::runbook
