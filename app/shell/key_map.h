#pragma once

#include <QKeySequence>
#include <QMap>
#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QAction;
class QWidget;

namespace saikobi::shell {

/// In the order of the key sheet.
enum class KeyGroup {
    Screens,
    View,
    Commands,
    Alarms,
    Plots,
    Inventory,
    Payments,
    Runbook,
    Review,
    Program,
    Other
};

/// One thing that a key does.
struct KeyEntry {
    QString id{}; ///< object name of its action, or of each of them where every screen has its own
    KeyGroup group = KeyGroup::Other;
    QString text{}; ///< in the language of the moment
    QKeySequence keys{};
    QKeySequence usual{};
    bool isEnabled = false;
    std::optional<bool> isOn{}; ///< of what can be on or off
    bool isLocal = false; ///< acts only where the keyboard is
};

/// All keys of the program as one table. The actions live where they act, in frame, pages and
/// plots; here they get their words and, where somebody chose so, other keys.
class KeyMap : public QObject {
    Q_OBJECT

public:
    /// Looks after the actions inside `root`.
    explicit KeyMap(QWidget& root, QObject* parent = nullptr);

    /// Takes in actions that came since; panels come and go with the rights.
    void adopt();
    /// The words, in the language of the moment.
    void retranslate();
    /// By group, then in the order of the table.
    std::vector<KeyEntry> entries() const;
    static QString title(KeyGroup group);

    /// Other keys, by id in portable text, as `chosen` gave them.
    void restore(const QMap<QString, QString>& chosen);
    QMap<QString, QString> chosen() const;
    /// Answers the name of whatever has these keys already and changes nothing then. No keys: the
    /// action keeps its place in menu and palette.
    QString bind(const QString& id, const QKeySequence& keys);
    void bindUsual(const QString& id) { bind(id, m_usual.value(id)); }

    /// Does it on the screen that is shown, else on the one that can; false when it cannot be done
    /// now.
    bool trigger(const QString& id);

signals:
    void rebound();
    /// That screen must be shown before its action can act.
    void screenNeeded(QWidget* inside);

private:
    std::vector<QAction*> actionsOf(const QString& id) const;
    QAction* nearest(const QString& id) const;

    QWidget& m_root;
    std::vector<QString> m_ids{}; ///< in the order in which they came
    QMap<QString, QKeySequence> m_usual{};
    QMap<QString, QKeySequence> m_chosen{};
};

} // namespace saikobi::shell
