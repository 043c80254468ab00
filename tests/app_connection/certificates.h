#pragma once

#include <QString>

namespace saikobi::tests {

/// Certificates made for one test by the program openssl, in a folder that the test keeps.
class Certificates {
public:
    explicit Certificates(QString folder);

    /// An authority: NAME.crt, NAME.key. False: openssl could not.
    bool makeAuthority(const QString& name);
    /// A certificate for that host from that authority, good for so many days from now; a negative
    /// number has ended already.
    bool make(const QString& name, const QString& host, const QString& authority, int days = 30);
    QString certificate(const QString& name) const
    {
        return m_folder + u'/' + name + QStringLiteral(".crt");
    }
    QString key(const QString& name) const
    {
        return m_folder + u'/' + name + QStringLiteral(".key");
    }

private:
    bool run(const QStringList& words) const;

    QString m_folder;
};

} // namespace saikobi::tests
