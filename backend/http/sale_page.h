#pragma once

#include "backend/http/call.h"
#include "backend/http/pages.h"

namespace saikobi::http {

/// GET /sales/{sale}: pre-queue, queue, hold, shop or closed, whichever applies to who asks. With a
/// code in its query (`handover`, `restore`, `invite`) the page whose button uses it.
void showSale(const Call& call);
/// GET /sales/{sale}/check: a browser works for a moment, then it joins.
void showCheck(const Call& call);
/// GET /sales/{sale}/goods: the catalogue, readable by everybody at any time.
void showGoods(const Call& call);
/// GET /sales/{sale}/orders/{order} for browsers.
void showOrder(const Call& call);

/// What the pages know about who asks.
LineView viewOf(const Call& call, const waiting_room::Line& line);
void answerPage(const Call& call, Page page, Response draft = {});

} // namespace saikobi::http
