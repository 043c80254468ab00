#pragma once

#include "widgets/control/form_panel.h"

namespace saikobi::controls {

/// Who has command, and the ways it changes hands: taken when free, offered and accepted, or by
/// force.
class HolderPanel : public FormPanel {
    Q_OBJECT

public:
    explicit HolderPanel(QWidget* parent = nullptr);

    struct Possible {
        bool take = false;
        bool offer = false;
        bool accept = false;
        bool force = false;
    };
    void setPossible(const Possible& possible);
    void setHolder(const QString& sentence);
    QString to() const;

signals:
    void takeRequested();
    void offerRequested();
    void acceptRequested();
    void forceRequested();

protected:
    void retranslate() override;

private:
    QLabel* m_holder;
    Text m_to{};
    QPushButton* m_take;
    QPushButton* m_accept;
    QPushButton* m_offer;
    QPushButton* m_force;
};

} // namespace saikobi::controls
