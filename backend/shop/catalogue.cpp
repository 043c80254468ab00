#include "backend/shop/catalogue.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "backend/shop/catalogue_document.h"
#include "backend/shop/catalogue_store.h"

namespace saikobi::shop {

using contract::Fault;
using contract::FaultCode;
using contract::Nothing;
using contract::Outcome;

class CatalogueReader::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(boost::asio::any_io_executor executor, stores::PostgresExecutor& reads)
        : m_executor(std::move(executor))
        , m_reads(reads)
    {
    }

    void refresh(std::function<void(Outcome)> done)
    {
        if (std::exchange(m_isReading, true)) {
            done(Fault{FaultCode::Busy, "the last reading is still under way"});
            return;
        }
        readSales(m_reads, m_executor, m_known,
                [weak = weak_from_this(), done = std::move(done)](const auto& read) {
                    const auto self = weak.lock();
                    if (!self)
                        return;
                    self->m_isReading = false;
                    if (read)
                        self->accept(read.value());
                    done(read ? Outcome{Nothing{}} : Outcome{read.error()});
                });
    }

    std::shared_ptr<const Catalogues> current() const
    {
        const std::lock_guard lock(m_mutex);
        return m_current;
    }
    bool isReady() const { return m_isReady; }

private:
    void accept(const std::vector<SaleReading>& readings)
    {
        auto next = std::make_shared<Catalogues>();
        for (const auto& reading : readings) {
            const auto& slug = reading.sale.slug;
            auto document = std::make_shared<CatalogueDocument>();
            document->sale = reading.sale;
            const auto old = m_current->find(slug);
            if (!reading.isWhole && old != m_current->end()) {
                document->sale.products = old->second->sale.products;
                document->sale.pickupSlots = old->second->sale.pickupSlots;
                document->sale.methods = old->second->sale.methods;
                document->sale.providers = old->second->sale.providers;
            }
            document->body = catalogueBody(document->sale, reading.state);
            document->etag = etagOf(document->body);
            m_known[slug] = reading.revision;
            next->emplace(slug, std::move(document));
        }
        const std::lock_guard lock(m_mutex);
        m_current = std::move(next);
        m_isReady = true;
    }

    boost::asio::any_io_executor m_executor;
    stores::PostgresExecutor& m_reads;
    KnownRevisions m_known{};
    mutable std::mutex m_mutex; ///< of what others read: written on the executor only
    std::shared_ptr<const Catalogues> m_current = std::make_shared<Catalogues>();
    bool m_isReading = false;
    std::atomic<bool> m_isReady{false};
};

CatalogueReader::CatalogueReader(
        boost::asio::any_io_executor executor, stores::PostgresExecutor& reads)
    : m_impl(std::make_shared<Impl>(std::move(executor), reads))
{
}

CatalogueReader::~CatalogueReader() = default;

void CatalogueReader::refresh(std::function<void(Outcome)> done)
{
    m_impl->refresh(std::move(done));
}

std::shared_ptr<const Catalogues> CatalogueReader::current() const
{
    return m_impl->current();
}

bool CatalogueReader::isReady() const
{
    return m_impl->isReady();
}

std::map<std::string, std::chrono::milliseconds> usualTimes(
        const Catalogues& catalogues, const std::string& provider)
{
    std::map<std::string, std::chrono::milliseconds> out;
    for (const auto& [slug, catalogue] : catalogues)
        for (const auto& method : catalogue->sale.methods)
            if (method.provider == provider)
                out[method.id] = std::max(out[method.id], method.usualTo);
    return out;
}

} // namespace saikobi::shop
