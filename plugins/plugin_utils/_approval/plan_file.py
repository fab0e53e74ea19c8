# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# This file is private to the sfops.salesforce collection.

"""A plan that was approved: read once in a run, and refused unless it is whole, signed as it must be, and still good."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
import typing as t
from dataclasses import dataclass
from datetime import datetime

from ...module_utils._access.refusal import Refusal
from .._report.document import FORMAT, VERSION, Document, document_digest, org_digest
from .._report.times import stamped

_SECONDS = 120
_FIELDS = ("approved_plan",)


@dataclass(frozen=True)
class PlanFile:
    """Where a plan is, and how its signature is verified: *verify* is a command, empty for none."""

    path: str
    signature: str = ""
    verify: str = ""

    def load(self, now: datetime) -> Document:
        """The plan.

        Raises:
            Refusal: PLAN_UNREADABLE, PLAN_NOT_SIGNED, PLAN_TAMPERED, PLAN_EXPIRED, or PLAN_UNFIT for a document that is no preview.
        """
        content = self._read(self.path, "approved_plan")
        self._verify(content)
        try:
            told = json.loads(content, object_pairs_hook=_once, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise self._refusal("is not JSON, so it is not as it was written", "PLAN_TAMPERED") from error
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise self._refusal(
                "is not a plan; take the JSON file that change_report writes of a preview", "PLAN_UNFIT"
            )
        if told.get("version") != VERSION:
            raise self._refusal("was written by another version of the collection; preview again", "PLAN_UNFIT")
        self._check_digests(told)
        if told["mode"] != "preview":
            raise self._refusal("tells of a run that wrote; take the file of a preview", "PLAN_UNFIT")
        self.check_expiry(told["expires"], now)
        return told

    def check_expiry(self, expires: str | None, now: datetime) -> None:
        """Raises Refusal for a plan whose time is over."""
        if expires is None:
            return
        try:
            end = stamped(expires)
        except ValueError as error:
            raise self._refusal(f"expires at {expires!r}, which is no time", "PLAN_UNFIT") from error
        if now > end:
            raise self._refusal(f"has expired at {expires}; preview again and have it approved", "PLAN_EXPIRED")

    def _check_digests(self, told: Document) -> None:
        try:
            whole = told.get("digest") == document_digest(told)
            orgs = all(one["digest"] == org_digest(one) for one in told["orgs"])
        except (KeyError, TypeError, AttributeError):
            whole = orgs = False
        if not (whole and orgs):
            text = "was changed after it was written: its digest is another one; take the file as change_report or the playbook approve wrote it"
            raise self._refusal(text, "PLAN_TAMPERED")

    def _verify(self, content: bytes) -> None:
        """Let the command judge exactly what was read, whatever becomes of the file meanwhile."""
        if not self.verify:
            if self.signature:
                text = "approved_plan_signature is set and nothing verifies it; set approved_plan_verify to the command that does"
                raise Refusal(text, "PLAN_NOT_SIGNED", ["approved_plan_verify"])
            return
        signature = self.signature or f"{self.path}.sig"
        self._read(signature, "approved_plan_signature", "PLAN_NOT_SIGNED")
        with tempfile.TemporaryDirectory() as folder:
            copy = os.path.join(folder, os.path.basename(self.path))
            with open(copy, "wb") as stream:
                stream.write(content)
            self._ask(copy, os.path.abspath(signature))

    def _ask(self, plan: str, signature: str) -> None:
        try:
            words = [one.replace("{plan}", plan).replace("{signature}", signature) for one in shlex.split(self.verify)]
            with open(plan, "rb") as content:
                done = subprocess.run(
                    words,
                    stdin=content,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    timeout=_SECONDS,
                    check=False,
                )
        except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
            text = f"Cannot verify the signature of approved_plan {self.path}: {error}; check approved_plan_verify"
            raise Refusal(text, "PLAN_NOT_SIGNED", ["approved_plan_verify"]) from error
        if done.returncode != 0:
            said = " ".join(done.stdout.decode("utf-8", "replace").split())[-300:]
            text = f"is not signed as approved_plan_verify demands (exit code {done.returncode}: {said or 'no output'}); have it signed again"
            raise self._refusal(text, "PLAN_NOT_SIGNED")

    def _read(self, path: str, option: str, code: str = "PLAN_UNREADABLE") -> bytes:
        try:
            with open(path, "rb") as stream:
                return stream.read()
        except OSError as error:
            raise Refusal(f"Cannot read {option} {path}: {error.strerror}; check {option}", code, [option]) from error

    def _refusal(self, text: str, code: str) -> Refusal:
        return Refusal(f"approved_plan {self.path} {text}", code, _FIELDS)


def _once(pairs: list[tuple[str, t.Any]]) -> dict[str, t.Any]:
    """An object that reads the same to everybody: of a name that is there twice, some show the first and some the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def _no_number(text: str) -> t.Any:
    raise ValueError(f"{text} is no JSON")


def named(org: t.Mapping[str, t.Any]) -> str:
    """An org as people know it: its hosts and its Id or address."""
    return f"{', '.join(org['hosts'])} ({org['id'] or org['instance_url']})"
