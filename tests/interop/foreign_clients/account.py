"""Accounts of the walks in Python."""

from typing import Any

PASSWORD = "correct horse battery staple"
NEW_PASSWORD = "a house of many mansions"


def password_stage(user_id: str, password: str, session: str) -> dict[str, Any]:
    """The password as proof for user-interactive authentication."""
    identifier = {"type": "m.id.user", "user": user_id}
    return {
        "type": "m.login.password",
        "identifier": identifier,
        "password": password,
        "session": session,
    }
