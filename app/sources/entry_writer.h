#pragma once

#include <memory>

#include "app/commands/entry_port.h"
#include "app/sources/profile.h"

namespace saikobi::sources {

/// Writes notes into the shared timeline, by a thread and a connection that exist while something
/// is to be written: each person has few.
class EntryWriter : public commands::EntryPort {
public:
    explicit EntryWriter(Profile profile);
    /// Answers of what was still under way come before it returns.
    ~EntryWriter() override;

    void write(const contract::TimelineEntry& entry,
            std::function<void(commands::EntryOutcome)> answered) override;

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace saikobi::sources
