#pragma once

#include <QCoreApplication>
#include <QString>

#include "app/pages/view.h"

namespace saikobi::pages {

/// One sentence about what comes next, as trustworthy as the worst of its inputs.
struct Projection {
    QString sentence{};
    contract::DataState state = contract::DataState::NoData;
};

class Projections {
    Q_DECLARE_TR_FUNCTIONS(saikobi::pages::Projections)

public:
    static Projection queue(const View& view);
    static Projection stock(const View& view);
    static Projection budget(const View& view);
};

} // namespace saikobi::pages
