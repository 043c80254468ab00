// usage: node check.mjs BIN_FOLDER FOLDER_WITH_NODE_MODULES
import { createRequire } from "node:module";
import { join } from "node:path";
import { openInbox, startRehearsal, turn } from "./scene.mjs";

const [bin, modules] = process.argv.slice(2);
const Stripe = createRequire(join(modules, "package.json"))("stripe");
const quick = { latency_ms: { card: [0, 1], finish: [0, 1], read: [0, 1] }, limits: { global: 0, endpoint: 0 } };
const order = { amount: 4800, currency: "jpy", capture_method: "manual", confirm: true,
    payment_method: "pm_card_visa", payment_method_types: ["card"], metadata: { order_id: "o-1" } };
let faults = 0;

function check(claim, isTrue, detail = "") {
    console.log(`${isTrue ? "true" : "FALSE"}: ${claim}${isTrue ? "" : ` (${detail})`}`);
    faults += isTrue ? 0 : 1;
}

/// Whether `call` is refused with that class of error and those members.
async function refuses(claim, call, type, members) {
    try {
        await call();
        check(claim, false, "it was done");
    } catch (error) {
        const wrong = Object.entries(members).filter(([name, value]) => (error[name] || undefined) !== value);
        check(claim, error instanceof Stripe.errors[type] && wrong.length === 0,
            `${error.constructor.name} ${error.statusCode} ${error.code} ${error.message} ${JSON.stringify(wrong)}`);
        return error;
    }
    return null;
}

async function payments(stripe) {
    const made = await stripe.paymentIntents.create({ ...order, confirm: false, payment_method: undefined });
    check("a payment is made", made.object === "payment_intent" && made.status === "requires_payment_method");
    check("answers carry a request id", /^req_/.test(made.lastResponse.requestId));
    const confirmed = await stripe.paymentIntents.confirm(made.id, { payment_method: "pm_card_visa" });
    check("it is confirmed", confirmed.status === "requires_capture" && confirmed.amount_capturable === 4800);
    const captured = await stripe.paymentIntents.capture(made.id, { amount_to_capture: 4000 });
    check("it is captured in part", captured.status === "succeeded" && captured.amount_received === 4000);
    const open = await stripe.paymentIntents.create(order);
    const canceled = await stripe.paymentIntents.cancel(open.id, { cancellation_reason: "abandoned" });
    check("another is cancelled", canceled.status === "canceled" && canceled.cancellation_reason === "abandoned");
    const read = await stripe.paymentIntents.retrieve(made.id, { expand: ["latest_charge"] });
    check("a charge comes with it when asked for", read.latest_charge.amount_captured === 4000);
    const charge = await stripe.charges.retrieve(read.latest_charge.id);
    check("and alone", charge.payment_intent === made.id && charge.paid);
    const back = await stripe.refunds.create({ payment_intent: made.id, amount: 1000 });
    check("money goes back", back.status === "succeeded" && back.amount === 1000);
    check("states are told", (await stripe.charges.retrieve(charge.id)).amount_refunded === 1000);
    const asked = await stripe.paymentIntents.create({ ...order,
        payment_method: "pm_card_threeDSecure2Required", return_url: "http://shop.invalid/back" });
    check("3D Secure has an address", asked.next_action.redirect_to_url.return_url === "http://shop.invalid/back");
}

async function lists(stripe) {
    const since = Math.floor(Date.now() / 1000) - 5;
    const ids = [];
    for (let i = 0; i < 7; ++i)
        ids.push((await stripe.paymentIntents.create({ ...order, metadata: { order_id: `list-${i}` } })).id);
    const page = await stripe.paymentIntents.list({ limit: 3, created: { gte: since } });
    check("a list has its newest first", page.has_more && page.data.length === 3 && page.data[0].id === ids[6]);
    const all = [];
    for await (const one of stripe.paymentIntents.list({ limit: 2, created: { gte: since } }))
        all.push(one.id);
    check("paging by itself finds every one once",
        ids.every((id) => all.filter((other) => other === id).length === 1));
    const upwards = await stripe.paymentIntents.list({ ending_before: ids[0], limit: 2 });
    check("paging goes backwards too", upwards.data.map((one) => one.id).join() === [ids[2], ids[1]].join());
    const charges = await stripe.charges.list({ payment_intent: ids[0] });
    check("charges are listed by payment", charges.data.length === 1 && charges.data[0].payment_intent === ids[0]);
}

