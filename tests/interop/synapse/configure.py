"""Writes the configuration of the Synapses of the walk.

Usage: configure.py FOLDER

FOLDER/stand_ins.json, written by stand_ins.py, says where mail and the like go. Each Synapse gets a
folder of its own with a homeserver.yaml; FOLDER/walk.json tells the walk where everything is.

open       registers everybody and guests; tokens of clients that refresh expire after a moment
guarded    registers with a token, and after consent to its policies; limits how often one may ask
delegated  leaves accounts to an OAuth 2.0 server
"""

import json
import secrets
import socket
import sys
from pathlib import Path
from typing import Any

import yaml
from signedjson.key import generate_signing_key, write_signing_keys

SERVER_NAME = "synapse.example"
# Long enough to read the response, and short enough to expire during the walk.
ACCESS_TOKEN_LIFETIME = "2s"
NO_LIMIT = {"per_second": 1000, "burst_count": 1000}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listener(port: int, *resources: str) -> dict[str, Any]:
    return {
        "type": "http",
        "port": port,
        "bind_addresses": ["127.0.0.1"],
        "resources": [{"names": list(resources)}],
    }


def common(folder: Path, port: int) -> dict[str, Any]:
    """The common configuration: one listener, SQLite, no federation."""
    key = folder / "signing.key"
    with key.open("w") as file:
        write_signing_keys(file, [generate_signing_key("interop")])
    return {
        "server_name": SERVER_NAME,
        "public_baseurl": f"http://127.0.0.1:{port}/",
        "listeners": [listener(port, "client")],
        "pid_file": str(folder / "synapse.pid"),
        "database": {"name": "sqlite3", "args": {"database": str(folder / "synapse.sqlite")}},
        "signing_key_path": str(key),
        "macaroon_secret_key": secrets.token_hex(),
        "form_secret": secrets.token_hex(),
        "registration_shared_secret": secrets.token_hex(),
        "report_stats": False,
        "enable_media_repo": False,
        "trusted_key_servers": [],
        "bcrypt_rounds": 4,
        "rc_registration": NO_LIMIT,
        "rc_login": {"address": NO_LIMIT, "account": NO_LIMIT, "failed_attempts": NO_LIMIT},
        "rc_3pid_validation": NO_LIMIT,
        "rc_registration_token_validity": NO_LIMIT,
    }


def open_to_all(folder: Path, _port: int, places: dict[str, Any]) -> dict[str, Any]:
    appservice = folder / "appservice.yaml"
    registration = {
        "id": "walk",
        "url": None,
        "as_token": places["appservice_token"],
        "hs_token": secrets.token_hex(),
        "sender_localpart": "bridge",
        "rate_limited": False,
        "namespaces": {"users": [{"regex": f"@bridge_.*:{SERVER_NAME}", "exclusive": True}]},
    }
    appservice.write_text(yaml.dump(registration))
    return {
        "enable_registration": True,
        "enable_registration_without_verification": True,
        "allow_guest_access": True,
        "app_service_config_files": [str(appservice)],
        "refreshable_access_token_lifetime": ACCESS_TOKEN_LIFETIME,
        # A recording has a rate limit that lasts longer than that.
        "rc_registration_token_validity": {"per_second": 0.45, "burst_count": 1},
        "password_config": {"policy": {"enabled": True, "minimum_length": 8}},
        "login_via_existing_session": {"enabled": True, "require_ui_auth": True},
        "cas_config": {
            "enabled": True,
            "server_url": places["identity_provider"],
            "idp_name": "CAS",
        },
        "sso": {"client_whitelist": ["https://client.example/"]},
        "email": {
            "smtp_host": "127.0.0.1",
            "smtp_port": places["smtp_port"],
            "enable_tls": False,
            "notif_from": f"%(app)s <noreply@{SERVER_NAME}>",
        },
        "account_threepid_delegates": {"msisdn": places["phone_validation_url"]},
        # Only the identity server is reachable there.
        "ip_range_whitelist": ["127.0.0.1"],
    }


def guarded(folder: Path, port: int, _places: dict[str, Any]) -> dict[str, Any]:
    policies = folder / "policies" / "en"
    policies.mkdir(parents=True)
    (policies / "1.0.html").write_text("<p>Be kind.</p>")
    return {
        "enable_registration": True,
        "registration_requires_token": True,
        "listeners": [listener(port, "client", "consent")],
        "user_consent": {
            "template_dir": str(policies.parent),
            "version": "1.0",
            "policy_name": "House rules",
            "require_at_registration": True,
        },
        "rc_registration_token_validity": {"per_second": 0.5, "burst_count": 3},
    }


def delegated(_folder: Path, _port: int, places: dict[str, Any]) -> dict[str, Any]:
    return {
        "matrix_authentication_service": {
            "enabled": True,
            "endpoint": places["authorization_server"],
            "secret": secrets.token_hex(),
        },
    }


def main(base: Path) -> None:
    places = json.loads((base / "stand_ins.json").read_text()) | {
        "server_name": SERVER_NAME,
        "mail_folder": str(base / "mail"),
        "appservice_token": secrets.token_hex(),
        "homeservers": {},
    }
    for name, configure in [
        ("open", open_to_all),
        ("guarded", guarded),
        ("delegated", delegated),
    ]:
        folder = base / name
        folder.mkdir()
        port = free_port()
        configuration = common(folder, port) | configure(folder, port, places)
        (folder / "homeserver.yaml").write_text(yaml.dump(configuration))
        places["homeservers"][name] = f"http://127.0.0.1:{port}"
    (base / "walk.json").write_text(json.dumps(places, indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
