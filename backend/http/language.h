#pragma once

namespace saikobi::http {

enum class Language { Japanese, English };

} // namespace saikobi::http
