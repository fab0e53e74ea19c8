# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Signing in with a certificate: OAuth 2.0 JWT bearer."""

from __future__ import annotations

import time
import typing as t

from ..errors import configuration
from ..libraries import missing_library
from .session import Session, token_host
from .token_endpoint import ask_for_token

if t.TYPE_CHECKING:
    from ..connection import Connection
    from ..transport import Transport

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"

#: Salesforce accepts assertions that expire within a few minutes ("OAuth 2.0 JWT Bearer Flow", Salesforce Help).
_VALID_FOR = 180

_NEEDED = (
    "set private_key_file to the file, or private_key to the text, of the RSA private key in PEM form "
    "whose certificate the app holds"
)


class JwtBearer:
    """A short-lived statement, signed with the private key whose certificate the app holds, stands for the user."""

    name = "jwt_bearer"

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def validate(self) -> None:
        connection = self._connection
        if connection.private_key and connection.private_key_file:
            raise configuration("private_key and private_key_file are both set", "leave one of them out")
        if not connection.private_key and not connection.private_key_file:
            raise configuration("jwt_bearer needs a private key", _NEEDED)
        if not connection.client_id:
            raise configuration("jwt_bearer needs client_id", "set client_id to the app's consumer key")
        if not connection.username:
            raise configuration("jwt_bearer needs username", "set username to the Salesforce user to sign in as")
        self._key()

    def sign_in(self, transport: Transport) -> Session:
        form = {"grant_type": GRANT_TYPE, "assertion": self._assertion()}
        return ask_for_token(transport, self._connection, self.name, form)

    def _key(self) -> str:
        option = "private_key"
        text = self._connection.private_key
        if not text:
            option = "private_key_file"
            text = _text_of(self._connection.private_key_file)
        if "ENCRYPTED" in text:
            raise configuration(
                f"{option} is protected by a passphrase",
                "decrypt it (openssl pkey -in KEY -out PLAIN) and keep it in a vault",
            )
        if "PRIVATE KEY-----" not in text:
            raise configuration(f"{option} holds no private key in PEM form", _NEEDED)
        return text.strip() + "\n"

    def _assertion(self) -> str:
        try:
            import jwt
            from cryptography.exceptions import UnsupportedAlgorithm
        except ImportError:
            raise missing_library("PyJWT[crypto]", "to sign in by jwt_bearer") from None
        claims = {
            "iss": self._connection.client_id,
            "sub": self._connection.username,
            "aud": self._connection.audience or token_host(self._connection),
            "exp": int(time.time()) + _VALID_FOR,
        }
        key = self._key()
        try:
            return str(jwt.encode(claims, key, algorithm="RS256"))
        except (ValueError, TypeError, jwt.exceptions.PyJWTError, UnsupportedAlgorithm):
            # Whatever the libraries say may quote the key.
            raise configuration("The private key cannot sign: it is damaged or not an RSA key", _NEEDED) from None


def _text_of(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise configuration(f"private_key_file {path} cannot be read ({error.strerror})", _NEEDED) from None
    except UnicodeDecodeError:
        raise configuration(f"private_key_file {path} is not in PEM form", _NEEDED) from None