async function pages(stripe, inbox) {
    const wanted = { mode: "payment", success_url: "http://shop.invalid/back?c={CHECKOUT_SESSION_ID}",
        cancel_url: "http://shop.invalid/stop", client_reference_id: "o-2",
        line_items: [{ quantity: 2, price_data: { currency: "jpy", unit_amount: 600, product_data: { name: "Order" } } }],
        payment_intent_data: { capture_method: "manual", metadata: { order_id: "o-2" } } };
    const session = await stripe.checkout.sessions.create(wanted);
    check("a page is made", session.status === "open" && session.amount_total === 1200 && session.payment_intent === null);
    const page = await (await fetch(session.url)).text();
    check("it is HTML with a button to pay", page.includes("id=\"pay\""));
    const press = (outcome, means) => fetch(session.url, { method: "POST", redirect: "manual",
        body: new URLSearchParams({ key: new URL(session.url).searchParams.get("key"), outcome, means }) });
    const declined = await press("pay", "4000 0000 0000 9995");
    check("a declined card stays on it", declined.status === 200 && (await declined.text()).includes("declined"));
    const paid = await press("pay", "4242 4242 4242 4242");
    check("a good one leads back", paid.headers.get("location") === `http://shop.invalid/back?c=${session.id}`);
    const done = await stripe.checkout.sessions.retrieve(session.id);
    const intent = await stripe.paymentIntents.retrieve(done.payment_intent);
    check("it is complete and its payment authorised", done.status === "complete" && done.url === null
        && intent.status === "requires_capture" && intent.metadata.order_id === "o-2");
    await refuses("a complete page does not expire", () => stripe.checkout.sessions.expire(session.id),
        "StripeInvalidRequestError", { statusCode: 400 });
    const other = await stripe.checkout.sessions.create(wanted);
    check("an open one does", (await stripe.checkout.sessions.expire(other.id)).status === "expired");
    const listed = await stripe.checkout.sessions.list({ payment_intent: intent.id });
    check("pages are listed by payment", listed.data.length === 1 && listed.data[0].id === session.id);
    const told = await inbox.first((event) => event.type === "checkout.session.completed");
    check("its completion is told", JSON.parse(told.body).data.object.id === session.id);
}

async function refusals(stripe, provider) {
    const declines = [["pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"],
        ["pm_card_visa_chargeDeclinedLostCard", "card_declined", "lost_card"],
        ["pm_card_chargeDeclinedExpiredCard", "expired_card", undefined],
        ["pm_card_chargeDeclinedProcessingError", "processing_error", undefined]];
    for (const [means, code, decline_code] of declines) {
        const error = await refuses(`402 ${means}`, () => stripe.paymentIntents.create({ ...order, payment_method: means }),
            "StripeCardError", { statusCode: 402, code, decline_code });
        check("with the payment in it", error.payment_intent.status === "requires_payment_method"
            && error.payment_intent.last_payment_error.code === code);
    }
    await refuses("400 a parameter is missing", () => stripe.paymentIntents.create({ currency: "jpy" }),
        "StripeInvalidRequestError", { statusCode: 400, code: "parameter_missing", param: "amount" });
    await refuses("404 no such payment", () => stripe.paymentIntents.retrieve("pi_unknown"),
        "StripeInvalidRequestError", { statusCode: 404, code: "resource_missing" });
    const stranger = new Stripe("sk_test_wrong", addressOf(provider));
    await refuses("401 a wrong key", () => stranger.paymentIntents.list(), "StripeAuthenticationError", { statusCode: 401 });
    const made = await stripe.paymentIntents.create(order);
    await stripe.paymentIntents.cancel(made.id);
    const late = await refuses("400 captured after it was cancelled", () => stripe.paymentIntents.capture(made.id),
        "StripeInvalidRequestError", { statusCode: 400, code: "payment_intent_unexpected_state" });
    check("with its state", late.payment_intent.status === "canceled");
    const keyed = { idempotencyKey: "same" };
    const first = await stripe.paymentIntents.create(order, keyed);
    const again = await stripe.paymentIntents.create(order, keyed);
    check("the same key makes nothing twice", first.id === again.id
        && again.lastResponse.headers["idempotent-replayed"] === "true");
    await refuses("400 other parameters under it", () => stripe.paymentIntents.create({ ...order, amount: 900 }, keyed),
        "StripeIdempotencyError", { statusCode: 400 });
}

