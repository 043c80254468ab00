#include "backend/http/qr_code.h"

#include <qrencode.h>

#include <memory>

namespace saikobi::http {

namespace {

constexpr int quietZone = 4;

struct Freed {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

/// Dark modules as strokes of a path, one for each run of them in a row.
std::string strokesOf(const QRcode& code)
{
    std::string out;
    for (int y = 0; y < code.width; ++y) {
        int begin = -1;
        for (int x = 0; x <= code.width; ++x) {
            const bool isDark = x < code.width && (code.data[y * code.width + x] & 1) != 0;
            if (isDark && begin < 0)
                begin = x;
            if (isDark || begin < 0)
                continue;
            out.append("M").append(std::to_string(begin + quietZone)).append(" ");
            out.append(std::to_string(y + quietZone)).append("h");
            out.append(std::to_string(x - begin)).append("v1h-");
            out.append(std::to_string(x - begin)).append("z");
            begin = -1;
        }
    }
    return out;
}

} // namespace

std::string qrSvg(std::string_view text)
{
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    const std::unique_ptr<QRcode, Freed> code{
            QRcode_encodeData(static_cast<int>(text.size()), bytes, 0, QR_ECLEVEL_M)};
    if (!code)
        return {};
    const auto side = std::to_string(code->width + 2 * quietZone);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
            + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side
            + "H0z\"/><path fill=\"#000\" d=\"" + strokesOf(*code) + "\"/></svg>";
}

} // namespace saikobi::http
