#include "app/shell/key_map.h"

#include <QAction>
#include <QWidget>

#include <algorithm>

#include "app/shell/key_words.h"

namespace saikobi::shell {

namespace {

/// Qt's own (of its line edits, of its views) do not belong to the program's keys.
bool isOurs(const QAction& action)
{
    const auto id = action.objectName();
    return !id.isEmpty() && !id.startsWith(QLatin1Char('_')) && !id.startsWith(QLatin1String("qt_"))
            && (!action.shortcut().isEmpty() || !KeyWords::textOf(id).isEmpty()
                    || KeyWords::groupOf(id) != KeyGroup::Other);
}

QWidget* placeOf(const QAction& action)
{
    return qobject_cast<QWidget*>(action.parent());
}

/// Whether two actions can be reached by the keyboard at the same time.
bool canMeet(const KeyEntry& one, const KeyEntry& other)
{
    const auto isOfScreen = [](KeyGroup group) {
        return group == KeyGroup::Inventory || group == KeyGroup::Payments
                || group == KeyGroup::Runbook || group == KeyGroup::Review;
    };
    if (one.group == other.group)
        return true;
    const bool areApart
            = (one.isLocal && other.isLocal) || (isOfScreen(one.group) && isOfScreen(other.group));
    return !areApart;
}

} // namespace

KeyMap::KeyMap(QWidget& root, QObject* parent)
    : QObject(parent)
    , m_root(root)
{
}

void KeyMap::adopt()
{
    for (auto* action : m_root.findChildren<QAction*>()) {
        if (!isOurs(*action) || action->property("adopted").toBool())
            continue;
        const auto id = action->objectName();
        action->setProperty("adopted", true);
        if (!m_usual.contains(id)) {
            m_ids.push_back(id);
            m_usual.insert(id, action->shortcut());
        }
        if (m_chosen.contains(id))
            action->setShortcut(m_chosen.value(id));
        if (const auto text = KeyWords::textOf(id); !text.isEmpty())
            action->setText(text);
    }
}

void KeyMap::retranslate()
{
    for (const auto& id : m_ids)
        if (const auto text = KeyWords::textOf(id); !text.isEmpty())
            for (auto* action : actionsOf(id))
                action->setText(text);
}

std::vector<QAction*> KeyMap::actionsOf(const QString& id) const
{
    const auto found = m_root.findChildren<QAction*>(id);
    return {found.begin(), found.end()};
}

/// The one on the screen that is shown, if there is one; else any.
QAction* KeyMap::nearest(const QString& id) const
{
    const auto all = actionsOf(id);
    const auto seen = std::find_if(all.begin(), all.end(), [](const QAction* action) {
        const auto* place = placeOf(*action);
        return place && place->isVisible();
    });
    return seen != all.end() ? *seen : all.empty() ? nullptr : all.front();
}

std::vector<KeyEntry> KeyMap::entries() const
{
    std::vector<KeyEntry> out;
    for (const auto& id : m_ids)
        if (const auto* action = nearest(id))
            out.push_back({id, KeyWords::groupOf(id), action->text(), action->shortcut(),
                    m_usual.value(id), action->isEnabled(),
                    action->isCheckable() ? std::optional{action->isChecked()} : std::nullopt,
                    action->shortcutContext() == Qt::WidgetWithChildrenShortcut});
    std::stable_sort(out.begin(), out.end(), [](const KeyEntry& one, const KeyEntry& other) {
        return one.group != other.group ? one.group < other.group
                                        : KeyWords::placeOf(one.id) < KeyWords::placeOf(other.id);
    });
    return out;
}

QString KeyMap::title(KeyGroup group)
{
    return KeyWords::title(group);
}

void KeyMap::restore(const QMap<QString, QString>& chosen)
{
    // Not one by one through `bind`: two that changed places would stand in each other's way.
    for (auto each = chosen.begin(); each != chosen.end(); ++each) {
        const auto keys = QKeySequence::fromString(each.value(), QKeySequence::PortableText);
        m_chosen.insert(each.key(), keys);
        for (auto* action : actionsOf(each.key()))
            action->setShortcut(keys);
    }
}

QMap<QString, QString> KeyMap::chosen() const
{
    QMap<QString, QString> out;
    for (auto each = m_chosen.begin(); each != m_chosen.end(); ++each)
        out.insert(each.key(), each.value().toString(QKeySequence::PortableText));
    return out;
}

QString KeyMap::bind(const QString& id, const QKeySequence& keys)
{
    const auto all = entries();
    const auto own = std::find_if(
            all.begin(), all.end(), [&id](const auto& each) { return each.id == id; });
    for (const auto& other : all)
        if (!keys.isEmpty() && own != all.end() && other.id != id && other.keys == keys
                && canMeet(*own, other))
            return other.text;
    if (keys == m_usual.value(id))
        m_chosen.remove(id);
    else
        m_chosen.insert(id, keys);
    for (auto* action : actionsOf(id))
        action->setShortcut(keys);
    emit rebound();
    return {};
}

bool KeyMap::trigger(const QString& id)
{
    auto* action = nearest(id);
    if (!action || !action->isEnabled())
        return false;
    if (auto* place = placeOf(*action); place && !place->isVisible())
        emit screenNeeded(place);
    action->trigger();
    return true;
}

} // namespace saikobi::shell
