"""Stand-ins for the servers around a homeserver: a mail server, an identity server, single sign-on by CAS, and an
OAuth 2.0 server.

Usage: stand_ins.py FOLDER

They listen on free ports of 127.0.0.1 and say where in FOLDER/stand_ins.json. FOLDER/ca.pem is the
certificate authority that the identity server's certificate is from.

* Each mail becomes a file in FOLDER/mail: the receiver, an empty line, and the text.
* The identity server has one session, in which one phone number is validated, and binds whatever it
  is asked to.
* A ticket of the CAS server is the name of its user.
"""

import asyncio
import email.policy
import json
import ssl
import sys
import threading
import time
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import trustme
from aiosmtpd.smtp import SMTP

VALIDATION_SESSION = "1234"
MSISDN = "447700900001"
UNRECOGNIZED = {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"}


class MailToFiles:
    """An SMTP handler that writes what it receives into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        parser = BytesParser(EmailMessage, policy=email.policy.default)
        mail = parser.parsebytes(envelope.content)
        text = mail.get_body(("plain",)).get_content()
        self.count += 1
        name = f"{self.count:04}.txt"
        # Renamed when it is complete, so that nobody reads a half-written file.
        unfinished = self.folder / f"{name}.unfinished"
        unfinished.write_text(f"{envelope.rcpt_tos[0]}\n\n{text}")
        unfinished.rename(self.folder / name)
        return "250 OK"


class StandIn(BaseHTTPRequestHandler):
    """Answers with JSON, or other text."""

    def answer(self, content: dict[str, Any], status: int = 200) -> None:
        self.answer_text(json.dumps(content), "application/json", status)

    def answer_text(self, text: str, content_type: str, status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class IdentityServer(StandIn):
    """The few requests that a homeserver makes of an identity server."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        is_validation = url.path == "/_matrix/identity/api/v1/3pid/getValidated3pid"
        if is_validation and parse_qs(url.query)["sid"] == [VALIDATION_SESSION]:
            validated_at = int(time.time() * 1000)
            self.answer({"medium": "msisdn", "address": MSISDN, "validated_at": validated_at})
        else:
            self.answer(UNRECOGNIZED, 404)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        match self.path.removeprefix("/_matrix/identity/"):
            case "api/v1/validate/msisdn/requestToken":
                self.answer({"sid": VALIDATION_SESSION})
            case "v2/3pid/bind":
                self.answer({"medium": "email", "address": "bound@example.org"})
            case "v2/3pid/unbind":
                self.answer({})
            case _:
                self.answer(UNRECOGNIZED, 404)


class CasServer(StandIn):
    """Returns the user of a ticket."""

    def do_GET(self) -> None:
        [user] = parse_qs(urlsplit(self.path).query)["ticket"]
        namespace = "http://www.yale.edu/tp/cas"
        success = f"<authenticationSuccess><user>{user}</user></authenticationSuccess>"
        answer = f'<serviceResponse xmlns="{namespace}">{success}</serviceResponse>'
        self.answer_text(answer, "application/xml")


class AuthorizationServer(StandIn):
    """The metadata of an OAuth 2.0 server, which is all that a homeserver requests."""

    def do_GET(self) -> None:
        issuer = f"http://127.0.0.1:{self.server.server_port}/"
        self.answer(
            {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}authorize",
                "token_endpoint": f"{issuer}oauth2/token",
                "revocation_endpoint": f"{issuer}oauth2/revoke",
                "registration_endpoint": f"{issuer}oauth2/registration",
                "jwks_uri": f"{issuer}oauth2/keys.json",
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code", "refresh_token"],
                "response_modes_supported": ["query", "fragment"],
                "code_challenge_methods_supported": ["S256"],
                "account_management_uri": f"{issuer}account/",
            }
        )


def serve(handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None) -> int:
    """Serves HTTP, or HTTPS, from a thread, and returns the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


async def main(folder: Path) -> None:
    mail = folder / "mail"
    mail.mkdir(parents=True)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(tls)

    handler = MailToFiles(mail)
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(lambda: SMTP(handler), "127.0.0.1", 0)
    places = {
        "smtp_port": smtp.sockets[0].getsockname()[1],
        "phone_validation_url": f"http://127.0.0.1:{serve(IdentityServer)}",
        "identity_server": f"localhost:{serve(IdentityServer, tls)}",
        "identity_provider": f"http://127.0.0.1:{serve(CasServer)}/",
        "authorization_server": f"http://127.0.0.1:{serve(AuthorizationServer)}/",
    }
    (folder / "stand_ins.json").write_text(json.dumps(places))
    print("ready", flush=True)
    await smtp.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
