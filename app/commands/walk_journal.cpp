#include "app/commands/walk_journal.h"

#include <QDir>
#include <QFile>

#include <algorithm>

#include "backend/contract/line_state.h"

namespace saikobi::commands {

namespace {

constexpr qint64 mostRead = 2'000'000; ///< bytes of a file, from its end
const std::string sharedMark = "shared ";

} // namespace

void WalkJournal::open(const QString& folder, const std::string& sale)
{
    m_kept.clear();
    m_file.clear();
    if (folder.isEmpty() || !contract::isSaleId(sale) || !QDir().mkpath(folder))
        return;
    m_file = QDir(folder).filePath(QString::fromStdString(sale) + QStringLiteral(".walks"));
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return;
    if (file.size() > mostRead) {
        file.seek(file.size() - mostRead);
        file.readLine(); // the rest of a line
    }
    bool isTorn = false;
    while (!file.atEnd()) {
        const auto read = file.readLine();
        isTorn = !read.endsWith('\n');
        const auto line = read.trimmed().toStdString();
        if (line.rfind(sharedMark, 0) == 0) {
            const auto id = line.substr(sharedMark.size());
            std::erase_if(m_kept, [&id](const auto& one) { return one.mark.id == id; });
        } else if (auto mark = contract::walkMarkFromJson(line)) {
            m_kept.push_back({std::move(mark).value()});
        }
    }
    if (isTorn)
        append({}); // the next line must not become the rest of this one
}

void WalkJournal::append(const std::string& line) const
{
    if (m_file.isEmpty())
        return;
    QFile file(m_file);
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(QByteArray::fromStdString(line) + '\n');
}

void WalkJournal::add(const contract::WalkMark& mark)
{
    append(toJson(mark));
    if (m_kept.size() == mostKept) { // a shared one first: the others are nowhere else
        const auto shared = std::find_if(
                m_kept.begin(), m_kept.end(), [](const auto& one) { return one.isShared; });
        m_kept.erase(shared == m_kept.end() ? m_kept.begin() : shared);
    }
    m_kept.push_back({mark});
}

void WalkJournal::share(const std::string& id)
{
    for (auto& one : m_kept) {
        if (one.mark.id != id || one.isShared)
            continue;
        one.isShared = true;
        append(sharedMark + id);
    }
}

std::size_t WalkJournal::unshared() const
{
    return static_cast<std::size_t>(std::count_if(
            m_kept.begin(), m_kept.end(), [](const auto& one) { return !one.isShared; }));
}

} // namespace saikobi::commands
