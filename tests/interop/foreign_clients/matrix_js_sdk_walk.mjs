/**
 * Walks an account from registration to deactivation with matrix-js-sdk.
 *
 * Usage: node matrix_js_sdk_walk.mjs HOMESERVER_URL MAIL_FOLDER
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

import { InteractiveAuth, MatrixError, createClient } from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";

import { step } from "./steps.mjs";

const CLIENT = "matrix-js-sdk";
const PASSWORD = "correct horse battery staple";
const NEW_PASSWORD = "a house of many mansions";
const LAST_PASSWORD = "the quick brown fox jumps";

// It writes every request to the console otherwise.
logger.setLevel("silent");

const [baseUrl, mailFolder] = process.argv.slice(2);
const username = `js_${randomBytes(4).toString("hex")}`;
const identifier = { type: "m.id.user", user: username };
const email = `${username}@example.org`;

/** A client for what the homeserver answered to a registration or a login. */
function clientOf({ user_id, device_id, access_token }) {
    return createClient({
        baseUrl,
        userId: user_id,
        deviceId: device_id,
        accessToken: access_token,
    });
}

/**
 * Does a request to the end of its user-interactive authentication, as applications do. Each stage
 * is submitted once, by a person who is asked only once, however often the SDK tells the state.
 */
function interactively(matrixClient, doRequest, stages) {
    const answers = new Map(Object.entries(stages));
    const auth = new InteractiveAuth({
        matrixClient,
        doRequest,
        supportedStages: Object.keys(stages),
        stateUpdated(stage) {
            const answer = answers.get(stage);
            if (answers.delete(stage)) {
                void auth.submitAuthDict({ type: stage, ...answer });
            }
        },
        requestEmailToken: () => Promise.reject(new Error("no mail is asked for")),
    });
    return auth.attemptAuth();
}

/** Waits for a request to be refused with this status and code. */
async function refused(request, status, code) {
    await assert.rejects(request, (error) => {
        assert.ok(error instanceof MatrixError, `expected a MatrixError, got ${error}`);
        assert.deepEqual([error.httpStatus, error.errcode], [status, code]);
        return true;
    });
}

/** Opens the link in the newest mail and presses the button on its page, as a person does. */
async function openLink() {
    const mails = (await readdir(mailFolder)).sort();
    const mail = await readFile(join(mailFolder, mails.at(-1)), "utf8");
    const link = mail.split(/\s+/).find((word) => word.startsWith(baseUrl));
    assert.equal((await fetch(link)).status, 200);
    assert.equal((await fetch(link, { method: "POST" })).status, 200);
}

function logIn(password, options = {}) {
    const login = { type: "m.login.password", identifier, password, ...options };
    return createClient({ baseUrl }).loginRequest(login);
}

const stranger = createClient({ baseUrl });

await step(`${CLIENT}: the versions and the login flows`, async () => {
    assert.ok(await stranger.isVersionSupported("v1.11"));
    const { flows } = await stranger.loginFlows();
    assert.ok(flows.some((flow) => flow.type === "m.login.password"));
});

const client = await step(`${CLIENT}: registers by user-interactive authentication`, async () => {
    assert.equal(await stranger.isUsernameAvailable(username), true);
    const account = await interactively(
        stranger,
        (auth) => stranger.register(username, PASSWORD, null, auth ?? {}),
        { "m.login.dummy": {} },
    );
    assert.equal(account.user_id, `@${username}:${account.home_server}`);
    assert.ok(account.refresh_token && account.expires_in_ms > 0);
    return clientOf(account);
});

await step(`${CLIENT}: a name is registered once`, async () => {
    assert.equal(await stranger.isUsernameAvailable(username), false);
    const again = stranger.register(username, PASSWORD, null, { type: "m.login.dummy" });
    await refused(again, 400, "M_USER_IN_USE");
});

await step(`${CLIENT}: the user of the token`, async () => {
    assert.deepEqual(await client.whoami(), {
        user_id: client.getUserId(),
        device_id: client.getDeviceId(),
        is_guest: false,
    });
});

await step(`${CLIENT}: capabilities, addresses and an OpenID token`, async () => {
    assert.equal((await client.getCapabilities())["m.change_password"].enabled, true);
    assert.deepEqual(await client.getThreePids(), { threepids: [] });
    const token = await client.getOpenIdToken();
    assert.equal(token.token_type, "Bearer");
});

const second = await step(`${CLIENT}: logs in with the password only`, async () => {
    await refused(logIn("a guess"), 403, "M_FORBIDDEN");
    const login = await logIn(PASSWORD, { initial_device_display_name: "second device" });
    assert.equal(login.user_id, client.getUserId());
    assert.notEqual(login.device_id, client.getDeviceId());
    assert.equal(login.well_known["m.homeserver"].base_url.replace(/\/$/, ""), baseUrl);
    return clientOf(login);
});

