#include "tests/app_connection/certificates.h"

#include <QFile>
#include <QProcess>
#include <QStringList>

namespace saikobi::tests {

namespace {

QString q(const char* text)
{
    return QString::fromLatin1(text);
}

} // namespace

Certificates::Certificates(QString folder)
    : m_folder(std::move(folder))
{
}

bool Certificates::run(const QStringList& words) const
{
    QProcess openssl;
    openssl.start(q("openssl"), words);
    return openssl.waitForFinished() && openssl.exitCode() == 0;
}

bool Certificates::makeAuthority(const QString& name)
{
    return run({q("req"), q("-x509"), q("-newkey"), q("ec"), q("-pkeyopt"),
            q("ec_paramgen_curve:prime256v1"), q("-nodes"), q("-days"), q("30"), q("-subj"),
            QString(q("/CN=") + name), q("-addext"), q("basicConstraints=critical,CA:TRUE"),
            q("-keyout"), key(name), q("-out"), certificate(name)});
}

bool Certificates::make(
        const QString& name, const QString& host, const QString& authority, int days)
{
    const auto request = QString(m_folder + u'/' + name + q(".csr"));
    const auto extensions = QString(m_folder + u'/' + name + q(".ext"));
    QFile file(extensions);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    file.write(QString(q("subjectAltName=DNS:") + host + u'\n').toUtf8());
    file.close();
    return run({q("req"), q("-new"), q("-newkey"), q("ec"), q("-pkeyopt"),
                   q("ec_paramgen_curve:prime256v1"), q("-nodes"), q("-subj"),
                   QString(q("/CN=") + host), q("-keyout"), key(name), q("-out"), request})
            && run({q("x509"), q("-req"), q("-in"), request, q("-CA"), certificate(authority),
                    q("-CAkey"), key(authority), q("-CAcreateserial"), q("-days"),
                    QString::number(days), q("-extfile"), extensions, q("-out"),
                    certificate(name)});
}

} // namespace saikobi::tests
