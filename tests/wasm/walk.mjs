// Loads a page with the client into a browser, and prints the outcome of each of its steps.
//
//   node walk.mjs URL FOLDER    the URL of `account_server`, and the folder that wasm-bindgen wrote
import { readFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { chromium } from "playwright-core";

const [homeserver, folder] = process.argv.slice(2);
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = `<!doctype html><title>matrix-api</title><script type="module">
import init, { walk } from "/matrix_api_wasm.js";
await init();
window.walk = walk;
</script>`;

let unavailable = 0;

// Serves the page, and what `account_server` does not do: late, failing and slow responses.
function respond(request, response) {
  const { pathname } = new URL(request.url, "http://localhost");
  const json = (status, text) => response.writeHead(status, { "content-type": "application/json" }).end(text);
  if (pathname === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
  if (pathname === "/slow") return setTimeout(() => json(200, "{}"), 5000);
  if (pathname === "/unavailable") {
    unavailable += 1;
    return unavailable <= 2 ? json(503, "{}") : json(200, '{"a": "longer than ten bytes"}');
  }
  if (pathname === "/stream") {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    return request.on("end", () => {
      const body = Buffer.concat(chunks);
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.write(body.subarray(0, 1000));
      setTimeout(() => response.end(body.subarray(1000)), 100);
    });
  }
  const type = TYPES[path.extname(pathname)];
  if (!type) return json(404, '{"errcode": "M_UNRECOGNIZED"}');
  response.writeHead(200, { "content-type": type }).end(readFileSync(path.join(folder, path.basename(pathname))));
}

const server = http.createServer(respond);
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.log(`failed  page: ${error.message}`));
  await page.goto(origin);
  await page.waitForFunction(() => window.walk);
  const lines = await page.evaluate(([homeserver, origin]) => window.walk(homeserver, origin), [homeserver, origin]);
  process.stdout.write(lines);
  process.exitCode = lines.includes("failed") ? 1 : 0;
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}
