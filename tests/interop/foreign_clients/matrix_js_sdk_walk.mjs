/**
 * The life of an account on a homeserver, lived with matrix-js-sdk.
 *
 * Usage: node matrix_js_sdk_walk.mjs HOMESERVER_URL
 */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import process from "node:process";

import { InteractiveAuth, MatrixError, createClient } from "matrix-js-sdk";
import { logger } from "matrix-js-sdk/lib/logger.js";

import { step } from "./steps.mjs";

const CLIENT = "matrix-js-sdk";
const PASSWORD = "correct horse battery staple";
const NEW_PASSWORD = "a house of many mansions";

// It writes every request to the console otherwise.
logger.setLevel("silent");

const baseUrl = process.argv[2];
const username = `js_${randomBytes(4).toString("hex")}`;
const identifier = { type: "m.id.user", user: username };

/** A client for what the homeserver answered to a registration or a login. */
function clientOf({ user_id, device_id, access_token }) {
    return createClient({
        baseUrl,
        userId: user_id,
        deviceId: device_id,
        accessToken: access_token,
    });
}

/** Does a request to the end of its user-interactive authentication, as applications do. */
function interactively(matrixClient, doRequest, stages) {
    const auth = new InteractiveAuth({
        matrixClient,
        doRequest,
        supportedStages: Object.keys(stages),
        stateUpdated: (stage) => void auth.submitAuthDict({ type: stage, ...stages[stage] }),
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

await step(`${CLIENT}: who it is`, async () => {
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

const second = await step(`${CLIENT}: logs in with the password, and without it does not`, async () => {
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

await step(`${CLIENT}: what was refreshed is used up`, async () => {
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

await step(`${CLIENT}: logs in with the new password, and not with the old one`, async () => {
    await refused(logIn(PASSWORD), 403, "M_FORBIDDEN");
    const login = await logIn(NEW_PASSWORD);
    assert.equal(login.user_id, client.getUserId());
    second.setAccessToken(login.access_token);
});

await step(`${CLIENT}: logs out`, async () => {
    await second.logout();
    await refused(second.whoami(), 401, "M_UNKNOWN_TOKEN");
});

await step(`${CLIENT}: deactivates the account, and cannot log in any more`, async () => {
    const answer = await interactively(
        client,
        (auth) => client.deactivateAccount(auth ?? undefined, false),
        { "m.login.password": { identifier, password: NEW_PASSWORD } },
    );
    assert.ok(["success", "no-support"].includes(answer.id_server_unbind_result));
    await refused(client.whoami(), 401, "M_UNKNOWN_TOKEN");
    await refused(logIn(NEW_PASSWORD), 403, "M_USER_DEACTIVATED");
});
