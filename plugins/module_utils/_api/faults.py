# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""Why no answer came: faults of the network, told without quoting what the libraries say (they quote whole URLs)."""

from __future__ import annotations

import socket
import ssl
import typing as t
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``unsent``: the request certainly did not reach Salesforce. ``passing``: another try may go better."""

    code: str
    words: str
    cure: str
    unsent: bool
    passing: bool


def fault_of(exception: BaseException, origin: str, option: str, timeout: float) -> Fault:
    """What the exception of requests means for the request to *origin*, which came from *option*."""
    import requests
    from urllib3.exceptions import NewConnectionError

    chain = _chain(exception)
    wrong_host = f"check {option}, and the proxy if one is needed (HTTPS_PROXY, NO_PROXY)"
    if isinstance(exception, (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)):
        passing = isinstance(exception, requests.exceptions.ProxyError)
        words = (
            f"The proxy does not let us through to {origin}" if passing else "The address of the proxy is no address"
        )
        return Fault("UNREACHABLE", words, "check HTTPS_PROXY and NO_PROXY", True, passing)
    if isinstance(exception, requests.exceptions.InvalidURL):
        return Fault("CONFIGURATION", f"{option} is not the address of a server", f"check {option}", True, False)
    if isinstance(exception, requests.exceptions.SSLError) or _has(chain, ssl.SSLError):
        return _tls(chain, origin, option)
    if _has(chain, socket.gaierror):
        final = not any(getattr(one, "errno", None) == socket.EAI_AGAIN for one in chain)
        return Fault("UNREACHABLE", f"The host of {origin} is not known", wrong_host, True, not final)
    if isinstance(exception, requests.exceptions.ConnectTimeout):
        return Fault(
            "TIMEOUT", f"{origin} could not be reached in time", f"{wrong_host}; else raise timeout", True, True
        )
    if isinstance(exception, requests.exceptions.Timeout) or _has(chain, socket.timeout):
        return Fault(
            "TIMEOUT",
            f"{origin} did not answer within {timeout:g} seconds",
            "run again later, or raise timeout",
            False,
            True,
        )
    if _has(chain, NewConnectionError):
        return Fault("UNREACHABLE", f"{origin} refuses the connection", wrong_host, True, True)
    return Fault(
        "UNREACHABLE",
        f"The connection to {origin} broke off",
        "run again; if it stays, check the network and the proxy",
        False,
        True,
    )


def _tls(chain: t.Sequence[BaseException], origin: str, option: str) -> Fault:
    reasons = " ".join(
        str(getattr(one, "reason", "") or "") + " " + str(getattr(one, "verify_message", "") or "") for one in chain
    )
    text = " ".join(str(one) for one in chain if isinstance(one, ssl.SSLError))
    if _has(chain, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in text:
        why = next(
            (one.verify_message for one in chain if isinstance(one, ssl.SSLCertVerificationError)), "not trusted"
        )
        cure = f"set ca_path to the certificate of the authority that issued it, or correct the host in {option}"
        return Fault("TLS", f"The certificate of {origin} cannot be verified ({why.rstrip('.')})", cure, True, False)
    if "WRONG_VERSION_NUMBER" in reasons + text:
        return Fault(
            "TLS",
            f"{origin} does not speak TLS on this port",
            f"correct host and port in {option}, or the proxy",
            True,
            False,
        )
    return Fault(
        "TLS",
        f"The secure connection to {origin} failed",
        f"check the host in {option}, the proxy and ca_path",
        False,
        False,
    )


def _chain(exception: BaseException) -> t.List[BaseException]:
    """The exception and everything it wraps: requests and urllib3 hide causes in args, ``reason`` and ``__cause__``."""
    found: t.List[BaseException] = []
    waiting: t.List[t.Any] = [exception]
    while waiting and len(found) < 20:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or any(one is other for other in found):
            continue
        found.append(one)
        waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
    return found


def _has(chain: t.Sequence[BaseException], kind: t.Type[BaseException]) -> bool:
    return any(isinstance(one, kind) for one in chain)
