// Opens the documentation page of `account_server` in a browser, and uses it as a person does.
//
//   node check.mjs URL FOLDER    the URL of the server, and a folder for screenshots
//
// Prints a line for each step that passed or failed, and stops at the first failure.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import http from "node:http";
import { chromium } from "playwright-core";

const [server, folder] = process.argv.slice(2);
const METHODS = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

// A page with everything that it must not do: ask other hosts, report errors, violate its policy.
async function openPage(browser, origin, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  await context.route("**/*", (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || url.protocol === "data:") return route.continue();
    faults.push(`asked ${url.href}`);
    return route.abort();
  });
  page.on("console", (message) => {
    // The browser reports every response that is an error; steps look at those themselves.
    const isResponse = message.text().startsWith("Failed to load resource") && message.location().url.includes("/_matrix/");
    if (["error", "warning"].includes(message.type()) && !isResponse) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  await page.exposeFunction("reportViolation", (text) => faults.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  return { page, faults, close: () => context.close() };
}

async function load(page, url) {
  const response = await page.goto(url);
  assert.equal(response.status(), 200);
  await page.waitForSelector(".opblock");
}

// An operation that is open, found by its name.
async function openOperation(page, name) {
  await page.fill("#operation-search", name);
  const row = page.locator(".opblock").filter({ has: page.locator(".opblock-summary-operation-id", { hasText: new RegExp(`^${name}$`) }) });
  await row.locator(".opblock-summary-control").click();
  await row.locator(".opblock-body").waitFor();
  return row;
}

// Sends the request of an operation, and returns the response that the page shows.
async function tryOut(row, body) {
  const execute = row.locator(".btn.execute");
  if (await execute.count() === 0) await row.locator(".try-out__btn").click();
  if (body !== undefined) await row.locator("textarea.body-param__text").fill(JSON.stringify(body));
  const received = row.page().waitForResponse((response) => new URL(response.url()).pathname.includes("/_matrix/"));
  await execute.click();
  const status = (await received).status();
  const live = row.locator(".live-responses-table tbody");
  await live.locator(".response-col_status", { hasText: new RegExp(`^${status}`) }).first().waitFor();
  const shown = await live.locator(".highlight-code code, .microlight").first().innerText();
  return { status, json: JSON.parse(shown), url: await row.locator(".request-url pre").innerText() };
}

// Shows the server below a prefix, as a proxy does.
async function startProxy(prefix) {
  const proxy = http.createServer((request, response) => {
    if (!request.url.startsWith(`${prefix}/`)) {
      response.writeHead(404).end();
      return;
    }
    const options = { method: request.method, headers: request.headers };
    const forwarded = http.request(server + request.url.slice(prefix.length), options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${proxy.address().port}`, close: () => proxy.close() };
}

async function steps(step) {
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
  const proxy = await startProxy("/a/prefix");
  try {
    const document = await (await fetch(`${server}/docs/openapi.json`)).json();
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.filter((method) => item[method]).map((method) => ({ path, method, ...item[method] })));
    const { page, faults, close } = await openPage(browser, server, { ...DESKTOP, colorScheme: "light" });
    const shoot = (page, name) => page.screenshot({ path: `${folder}/${name}.png` });

    await step("the page lists every operation of the document", async () => {
      assert.ok(operations.length > 25, `${operations.length} operations`);
      await load(page, `${server}/docs`);
      assert.equal(page.url(), `${server}/docs/`);
      assert.equal(await page.title(), document.info.title);
      const shown = await page.locator(".opblock-summary-operation-id").allInnerTexts();
      assert.deepEqual(shown.sort(), operations.map((operation) => operation.operationId).sort());
      await shoot(page, "light");
    });
    await step("the search finds operations by path, method, name and description", async () => {
      const search = async (phrase) => {
        await page.fill("#operation-search", phrase);
        const shown = await page.locator(".opblock").count();
        assert.equal(await page.locator("output").innerText(), shown === 1 ? "1 endpoint" : `${shown} endpoints`);
        return page.locator(".opblock-summary-operation-id").allInnerTexts();
      };
      assert.deepEqual(await search("account/WHOAMI"), ["getTokenOwner"]);
      assert.deepEqual(await search("  getTokenOwner "), ["getTokenOwner"]);
      assert.ok((await search("post 3pid")).length >= 5);
      assert.ok((await search("delete")).includes("delete3pidFromAccount"));
      for (const phrase of ["true", "false", "no such words"]) {
        const expected = operations.filter((operation) => JSON.stringify(operation).includes(phrase));
        assert.ok((await search(phrase)).length <= expected.length, phrase);
      }
      assert.equal(await page.locator(".no-operations").innerText(), "No endpoint has all these words.");
      assert.equal((await search("")).length, operations.length);
      await page.locator("body").click({ position: { x: 1, y: 1 } });
      await page.keyboard.press("/");
      assert.equal(await page.evaluate(() => window.document.activeElement.id), "operation-search");
    });
    await step("a link opens an operation", async () => {
      const login = operations.find((operation) => operation.operationId === "login");
      await page.goto("about:blank");
      await load(page, `${server}/docs/#/${encodeURIComponent(login.tags[0])}/login`);
      await page.locator(".opblock.is-open .opblock-body").waitFor();
      assert.equal(await page.locator(".opblock.is-open").count(), 1);
      assert.equal(await page.locator(".opblock.is-open .opblock-summary-operation-id").innerText(), "login");
    });
    await step("\"try it out\" asks for the versions", async () => {
      const { status, json, url } = await tryOut(await openOperation(page, "getVersions"));
      assert.equal(status, 200);
      assert.ok(json.versions.includes("v1.1"));
      assert.equal(url, `${server}/_matrix/client/versions`);
    });
    await step("\"try it out\" registers an account, and asks who it is", async () => {
      const register = await openOperation(page, "register");
      await register.locator(".try-out__btn").click();
      // The first example, which the page has filled in.
      const example = JSON.parse(await register.locator("textarea.body-param__text").inputValue());
      assert.equal(example.auth.type, "m.login.dummy");
      const account = { ...example, username: `page${Date.now()}` };
      const challenge = await tryOut(register, { ...account, auth: undefined });
      assert.equal(challenge.status, 401);
      const { session } = challenge.json;
      const registered = await tryOut(register, { ...account, auth: { ...example.auth, session } });
      assert.equal(registered.status, 200);
      const whoami = await openOperation(page, "getTokenOwner");
      assert.equal((await tryOut(whoami)).json.errcode, "M_MISSING_TOKEN");
      await page.locator(".btn.authorize.unlocked, .btn.authorize.locked").first().click();
      await page.locator(".modal-ux input").first().fill(registered.json.access_token);
      await page.locator(".modal-ux .btn.authorize").first().click();
      await page.locator(".modal-ux .btn-done").first().click();
      await page.locator(".modal-ux").waitFor({ state: "detached" });
      const caller = await tryOut(whoami);
      assert.equal(caller.status, 200);
      assert.equal(caller.json.user_id, registered.json.user_id);
      await page.screenshot({ path: `${folder}/tried.png`, fullPage: true });
    });
    await step("the page asks no other host, reports no error and keeps its policy", async () => {
      assert.deepEqual(faults, []);
      await close();
    });
    for (const [name, options, background] of [
      ["dark", { ...DESKTOP, colorScheme: "dark" }, "rgb(28, 32, 34)"],
      ["phone", { ...PHONE, colorScheme: "light" }, "rgb(250, 250, 250)"],
      ["phone_dark", { ...PHONE, colorScheme: "dark" }, "rgb(28, 32, 34)"],
    ]) {
      await step(`the page fits: ${name}`, async () => {
        const { page, faults, close } = await openPage(browser, server, options);
        await load(page, `${server}/docs/`);
        await shoot(page, name);
        await page.fill("#operation-search", "session/login");
        await page.fill("#operation-search", "v3/login post");
        await page.locator(".opblock-summary-control").first().click();
        await page.locator(".opblock-body .responses-inner").waitFor();
        await page.screenshot({ path: `${folder}/${name}_login.png`, fullPage: true });
        const width = await page.evaluate(() => window.document.documentElement.scrollWidth);
        assert.ok(width <= options.viewport.width, `${width} pixels wide on a screen of ${options.viewport.width}`);
        const color = await page.evaluate(() => getComputedStyle(window.document.body).backgroundColor);
        assert.equal(color, background);
        assert.deepEqual(faults, []);
        await close();
      });
    }
    await step("a number without an example is shown as 0, and not as its maximum", async () => {
      const { page, faults, close } = await openPage(browser, server, DESKTOP);
      await page.route("**/openapi.json", async (route) => {
        const response = await route.fetch();
        const withoutExamples = (key, value) => (key === "examples" ? undefined : value);
        await route.fulfill({ response, body: JSON.stringify(await response.json(), withoutExamples) });
      });
      await load(page, `${server}/docs/`);
      const login = await openOperation(page, "login");
      const success = login.locator(".responses-inner tr.response[data-code='200']");
      const sample = JSON.parse(await success.locator(".highlight-code code, .microlight").first().innerText());
      assert.equal(sample.expires_in_ms, 0);
      assert.deepEqual(faults, []);
      await close();
    });
    await step("the page works behind a proxy that adds a prefix", async () => {
      const { page, faults, close } = await openPage(browser, proxy.origin, DESKTOP);
      await load(page, `${proxy.origin}/a/prefix/docs`);
      const { status, url } = await tryOut(await openOperation(page, "getVersions"));
      assert.equal(status, 200);
      assert.equal(url, `${proxy.origin}/a/prefix/_matrix/client/versions`);
      assert.deepEqual(faults, []);
      await close();
    });
  } finally {
    proxy.close();
    await browser.close();
  }
}

try {
  await steps(async (name, run) => {
    try {
      await run();
      console.log(`passed  page: ${name}`);
    } catch (error) {
      console.log(`failed  page: ${name}: ${error.message}`);
      throw error;
    }
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
