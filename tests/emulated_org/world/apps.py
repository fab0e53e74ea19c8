# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Connected apps of a new organisation. The first is the one its administrator signs in through."""

from __future__ import annotations

import functools
import secrets
import typing as t

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from ..auth.apps import App
from ..metadata import app_policies
from ..store.database import Row
from .seed import Seed

#: Keys of a world file, and the columns of the app's policies.
POLICIES = {
    "contact_email": "ContactEmail",
    "callback_url": "CallbackUrl",
    "ip_relaxation": "IpRelaxation",
    "refresh_token_policy": "RefreshTokenPolicy",
}
DEFAULT: dict[str, t.Any] = {"name": "Provisioning", "approved_profiles": ["System Administrator"]}


@functools.cache
def private_key() -> rsa.RSAPrivateKey:
    """One key for every app of the process: making one takes long, and an app is told apart by its client_id."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@functools.cache
def public_pem() -> bytes:
    """The public half, as an app holds it."""
    kind = serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key().public_key().public_bytes(serialization.Encoding.PEM, kind)


def private_pem() -> bytes:
    """The private half, as a client needs it."""
    plain = serialization.NoEncryption()
    return private_key().private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def add_apps(seed: Seed, admin: Row) -> App:
    """Rows of ConnectedApplication and SetupEntityAccess; returns the first app."""
    made = [add_app(seed, raw) for raw in (seed.entry.get("connected_apps") or [DEFAULT])]
    for raw in seed.entry.get("external_client_apps", ()):
        _external(seed, raw)
    return made[0]


def add_app(seed: Seed, raw: dict[str, t.Any]) -> App:
    """One connected app, as a world file describes it."""
    if not raw.get("installed", True):
        return _reachable(seed, raw, seed.org.ids.new("0H4"), "ConnectedApplication")
    approved = bool(raw.get("admin_approved", True))
    row = seed.put("ConnectedApplication", Name=raw["name"], OptionsAllowAdminApprovedUsersOnly=approved)
    seed.targets[raw["name"]] = row["Id"]
    policies = {column: raw[key] for key, column in POLICIES.items() if key in raw}
    if "scopes" in raw:
        policies["Scopes"] = ",".join(raw["scopes"])
    app_policies.put(seed.org, "ConnectedAppPolicy", row["Id"], **policies)
    return _reachable(seed, raw, row["Id"], "ConnectedApplication")


def _external(seed: Seed, raw: dict[str, t.Any]) -> App:
    """An external client app: its words for policies are those of its own metadata types."""
    label = raw.get("label", str(raw["name"]).replace("_", " "))
    keys = {"DeveloperName": raw["name"], "MasterLabel": label, "ContactEmail": raw.get("contact_email")}
    row = seed.put("ExternalClientApplication", DistributionState="Local", **keys)
    kind, period, unit = (*str(raw.get("refresh_token_policy", "Infinite")).split(":"), None, None)[:3]
    app_policies.put(
        seed.org,
        "ExternalClientAppPolicy",
        row["Id"],
        Scopes=",".join(raw.get("scopes", ["Api", "RefreshToken"])),
        PermittedUsers="AdminApprovedPreAuthorized" if raw.get("admin_approved", True) else "AllSelfAuthorized",
        IpRelaxation=raw.get("ip_relaxation", "Enforce"),
        RefreshTokenPolicy=kind,
        RefreshTokenValidityPeriod=int(period) if period else None,
        RefreshTokenValidityUnit=unit,
        ClientCredentialUser=raw.get("run_as"),
    )
    return _reachable(seed, raw, row["Id"], "ExternalClientApplication")


def _reachable(seed: Seed, raw: dict[str, t.Any], record: str, entity: str) -> App:
    """Whom the app is open to, and its key and secret."""
    parents = [seed.named("profile", seed.owned, one) for one in raw.get("approved_profiles", ())]
    parents += [seed.named("permission set", seed.sets, one) for one in raw.get("approved_permission_sets", ())]
    for parent in parents:
        seed.put("SetupEntityAccess", ParentId=parent, SetupEntityId=record, SetupEntityType=entity)
    run_as = raw.get("run_as")
    app = App(
        record=record,
        name=raw["name"],
        client_id="3MVG9" + secrets.token_urlsafe(60).replace("-", ".")[:80],
        client_secret=secrets.token_hex(32).upper(),
        public_key=public_pem(),
        run_as=seed.named("user", seed.users, str(run_as).lower())["Id"] if run_as else "",
        admin_approved=bool(raw.get("admin_approved", True)),
        rotates=bool(raw.get("refresh_token_rotation", False)),
    )
    seed.org.apps[app.client_id] = app
    return app
