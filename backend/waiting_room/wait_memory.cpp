#include "backend/waiting_room/wait_memory.h"

#include <charconv>
#include <cmath>
#include <vector>

namespace saikobi::waiting_room {

namespace {

constexpr double version = 3;
constexpr double mostItems = 8192; ///< of any list

/// Numbers, one after the other. Shorter and ten times faster than JSON for some thousand of them.
class Writer {
public:
    void put(double value)
    {
        std::array<char, 32> text{};
        // Tenths of a second and whole people are exact enough, and large times stay whole.
        const auto written = std::to_chars(
                text.data(), text.data() + text.size(), value, std::chars_format::general, 13);
        m_out.append(text.data(), written.ptr);
        m_out += ' ';
    }
    void put(std::int64_t value) { put(static_cast<double>(value)); }
    void put(std::size_t value) { put(static_cast<double>(value)); }
    void put(std::uint32_t value) { put(static_cast<double>(value)); }
    void put(bool value) { put(value ? 1.0 : 0.0); }
    std::string take() { return std::move(m_out); }

private:
    std::string m_out{};
};

class Reader {
public:
    explicit Reader(std::string_view text)
        : m_at(text.data())
        , m_end(text.data() + text.size())
    {
    }
    void get(double& into)
    {
        const auto read = std::from_chars(m_at, m_end, into);
        if (read.ec != std::errc{} || !std::isfinite(into) || read.ptr == m_end) {
            m_isGood = false;
            into = 0;
            return;
        }
        m_at = read.ptr + 1;
    }
    void get(std::int64_t& into)
    {
        double value = 0;
        get(value);
        into = std::llround(value);
    }
    void get(std::uint32_t& into)
    {
        double value = 0;
        get(value);
        m_isGood = m_isGood && value >= 0 && value < 1e6;
        into = m_isGood ? static_cast<std::uint32_t>(value) : 1;
    }
    void get(bool& into)
    {
        double value = 0;
        get(value);
        into = value != 0;
    }
    std::size_t count()
    {
        double value = 0;
        get(value);
        m_isGood = m_isGood && value >= 0 && value <= mostItems;
        return m_isGood ? static_cast<std::size_t>(value) : 0;
    }
    bool isGood() const { return m_isGood; }

private:
    const char* m_at;
    const char* m_end;
    bool m_isGood = true;
};

/// One description for both directions, so that they cannot differ.
template<class Memory, class Visit>
void visitScalars(Memory& m, Visit&& visit)
{
    auto& last = m.last;
    visit(m.hasLook);
    visit(last.atS);
    visit(last.clockS);
    visit(last.isOpen);
    visit(last.ratePerSecond);
    visit(last.serving);
    visit(last.issued);
    visit(last.passes);
    visit(last.latePasses);
    visit(m.came);
    visit(m.called);
    visit(m.calledPresent);
    visit(m.calledSeen);
    visit(m.absentees);
    visit(m.dueBack);
    visit(m.gone);
    visit(m.stayed);
    for (auto& band : m.bands) {
        visit(band.low);
        visit(band.high);
    }
    visit(m.rememberedAtS);
    visit(m.outcomes);
    visit(m.within);
    visit(m.dropped);
    visit(m.stoodS);
    visit(m.sampling.reporting);
    visit(m.sampling.counting);
    visit(m.sampling.changedAtS);
}

template<class Step, class Visit>
void visitStep(Step& step, Visit&& visit)
{
    visit(step.seconds);
    visit(step.expected);
    visit(step.passes);
    visit(step.late);
}

template<class Issued, class Visit>
void visitIssued(Issued& issued, Visit&& visit)
{
    visit(issued.atS);
    visit(issued.number);
}

template<class One, class Visit>
void visitForetold(One& one, Visit&& visit)
{
    visit(one.place);
    visit(one.atS);
    visit(one.told.p10);
    visit(one.told.p50);
    visit(one.told.p90);
}

template<class Promise, class Visit>
void visitPromise(Promise& promise, Visit&& visit)
{
    visit(promise.atS);
    visit(promise.place);
    visit(promise.dueS);
    visit(promise.rate);
    visit(promise.stoodS);
}

} // namespace

std::string toText(const forecast::WaitMemory& memory)
{
    Writer out;
    const auto put = [&out](const auto& value) { out.put(value); };
    out.put(version);
    visitScalars(memory, put);
    out.put(memory.steps.size());
    for (const auto& step : memory.steps)
        visitStep(step, put);
    out.put(memory.issued.size());
    for (const auto& issued : memory.issued)
        visitIssued(issued, put);
    out.put(memory.foretold.size());
    for (const auto& one : memory.foretold)
        visitForetold(one, put);
    out.put(memory.promises.size());
    for (const auto& promise : memory.promises)
        visitPromise(promise, put);
    return out.take();
}

forecast::WaitMemory waitMemoryFromText(std::string_view text)
{
    forecast::WaitMemory memory;
    if (text.empty())
        return memory;
    Reader in(text);
    const auto get = [&in](auto& value) { in.get(value); };
    double written = 0;
    in.get(written);
    if (written != version)
        return {};
    visitScalars(memory, get);
    memory.steps.resize(in.count());
    for (auto& step : memory.steps)
        visitStep(step, get);
    memory.issued.resize(in.count());
    for (auto& issued : memory.issued)
        visitIssued(issued, get);
    memory.foretold.resize(in.count());
    for (auto& one : memory.foretold)
        visitForetold(one, get);
    memory.promises.resize(in.count());
    for (auto& promise : memory.promises)
        visitPromise(promise, get);
    return in.isGood() ? memory : forecast::WaitMemory{};
}

} // namespace saikobi::waiting_room