async function knobs(stripe, provider) {
    await turn(provider, { faults: { in_use: 1, times: 1 } });
    await refuses("409 the key is in use", () => stripe.paymentIntents.create(order),
        "StripeAPIError", { statusCode: 409, code: "idempotency_key_in_use", rawType: "idempotency_error" });
    await turn(provider, { faults: { in_use: 0, lock_timeout: 1, times: 1 } });
    await refuses("429 another call holds it", () => stripe.paymentIntents.create(order),
        "StripeRateLimitError", { statusCode: 429, code: "lock_timeout" });
    await turn(provider, { faults: { lock_timeout: 0 }, limits: { global: { fixed: 1, ms: 600000 } } });
    await stripe.paymentIntents.list().catch(() => {});
    const error = await refuses("429 too many calls", () => stripe.paymentIntents.list(),
        "StripeRateLimitError", { statusCode: 429, code: "rate_limit" });
    check("with the reason", error.headers["stripe-rate-limited-reason"] === "global-rate");
    await turn(provider, { ...quick, faults: { after_effect: 1, times: 1 } });
    await refuses("500 although it was done", () => stripe.paymentIntents.create(order, { idempotencyKey: "stored" }),
        "StripeAPIError", { statusCode: 500 });
    await refuses("and again under that key", () => stripe.paymentIntents.create(order, { idempotencyKey: "stored" }),
        "StripeAPIError", { statusCode: 500 });
    // The library asks once more by itself when a connection was reset.
    await turn(provider, { faults: { after_effect: 0 }, transport: { lost_after: 1, times: 2, only: ["create"] } });
    await refuses("an answer that is lost", () => stripe.paymentIntents.create(order), "StripeConnectionError", {});
    const patient = new Stripe(keyOfScene,
        { ...addressOf(provider), maxNetworkRetries: 2 });
    await turn(provider, { transport: { lost_after: 1, times: 1, only: ["create"] } });
    const before = (await stripe.paymentIntents.list({ limit: 100 })).data.length;
    const made = await patient.paymentIntents.create({ ...order, metadata: { order_id: "retried" } });
    const after = (await stripe.paymentIntents.list({ limit: 100 })).data.filter((one) => one.metadata.order_id === "retried");
    check("its own repeat gets the first answer", after.length === 1 && after[0].id === made.id && before > 0);
    await turn(provider, { transport: { lost_after: 0, reset_body: 1, times: 1 } });
    await refuses("half an answer", () => stripe.paymentIntents.create(order), "StripeAPIError", { statusCode: undefined });
    await turn(provider, { transport: { reset_body: 0, times: -1 } });
}

let keyOfScene = "";

function addressOf(provider) {
    const { hostname, port } = new URL(provider);
    return { host: hostname, port, protocol: "http", maxNetworkRetries: 0, telemetry: false };
}

