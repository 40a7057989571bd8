/**
 * Walks an account from registration to logout with a client whose types are generated from the OpenAPI
 * document: a path, a member or a status that the document does not have is an error of the compiler.
 *
 * Usage: node typed_client.js HOMESERVER_URL
 */

import createClient from "openapi-fetch";

import type { components, paths } from "./account.js";

declare const process: { argv: string[]; exit(code: number): never };

const baseUrl = process.argv[2] ?? "";
const username = `ts_${Math.random().toString(36).slice(2, 10)}`;
const password = "correct horse battery staple";
const client = createClient<paths>({ baseUrl });

/** Prints whether an action passed, and returns its result. A failure ends the walk. */
async function step<T>(name: string, action: () => Promise<T>): Promise<T> {
    try {
        const result = await action();
        console.log(`passed  ${name}`);
        return result;
    } catch (error) {
        console.log(`failed  ${name}: ${String(error)}`);
        process.exit(1);
    }
}

function expect(condition: boolean, what: unknown): asserts condition {
    if (!condition) throw new Error(JSON.stringify(what));
}

await step("openapi-fetch versions", async () => {
    const { data, error } = await client.GET("/_matrix/client/versions");
    expect(data !== undefined, error);
    const versions: string[] = data.versions;
    expect(versions.includes("v1.19"), versions);
});

const session = await step("openapi-fetch register: the stages", async () => {
    const { data, error, response } = await client.POST("/_matrix/client/v3/register", {
        body: { username, password },
    });
    expect(data === undefined && response.status === 401, data);
    expect("flows" in error, error);
    const challenge = error as components["schemas"]["UiaaInfo"];
    const stages = challenge.flows.flatMap((flow) => flow.stages);
    expect(stages.includes("m.login.dummy"), error);
    return challenge.session;
});

const userId = await step("openapi-fetch register", async () => {
    expect(session !== undefined, "a session");
    const { data, error } = await client.POST("/_matrix/client/v3/register", {
        body: { username, password, auth: { type: "m.login.dummy", session } },
    });
    expect(data !== undefined, error);
    return data.user_id;
});

const token = await step("openapi-fetch login", async () => {
    const { data, error } = await client.POST("/_matrix/client/v3/login", {
        body: {
            type: "m.login.password",
            identifier: { type: "m.id.user", user: username },
            password,
        },
    });
    expect(data !== undefined, error);
    expect(data.user_id === userId, data.user_id);
    return data.access_token;
});

const headers = { Authorization: `Bearer ${token}` };

await step("openapi-fetch whoami", async () => {
    const { data, error } = await client.GET("/_matrix/client/v3/account/whoami", { headers });
    expect(data !== undefined, error);
    expect(data.user_id === userId, data);
});

await step("openapi-fetch logout", async () => {
    const { error } = await client.POST("/_matrix/client/v3/logout", { headers });
    expect(error === undefined, error);
    const after = await client.GET("/_matrix/client/v3/account/whoami", { headers });
    expect(after.error?.errcode === "M_UNKNOWN_TOKEN", after.error);
});

/** What the types refuse. It is compiled, and never called. */
export async function mistakes(): Promise<void> {
    // @ts-expect-error There is no such path.
    await client.GET("/_matrix/client/v3/acount/whoami");
    // @ts-expect-error The member has another type.
    await client.POST("/_matrix/client/v3/register", { body: { username: 7 } });
    const { data } = await client.GET("/_matrix/client/versions");
    // @ts-expect-error There is no such member.
    data?.version;
    // @ts-expect-error The user ID is a parameter of the path.
    await client.POST("/_matrix/client/v3/user/{userId}/openid/request_token", { body: {} });
}
