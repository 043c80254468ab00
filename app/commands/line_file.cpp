#include "app/commands/line_file.h"

#include <QDir>
#include <QFile>

#include "backend/contract/line_state.h"

namespace saikobi::commands {

namespace {

const std::string sharedMark = "shared ";
constexpr qint64 mostRead = 2'000'000; ///< bytes

} // namespace

QString openLines(const QString& folder, const std::string& sale, const QString& suffix,
        const LineReader& reader)
{
    if (folder.isEmpty() || !contract::isSaleId(sale) || !QDir().mkpath(folder))
        return {};
    const auto name = QDir(folder).filePath(QString::fromStdString(sale) + suffix);
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return name;
    if (file.size() > mostRead) {
        file.seek(file.size() - mostRead);
        file.readLine(); // the rest of a line
    }
    bool isTorn = false;
    while (!file.atEnd()) {
        const auto read = file.readLine();
        isTorn = !read.endsWith('\n');
        const auto line = read.trimmed().toStdString();
        if (line.starts_with(sharedMark))
            reader.shared(line.substr(sharedMark.size()));
        else
            reader.made(line);
    }
    if (isTorn)
        appendLine(name, {}); // the next line must not become the rest of this one
    return name;
}

void appendLine(const QString& name, const std::string& line)
{
    if (name.isEmpty())
        return;
    QFile file(name);
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(QByteArray::fromStdString(line) + '\n');
}

void appendShared(const QString& file, const std::string& id)
{
    appendLine(file, sharedMark + id);
}

} // namespace saikobi::commands
