// What the checks need around them: a rehearsal of the whole shop, its provider, an own inbox.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, chmodSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const patienceMs = 120_000;

/// Starts `saikobid rehearsal` without a crowd; `words` are those of its ready line.
export async function startRehearsal(bin) {
    const folder = mkdtempSync(join(tmpdir(), "saikobi-sdk-"));
    chmodSync(folder, 0o755); // Postgres runs as somebody else
    const data = join(folder, "data");
    const child = spawn(join(bin, "saikobid"),
        ["rehearsal", "--data", data, "--crowd", "none", "--instances", "1"],
        { stdio: ["ignore", "pipe", "inherit"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    const line = await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error("the rehearsal did not get ready")), patienceMs);
        let text = "";
        child.stdout.on("data", (part) => {
            text += part;
            if (text.includes("\n")) {
                clearTimeout(timer);
                resolve(text.split("\n")[0]);
            }
        });
        child.once("exit", () => reject(new Error("the rehearsal ended")));
    }).catch(async (error) => {
        child.kill("SIGTERM");
        await ended;
        rmSync(folder, { recursive: true, force: true });
        throw error;
    });
    const words = Object.fromEntries(line.split(" ").slice(1).map((word) => {
        const at = word.indexOf("=");
        return [word.slice(0, at), word.slice(at + 1)];
    }));
    const secret = (name) => readFileSync(join(data, "secrets", name), "utf8").trim();
    return {
        shop: words.http,
        provider: words.provider,
        key: secret("provider.secret"),
        webhookSecret: secret("webhook.secret"),
        stop: async () => {
            child.kill("SIGTERM");
            await ended;
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/// Turns knobs of the simulator.
export async function turn(provider, knobs) {
    const answer = await fetch(`${provider}/control`, { method: "PUT", body: JSON.stringify(knobs) });
    if (!answer.ok)
        throw new Error(`knobs refused: ${await answer.text()}`);
}

/// A listener that keeps what is sent to it: {body, signature}.
export async function openInbox() {
    const taken = [];
    const server = createServer((request, response) => {
        let body = "";
        request.on("data", (part) => { body += part; });
        request.on("end", () => {
            taken.push({ body, signature: request.headers["stripe-signature"] });
            response.end("{}");
        });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${server.address().port}/hooks`,
        taken,
        /// The first one of which `isWanted` is true, once it is there.
        async first(isWanted) {
            const until = Date.now() + 20_000;
            while (Date.now() < until) {
                const found = taken.find((one) => isWanted(JSON.parse(one.body)));
                if (found)
                    return found;
                await new Promise((resolve) => setTimeout(resolve, 50));
            }
            throw new Error("the notification did not come");
        },
        close: () => server.close(),
    };
}
