#include "backend/recorder/import_store.h"

#include <boost/json.hpp>
#include <pqxx/pqxx>

#include "backend/stores/postgres_fault.h"

namespace saikobi::recorder {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;
using contract::RecordingContent;
using contract::Result;

namespace {

constexpr std::size_t rowsAtOnce = 1000;

boost::json::object listOf(const RecordingContent& content)
{
    boost::json::object out;
    for (const auto& [name, sum] : content)
        out[name] = boost::json::array{sum.rows(), sum.hash()};
    return out;
}

/// The one table in which two lists differ; empty when they are the same.
std::string differenceOf(const boost::json::object& ours, const boost::json::object& theirs)
{
    for (const auto& [name, sum] : ours) {
        const auto* other = theirs.if_contains(name);
        if (!other || *other != sum)
            return name;
    }
    return ours.size() == theirs.size() ? "" : "content";
}

/// Numbers rows from one on, in the order of the file.
class Rows {
public:
    Rows(pqxx::transaction_base& work, std::int64_t recording, std::string table)
        : m_work(work)
        , m_recording(recording)
        , m_table(std::move(table))
    {
    }

    void add(const RecordedRow& row)
    {
        boost::json::array cells;
        for (const auto& value : row)
            if (value)
                cells.emplace_back(*value);
            else
                cells.emplace_back(nullptr);
        m_waiting.emplace_back(std::move(cells));
        if (m_waiting.size() == rowsAtOnce)
            flush();
    }

    void flush()
    {
        m_work.exec_params(R"(
insert into saikobi.recorded_row (recording, name, number, cells)
select $1, $2, $3 + t.n, array(select c.cell from jsonb_array_elements_text(t.row)
    with ordinality c (cell, place) order by c.place)
from jsonb_array_elements($4::jsonb) with ordinality t (row, n))",
                m_recording, m_table, m_written, boost::json::serialize(m_waiting));
        m_written += static_cast<std::int64_t>(m_waiting.size());
        m_waiting.clear();
    }

    std::int64_t written() const { return m_written; }

private:
    pqxx::transaction_base& m_work;
    const std::int64_t m_recording;
    const std::string m_table;
    boost::json::array m_waiting{};
    std::int64_t m_written = 0;
};

Result<Imported> put(pqxx::transaction_base& work, RecordingFile& file, const RecordingHead& head,
        const RecordingContent& content)
{
    Imported out{head};
    const auto list = listOf(content);
    const auto there = work.exec_params("select content::text from saikobi.recording "
                                        "where installation = $1 and slug = $2 and run = $3",
            head.installation, head.sale, head.run);
    if (!there.empty()) {
        const auto found = boost::json::parse(there[0][0].as<std::string>()).as_object();
        const auto table = differenceOf(list, found);
        out.wasThere = table.empty();
        return out.wasThere
                ? Result<Imported>{out}
                : Fault{FaultCode::Refused,
                        "another recording of run " + std::to_string(head.run) + " of sale '"
                                + head.sale + "' is there already; they differ in table '" + table
                                + "'"};
    }
    const auto id
            = work.exec_params1(
                          "insert into saikobi.recording (installation, slug, run, head, content) "
                          "values ($1, $2, $3, $4, $5) returning id",
                          head.installation, head.sale, head.run,
                          boost::json::serialize(boost::json::object{{"format", head.format},
                                  {"schema_version", head.schemaVersion}, {"kind", head.kind}}),
                          boost::json::serialize(list))[0]
                      .as<std::int64_t>();
    for (const auto& table : contract::recordingTables) {
        Rows rows(work, id, table.name);
        const auto read = file.read("select * from " + std::string{table.name} + " order by rowid",
                [&rows](const RecordedRow& row) { rows.add(row); });
        if (!read)
            return read.error();
        rows.flush();
        out.rows += rows.written();
    }
    return out;
}

} // namespace

Result<Imported> importRecording(const std::string& url, const std::string& path)
{
    auto file = RecordingFile::openToRead(path);
    if (!file)
        return file.error();
    const auto inFile = [&path](const Fault& fault) {
        return Fault{fault.code, path + ": " + fault.detail};
    };
    const auto head = headOf(file.value());
    if (!head)
        return inFile(head.error());
    const auto content = contentOfFile(file.value());
    if (!content)
        return content.error();
    if (const auto own = matchesItsOwnList(file.value(), content.value()); !own)
        return inFile(own.error());
    try {
        pqxx::connection connection(stores::withSettings(url, "saikobid-import"));
        pqxx::work work(connection);
        work.exec("set local role saikobi_owner");
        work.exec("set local statement_timeout = 0");
        // Two that import the same wait for each other; the second finds it there.
        work.exec("lock table saikobi.recording in share row exclusive mode");
        if (work.exec1("select installation from saikobi.meta")[0].as<std::string>()
                == head.value().installation)
            return Fault{FaultCode::Refused,
                    path + " is a recording of this installation, which has that sale itself"};
        auto done = put(work, file.value(), head.value(), content.value());
        if (!done)
            return inFile(done.error());
        work.commit();
        return done;
    } catch (const std::exception& failed) {
        return stores::toFault(failed, true);
    }
}

} // namespace saikobi::recorder
