#include "app/shell/keychain.h"

#include <qt6keychain/keychain.h>

namespace saikobi::shell {

using connection::Secrets;

namespace {

const auto service = QStringLiteral("saikobi");
/// In no password that can be typed into a line.
constexpr QChar between{u'\n'};

} // namespace

Keychain::Keychain(QObject* parent)
    : QObject(parent)
{
}

void Keychain::read(const QString& profile, std::function<void(const std::optional<Secrets>&)> then)
{
    auto* job = new QKeychain::ReadPasswordJob(service, this); // deletes itself when it is over
    job->setKey(profile);
    job->setInsecureFallback(false);
    connect(job, &QKeychain::Job::finished, this, [job, then = std::move(then)] {
        if (job->error() != QKeychain::NoError) {
            then(std::nullopt);
            return;
        }
        const auto both = job->textData();
        then(Secrets{both.section(between, 0, 0), both.section(between, 1, 1)});
    });
    job->start();
}

void Keychain::keep(const QString& profile, const Secrets& secrets, std::function<void(bool)> then)
{
    auto* job = new QKeychain::WritePasswordJob(service, this);
    job->setKey(profile);
    job->setInsecureFallback(false);
    job->setTextData(QString(secrets.postgres + between + secrets.redis));
    connect(job, &QKeychain::Job::finished, this,
            [job, then = std::move(then)] { then(job->error() == QKeychain::NoError); });
    job->start();
}

} // namespace saikobi::shell
