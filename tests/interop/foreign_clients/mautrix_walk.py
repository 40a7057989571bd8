"""Walks an account from registration to deactivation with mautrix.

Usage: mautrix_walk.py HOMESERVER_URL

mautrix has methods for the versions, for logging in and out, and for asking who it is. Everything
else goes through its `HTTPAPI.request`, whose errors have types.
"""

import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable
from typing import Any

from mautrix.api import HTTPAPI, Method, Path, PathBuilder
from mautrix.client import ClientAPI
from mautrix.errors import (
    MatrixUnknownRequestError,
    MForbidden,
    MUnknownToken,
    MUserDeactivated,
    MUserInUse,
)
from mautrix.types import LoginType, SpecVersions

from account import NEW_PASSWORD, PASSWORD, password_stage
from steps import expect, step

CLIENT = "mautrix"

REGISTER = Path.v3.register
REFRESH = Path.v3.refresh
CHANGE_PASSWORD = Path.v3.account.password
DEACTIVATE = Path.v3.account.deactivate


async def refused(request: Awaitable[Any], error_type: type[Exception]) -> Exception:
    """The error of this type that a request raises."""
    try:
        answer = await request
    except error_type as error:
        return error
    raise AssertionError(f"expected {error_type.__name__}, got {answer!r}")


async def challenge(api: HTTPAPI, path: PathBuilder, body: dict[str, Any]) -> dict[str, Any]:
    """The challenge for a request without `auth`, which mautrix raises as an error without a code."""
    error = await refused(api.request(Method.POST, path, body), MatrixUnknownRequestError)
    expect(error.http_status, 401)
    return json.loads(error.text)


async def walk(homeserver: str) -> None:
    username = f"mautrix_{secrets.token_hex(4)}"
    client = ClientAPI(base_url=homeserver)
    stranger = ClientAPI(base_url=homeserver)

    with step(f"{CLIENT}: the versions and the login flows"):
        versions = await client.versions()
        assert versions.supports(SpecVersions.V11), versions
        flows = await client.get_login_flows()
        assert flows.supports_type(LoginType.PASSWORD), flows

    with step(f"{CLIENT}: registers by user-interactive authentication"):
        body = {"username": username, "password": PASSWORD}
        demand = await challenge(client.api, REGISTER, body)
        assert {"stages": ["m.login.dummy"]} in demand["flows"], demand
        body["auth"] = {"type": "m.login.dummy", "session": demand["session"]}
        account = await client.api.request(Method.POST, REGISTER, body)
        client.mxid, client.device_id = account["user_id"], account["device_id"]
        client.api.token = account["access_token"]
        expect(client.localpart, username)

    with step(f"{CLIENT}: a name is registered once"):
        body = {"username": username, "password": PASSWORD, "auth": {"type": "m.login.dummy"}}
        error = await refused(stranger.api.request(Method.POST, REGISTER, body), MUserInUse)
        expect(error.http_status, 400)

    with step(f"{CLIENT}: the user of the token"):
        myself = await client.whoami()
        expect((myself.user_id, myself.device_id), (client.mxid, client.device_id))
        expect(myself.is_guest, False)

    with step(f"{CLIENT}: logs in with the password only"):
        error = await refused(stranger.login(username, password="a guess"), MForbidden)
        expect(error.http_status, 403)
        login = await stranger.login(username, password=PASSWORD, device_name="second device")
        expect(login.user_id, client.mxid)
        assert login.device_id != client.device_id, login
        expect(str(login.well_known.homeserver.base_url).rstrip("/"), homeserver)

    with step(f"{CLIENT}: logs in with a refresh token, and refreshes"):
        refreshing = ClientAPI(base_url=homeserver)
        login = await refreshing.login(username, password=PASSWORD, refresh_token=True)
        # mautrix keeps unknown members of a response.
        assert login.unrecognized_["expires_in_ms"] > 0, login
        body = {"refresh_token": login.unrecognized_["refresh_token"]}
        tokens = await refreshing.api.request(Method.POST, REFRESH, body)
        assert tokens["refresh_token"] != body["refresh_token"], "the refresh token stays the same"
        refreshing.api.token = tokens["access_token"]
        expect((await refreshing.whoami()).device_id, login.device_id)

    with step(f"{CLIENT}: used tokens are refused"):
        refreshing.api.token = login.access_token
        await refused(refreshing.whoami(), MUnknownToken)
        error = await refused(stranger.api.request(Method.POST, REFRESH, body), MUnknownToken)
        expect(error.http_status, 401)

    with step(f"{CLIENT}: changes the password"):
        body = {"new_password": NEW_PASSWORD, "logout_devices": True}
        demand = await challenge(client.api, CHANGE_PASSWORD, body)
        body["auth"] = password_stage(client.mxid, PASSWORD, demand["session"])
        expect(await client.api.request(Method.POST, CHANGE_PASSWORD, body), {})
        expect((await client.whoami()).user_id, client.mxid)
        await refused(stranger.whoami(), MUnknownToken)

    with step(f"{CLIENT}: logs in with the new password only"):
        stranger.device_id = ""
        await refused(stranger.login(username, password=PASSWORD), MForbidden)
        login = await stranger.login(username, password=NEW_PASSWORD)
        expect(login.user_id, client.mxid)

    with step(f"{CLIENT}: logs out"):
        token = stranger.api.token
        await stranger.logout()
        stranger.api.token = token
        await refused(stranger.whoami(), MUnknownToken)

    with step(f"{CLIENT}: deactivates the account, and can no longer log in"):
        demand = await challenge(client.api, DEACTIVATE, {})
        auth = password_stage(client.mxid, NEW_PASSWORD, demand["session"])
        answer = await client.api.request(Method.POST, DEACTIVATE, {"auth": auth})
        assert answer["id_server_unbind_result"] in ("success", "no-support"), answer
        await refused(client.whoami(), MUnknownToken)
        login = stranger.login(username, password=NEW_PASSWORD)
        expect((await refused(login, MUserDeactivated)).http_status, 403)

    for api in (client.api, stranger.api, refreshing.api):
        await api.session.close()


if __name__ == "__main__":
    asyncio.run(walk(sys.argv[1]))
