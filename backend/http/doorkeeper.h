#pragma once

#include "backend/http/message.h"

namespace saikobi::http {

/// Looks at every request before anybody works on it: who is blocked pays the least of our time.
class Doorkeeper {
public:
    enum class Verdict { Admit, Refuse, Close };

    virtual ~Doorkeeper() = default;
    /// On the listener's thread, once the head is read; the body may still be on its way, and
    /// `request.address` is the client's, proxies already looked through. With Refuse the client
    /// gets `answer`, with Close nothing but the end of the connection.
    virtual Verdict look(const Request& request, Response& answer) = 0;
};

} // namespace saikobi::http
