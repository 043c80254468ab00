#pragma once

#include <QObject>

#include "app/model/connection_views.h"

namespace saikobi::model {

/// What is known of this console's own way to the sale; pages repaint on `changed`.
class ConnectionModel : public QObject {
    Q_OBJECT

public:
    explicit ConnectionModel(QObject* parent = nullptr);

    const ConnectionPicture& picture() const { return m_picture; }
    /// Changes it and announces it once.
    template<class Change>
    void change(Change&& how)
    {
        how(m_picture);
        emit changed();
    }

signals:
    void changed();

private:
    ConnectionPicture m_picture{};
};

} // namespace saikobi::model