await step(`${CLIENT}: logs another device in with a login token`, async () => {
    const { login_token: token, expires_in_ms: lifetime } = await interactively(
        client,
        (auth) => client.requestLoginToken(auth ?? undefined),
        { "m.login.password": { identifier, password: PASSWORD } },
    );
    assert.ok(lifetime > 0);
    const login = await stranger.loginRequest({ type: "m.login.token", token });
    assert.equal(login.user_id, client.getUserId());
    await refused(stranger.loginRequest({ type: "m.login.token", token }), 403, "M_FORBIDDEN");
});

const { login, refreshing } = await step(
    `${CLIENT}: logs in with a refresh token, and gets new tokens for it`,
    async () => {
        const login = await logIn(PASSWORD, { refresh_token: true });
        assert.ok(login.expires_in_ms > 0);
        const refreshing = clientOf(login);
        const tokens = await refreshing.refreshToken(login.refresh_token);
        assert.notEqual(tokens.refresh_token, login.refresh_token);
        refreshing.setAccessToken(tokens.access_token);
        assert.equal((await refreshing.whoami()).device_id, login.device_id);
        return { login, refreshing };
    },
);

await step(`${CLIENT}: used tokens are refused`, async () => {
    await refused(clientOf(login).whoami(), 401, "M_UNKNOWN_TOKEN");
    await refused(refreshing.refreshToken(login.refresh_token), 401, "M_UNKNOWN_TOKEN");
});

await step(`${CLIENT}: changes the password`, async () => {
    const answer = await interactively(
        client,
        (auth) => client.setPassword(auth ?? undefined, NEW_PASSWORD, true),
        { "m.login.password": { identifier, password: PASSWORD } },
    );
    assert.deepEqual(answer, {});
    assert.equal((await client.whoami()).user_id, client.getUserId());
    await refused(second.whoami(), 401, "M_UNKNOWN_TOKEN");
});

await step(`${CLIENT}: logs in with the new password only`, async () => {
    await refused(logIn(PASSWORD), 403, "M_FORBIDDEN");
    const login = await logIn(NEW_PASSWORD);
    assert.equal(login.user_id, client.getUserId());
    second.setAccessToken(login.access_token);
});

await step(`${CLIENT}: adds a mail address and logs in with it`, async () => {
    const secret = client.generateClientSecret();
    const { sid } = await client.requestAdd3pidEmailToken(email, secret, 1);
    const add = () =>
        interactively(
            client,
            (auth) => client.addThreePidOnly({ sid, client_secret: secret, auth }),
            { "m.login.password": { identifier, password: NEW_PASSWORD } },
        );
    await refused(add(), 400, "M_THREEPID_AUTH_FAILED");
    await openLink();
    assert.deepEqual(await add(), {});
    const { threepids } = await client.getThreePids();
    assert.deepEqual(threepids.map(({ medium, address }) => [medium, address]), [["email", email]]);
    const byEmail = { type: "m.id.thirdparty", medium: "email", address: email };
    const login = await logIn(NEW_PASSWORD, { identifier: byEmail });
    assert.equal(login.user_id, client.getUserId());
    const again = client.requestAdd3pidEmailToken(email, client.generateClientSecret(), 1);
    await refused(again, 400, "M_THREEPID_IN_USE");
});

await step(`${CLIENT}: resets the password by mail`, async () => {
    const secret = stranger.generateClientSecret();
    const { sid } = await stranger.requestPasswordEmailToken(email, secret, 1);
    const demand = await stranger.setPassword(undefined, LAST_PASSWORD, false).catch((it) => it);
    assert.equal(demand.httpStatus, 401);
    const proof = {
        type: "m.login.email.identity",
        threepid_creds: { sid, client_secret: secret },
        session: demand.data.session,
    };
    await refused(stranger.setPassword(proof, LAST_PASSWORD), 401, "M_THREEPID_AUTH_FAILED");
    await openLink();
    assert.deepEqual(await stranger.setPassword(proof, LAST_PASSWORD, false), {});
    await logIn(LAST_PASSWORD);
    assert.equal((await client.whoami()).user_id, client.getUserId());
});

await step(`${CLIENT}: deletes the mail address`, async () => {
    const answer = await client.deleteThreePid("email", email);
    assert.ok(["success", "no-support"].includes(answer.id_server_unbind_result));
    assert.deepEqual(await client.getThreePids(), { threepids: [] });
});

await step(`${CLIENT}: logs out`, async () => {
    await second.logout();
    await refused(second.whoami(), 401, "M_UNKNOWN_TOKEN");
});

await step(`${CLIENT}: deactivates the account, and can no longer log in`, async () => {
    const answer = await interactively(
        client,
        (auth) => client.deactivateAccount(auth ?? undefined, false),
        { "m.login.password": { identifier, password: LAST_PASSWORD } },
    );
    assert.ok(["success", "no-support"].includes(answer.id_server_unbind_result));
    await refused(client.whoami(), 401, "M_UNKNOWN_TOKEN");
    await refused(logIn(LAST_PASSWORD), 403, "M_USER_DEACTIVATED");
});