async function webhooks(stripe, scene, inbox) {
    const made = await stripe.paymentIntents.create({ ...order, metadata: { order_id: "hook" } });
    const { body, signature } = await inbox.first((event) => event.data.object.id === made.id);
    const event = stripe.webhooks.constructEvent(body, signature, scene.webhookSecret);
    check("our simulator's signature is accepted", event.object === "event"
        && event.type === "payment_intent.amount_capturable_updated" && event.data.object.id === made.id);
    const forged = (text, header, secret) => {
        try {
            stripe.webhooks.constructEvent(text, header, secret);
            return false;
        } catch (error) {
            return error instanceof Stripe.errors.StripeSignatureVerificationError;
        }
    };
    check("not for another body", forged(body.replace("4800", "4801"), signature, scene.webhookSecret));
    check("not by another secret", forged(body, signature, "whsec_other"));
    await turn(scene.provider, { webhooks: { secrets: ["whsec_next", scene.webhookSecret] } });
    const rotated = await stripe.paymentIntents.create({ ...order, metadata: { order_id: "rotated" } });
    const both = await inbox.first((one) => one.data.object.id === rotated.id);
    check("while a secret is rotated both of them do", [scene.webhookSecret, "whsec_next"]
        .every((secret) => stripe.webhooks.constructEvent(both.body, both.signature, secret).id));
    await turn(scene.provider, { webhooks: { secrets: [scene.webhookSecret], old_signature: 1 } });
    const stale = await stripe.paymentIntents.create({ ...order, metadata: { order_id: "stale" } });
    const old = await inbox.first((one) => one.data.object.id === stale.id);
    check("a signature of ten minutes ago is refused", forged(old.body, old.signature, scene.webhookSecret));
    await turn(scene.provider, { webhooks: { old_signature: 0 } });
}

async function ourCheck(stripe, scene) {
    const payload = JSON.stringify({ id: "evt_sdk_1", object: "event", api_version: "2022-11-15",
        created: Math.floor(Date.now() / 1000), livemode: false, pending_webhooks: 1, type: "payment_intent.created",
        request: { id: null, idempotency_key: null },
        data: { object: { id: "pi_sdk_1", object: "payment_intent", status: "requires_payment_method",
            amount: 4800, currency: "jpy", metadata: { order_id: "018bcfe5-6800-7abc-8def-0123456789ab" } } } });
    const headerOf = (options) => stripe.webhooks.generateTestHeaderString({ payload, secret: scene.webhookSecret, ...options });
    const send = async (body, header) => (await fetch(`${scene.shop}/payments/webhooks`,
        { method: "POST", body, headers: { "Stripe-Signature": header, "Content-Type": "application/json" } })).status;
    check("our check accepts the library's header", await send(payload, headerOf({})) === 200);
    check("and a second time", await send(payload, headerOf({})) === 200);
    check("not for another body", await send(`${payload} `, headerOf({})) === 400);
    check("not by another secret", await send(payload, headerOf({ secret: "whsec_other" })) === 400);
    const old = Math.floor(Date.now() / 1000) - 301;
    check("not when it is too old", await send(payload, headerOf({ timestamp: old })) === 400);
    check("nor from the future", await send(payload, headerOf({ timestamp: old + 700 })) === 400);
}

const inbox = await openInbox();
const scene = await startRehearsal(bin);
try {
    keyOfScene = scene.key;
    const stripe = new Stripe(scene.key, addressOf(scene.provider));
    await turn(scene.provider, { ...quick, webhooks: { target: inbox.url, delay_ms: [0, 1] } });
    await payments(stripe);
    await lists(stripe);
    await pages(stripe, inbox);
    await refusals(stripe, scene.provider);
    await knobs(stripe, scene.provider);
    await webhooks(stripe, scene, inbox);
    await ourCheck(stripe, scene);
} finally {
    await scene.stop();
    inbox.close();
}
console.log(faults ? `${faults} claims are false` : "all of it is true");
process.exit(faults ? 1 : 0);
