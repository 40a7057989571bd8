"""Walks an account from registration to deactivation with matrix-nio.

Usage: matrix_nio_walk.py HOMESERVER_URL

For refreshing, changing the password and deactivation nio has no method; those go through the
request function below its methods.
"""

import asyncio
import json
import secrets
import sys
from typing import Any

from nio import (
    Api,
    AsyncClient,
    LoginError,
    LoginInfoResponse,
    LoginResponse,
    LogoutResponse,
    RegisterResponse,
    WhoamiError,
    WhoamiResponse,
)
from nio.responses import RegisterErrorResponse, RegisterInteractiveResponse

from account import NEW_PASSWORD, PASSWORD, password_stage
from steps import expect, step

CLIENT = "matrix-nio"


async def post(client: AsyncClient, *path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Sends a request that nio has no method for; returns the status and the JSON."""
    headers = {"Content-Type": "application/json"}
    if client.access_token:
        headers["Authorization"] = f"Bearer {client.access_token}"
    answer = await client.send("POST", Api._build_path(path), json.dumps(body), headers)
    return answer.status, await answer.json()


async def walk(homeserver: str) -> None:
    username = f"nio_{secrets.token_hex(4)}"
    client = AsyncClient(homeserver, username)
    stranger = AsyncClient(homeserver, username)

    with step(f"{CLIENT}: the login flows"):
        flows = await client.login_info()
        assert isinstance(flows, LoginInfoResponse), flows
        assert "m.login.password" in flows.flows, flows

    with step(f"{CLIENT}: a registration is first answered with flows and a session"):
        # nio's own `register_with_token` begins with an `auth` without a stage, too.
        begin = {"initial_device_display_name": "nio"}
        challenge = await client.register_interactive(username, PASSWORD, auth_dict=begin)
        assert isinstance(challenge, RegisterInteractiveResponse), challenge
        assert challenge.session, challenge

    with step(f"{CLIENT}: registers in that session"):
        account = await client.register(
            username, PASSWORD, device_name="nio", session_token=challenge.session
        )
        assert isinstance(account, RegisterResponse), account
        expect(client.user_id, account.user_id)
        expect(client.access_token, account.access_token)

    with step(f"{CLIENT}: a name is registered once"):
        again = await stranger.register(username, PASSWORD)
        assert isinstance(again, RegisterErrorResponse), again
        expect(again.status_code, "M_USER_IN_USE")

    with step(f"{CLIENT}: the user of the token"):
        myself = await client.whoami()
        assert isinstance(myself, WhoamiResponse), myself
        expect((myself.user_id, myself.device_id), (account.user_id, account.device_id))
        expect(myself.is_guest, False)

    with step(f"{CLIENT}: logs in with the password only"):
        refusal = await stranger.login("a guess")
        assert isinstance(refusal, LoginError), refusal
        expect(refusal.status_code, "M_FORBIDDEN")
        login = await stranger.login(PASSWORD, device_name="second device")
        assert isinstance(login, LoginResponse), login
        expect(login.user_id, account.user_id)
        assert login.device_id != account.device_id, login

    with step(f"{CLIENT}: logs in with a refresh token, and refreshes"):
        identifier = {"type": "m.id.user", "user": username}
        refreshing = AsyncClient(homeserver, username)
        login = await refreshing.login_raw(
            {
                "type": "m.login.password",
                "identifier": identifier,
                "password": PASSWORD,
                "refresh_token": True,
            }
        )
        assert isinstance(login, LoginResponse), login
        tokens = await login.transport_response.json()
        assert tokens["expires_in_ms"] > 0, tokens
        old_token = refreshing.access_token
        body = {"refresh_token": tokens["refresh_token"]}
        status, tokens = await post(refreshing, "refresh", body=body)
        expect(status, 200)
        assert tokens["refresh_token"] != body["refresh_token"], "the refresh token stays the same"
        refreshing.access_token = tokens["access_token"]
        expect((await refreshing.whoami()).device_id, login.device_id)

    with step(f"{CLIENT}: used tokens are refused"):
        refreshing.access_token = old_token
        refusal = await refreshing.whoami()
        assert isinstance(refusal, WhoamiError), refusal
        expect(refusal.status_code, "M_UNKNOWN_TOKEN")
        status, error = await post(stranger, "refresh", body=body)
        expect((status, error["errcode"]), (401, "M_UNKNOWN_TOKEN"))

    with step(f"{CLIENT}: changes the password"):
        body = {"new_password": NEW_PASSWORD, "logout_devices": True}
        status, challenge = await post(client, "account", "password", body=body)
        expect(status, 401)
        body["auth"] = password_stage(account.user_id, PASSWORD, challenge["session"])
        expect(await post(client, "account", "password", body=body), (200, {}))
        expect((await client.whoami()).user_id, account.user_id)
        refusal = await stranger.whoami()
        assert isinstance(refusal, WhoamiError), refusal
        expect(refusal.status_code, "M_UNKNOWN_TOKEN")

    with step(f"{CLIENT}: logs in with the new password only"):
        refusal = await stranger.login(PASSWORD)
        assert isinstance(refusal, LoginError), refusal
        expect(refusal.status_code, "M_FORBIDDEN")
        login = await stranger.login(NEW_PASSWORD)
        assert isinstance(login, LoginResponse), login

    with step(f"{CLIENT}: logs out"):
        answer = await stranger.logout()
        assert isinstance(answer, LogoutResponse), answer

    with step(f"{CLIENT}: deactivates the account, and can no longer log in"):
        status, challenge = await post(client, "account", "deactivate", body={})
        expect(status, 401)
        auth = password_stage(account.user_id, NEW_PASSWORD, challenge["session"])
        status, answer = await post(client, "account", "deactivate", body={"auth": auth})
        expect(status, 200)
        assert answer["id_server_unbind_result"] in ("success", "no-support"), answer
        refusal = await stranger.login(NEW_PASSWORD)
        assert isinstance(refusal, LoginError), refusal
        expect(refusal.status_code, "M_USER_DEACTIVATED")

    await client.close()
    await stranger.close()
    await refreshing.close()


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1]))
