#include "app/model/connection_model.h"

namespace saikobi::model {

ConnectionModel::ConnectionModel(QObject* parent)
    : QObject(parent)
{
}

std::optional<Hop> ConnectionReport::failed(StorePath path) const
{
    for (std::size_t hop = 0; hop < hopCount; ++hop)
        if (at(path, static_cast<Hop>(hop)).state == HopState::Failed)
            return static_cast<Hop>(hop);
    return std::nullopt;
}

} // namespace saikobi::model
