# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One organisation: its records, its time, its sessions, and what tests may see of it."""

from __future__ import annotations

import datetime
import typing as t
from dataclasses import dataclass, field

import sqlalchemy as sa

from .auth.sessions import Sessions
from .clock import Clock
from .control.faults import Faults
from .control.log import RequestLog
from .errors import ApiError, refuse
from .rules.access import Access
from .schema.catalog import Catalog
from .schema.model import SObject
from .soql.virtual import object_permissions
from .store.database import Database, Row
from .store.ids import IdMaker
from .store.tables import Schema
from .usage import Usage

if t.TYPE_CHECKING:
    from .auth.apps import App
    from .metadata.jobs import Job as MetadataJob
    from .packaging.catalogue import Version
    from .packaging.requests import Job


@dataclass
class Settings:
    """What differs between organisations besides their records; a world file sets it."""

    soap_login: bool = True
    require_use_any_api_auth: bool = False
    password_flow: bool = False
    auto_enable_dependencies: bool = False
    auto_assign_psl: bool = False
    composite_mixes_setup_types: bool = True
    permission_dependency_quirks: bool = True
    edit_standard_profiles: bool = False
    group_recalculation_seconds: float = 0.0
    metadata_polls: int = 1
    login_ip_range_limit: int = 5
    empty_login_ip_ranges_clear: bool = False
    package_polls: int = 1
    package_seconds: float = 0.0
    #: Where every request comes from, for tests of IP ranges; empty: where it really comes from.
    source_ip: str = ""
    daily_requests: int = 100_000
    #: How many requests may run for that many seconds or longer at the same time (API Request Limits and Allocations).
    concurrent_requests: int = 25
    long_request_seconds: float = 20.0
    session_seconds: int = 7200
    features: tuple[str, ...] = ()
    # The other readings of facts that nobody published (data/unknowns.yml).
    #: Key of data/errors.json to another code.
    error_codes: dict[str, str] = field(default_factory=dict)
    duplicate_assignment: t.Literal["refused", "reworded", "ignored"] = "refused"
    empty_rows_vanish: bool = False
    activity_twin_accepted: bool = False
    users_start_inactive: bool = False
    frozen_users_free_seats: bool = False
    unbought_features_have_seats: bool = False
    deactivated_users_keep_psl: bool = False
    inactive_users_take_psl: bool = False
    psl_leaves_with_set: bool = True
    psl_can_leave_first: bool = False
    psl_counts_only_through_set: bool = False
    psl_waits_for_commit: bool = False
    implied_rows_count: bool = True
    tab_settings_over_rest: bool = True
    package_status_in_camel_case: bool = False


class Touched(dict[str, SObject]):
    """The objects that a transaction wrote to; *licences* are the permission set licences it assigned."""

    def __init__(self) -> None:
        super().__init__()
        self.licences: set[str] = set()


class Universe:
    """All organisations of the process: user names are unique across them."""

    def __init__(self) -> None:
        self.orgs: list[Org] = []

    def username_taken(self, username: str, but: tuple[str, str]) -> bool:
        """Whether *username* belongs to another user than *but* (organisation Id, user Id)."""
        for org in self.orgs:
            for found in org.database.ids("User", Username=username):
                if (org.id, found) != but:
                    return True
        return False


@dataclass
class Org:
    name: str
    id: str
    schema: Schema
    universe: Universe
    ids: IdMaker
    settings: Settings = field(default_factory=Settings)
    sandbox: bool = False
    licences: dict[str, dict[str, t.Any]] = field(default_factory=dict)
    permission_set_licences: dict[str, dict[str, t.Any]] = field(default_factory=dict)
    feature_licences: dict[str, int] = field(default_factory=dict)
    #: Profiles that Salesforce delivers.
    standard_profiles: set[str] = field(default_factory=set)
    #: User name to the refusals (keys of data/errors.json) its deactivation meets.
    holds: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = Database(self.schema)
        self.clock = Clock()
        self.sessions = Sessions(self.clock, self.settings.session_seconds)
        self.apps: dict[str, App] = {}
        self.passwords: dict[str, str] = {}
        self.security_tokens: dict[str, str] = {}
        #: Earlier passwords by user, and users who must choose a new one.
        self.old_passwords: dict[str, list[str]] = {}
        self.expired_passwords: set[str] = set()
        #: OauthToken.DeleteToken to the row's Id and the refresh token.
        self.delete_tokens: dict[str, tuple[str, str]] = {}
        self.log = RequestLog()
        self.faults = Faults()
        self.cursors: dict[str, tuple[str, list[t.Any]]] = {}
        self.usage = Usage(self.clock)
        self.url = ""
        self.filled: set[str] = set()
        self.touched: Touched | None = None
        self.marked: dict[str, dict[str, Row]] = {}
        #: Groups to be worked out again, and when.
        self.outdated: dict[str, float] = {}
        #: Sharing models of objects (EntityDefinition.InternalSharingModel) that are not ReadWrite.
        self.sharing: dict[str, str] = {}
        #: Package versions that exist, by Id, and requests to install or uninstall that are not done yet.
        self.packages: dict[str, Version] = {}
        self.jobs: dict[str, Job] = {}
        #: Deployments and retrievals by Id.
        self.metadata_jobs: dict[str, MetadataJob] = {}
        #: Whether a user's sessions are good for anything from an address, and the version of the records that says so.
        self.admitted: dict[tuple[str, str], tuple[int, bool]] = {}
        self._access: dict[str, tuple[int, str, Access]] = {}

    @property
    def catalog(self) -> Catalog:
        """What objects there are now: custom ones come and go."""
        return self.database.schema.catalog

    def access(self, user: str, version: int) -> Access:
        """The rights of *user*, computed again only when a record changed or a minute passed."""
        minute = self.clock.stamp()[:16]
        kept = self._access.get(user)
        if kept is None or kept[:2] != (self.database.version, minute):
            made = Access(self.catalog, self.database, user, version, self.clock.stamp())
            self._access[user] = kept = (self.database.version, minute, made)
        return kept[2].at(version)

    def refuse(self, key: str, fields: t.Sequence[str] | None = None, **words: object) -> ApiError:
        """A refusal whose code nobody published: the setting ``error_codes`` may name another."""
        error = refuse(key, fields, **words)
        error.code = self.settings.error_codes.get(key, error.code)
        return error

    # What the query compiler asks for.

    def source(self, name: str) -> SObject | None:
        return self.catalog.get(name)

    def table(self, sobject: SObject, number: int) -> sa.FromClause:
        """The table of *sobject* under its *number*th alias. Aliases are kept: making one takes long."""
        schema = self.database.schema
        kept: dict[tuple[str, int], sa.FromClause] = schema.aliases
        key = (sobject.name, number)
        if key not in kept:
            virtual = sobject.name == "ObjectPermissions"
            source = object_permissions(schema) if virtual else self.database.table(sobject.name)
            kept[key] = source.alias(f"{sobject.name}_{number}")
        return kept[key]

    def child(self, parent: SObject, relationship: str) -> tuple[SObject, str] | None:
        found = self.catalog.children.get(parent.name.lower(), {}).get(relationship.lower())
        return (found[0], found[1].name) if found is not None else None

    def spelling(self, value: str) -> str:
        found = self.catalog.grantable_fields.get(value.lower())
        return f"{found[0].name}.{found[1].name}" if found is not None else value

    def today(self) -> datetime.date:
        return self.clock.now().date()
