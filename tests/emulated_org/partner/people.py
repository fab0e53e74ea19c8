# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls about users and sessions: ``getUserInfo()``, ``setPassword()``, ``resetPassword()``, ``logout()`` and the time."""

from __future__ import annotations

import typing as t

from ..rest import password
from .elements import Request, element

if t.TYPE_CHECKING:
    from ..org import Org
    from ..store.database import Row


def user_info(org: Org, user: Row) -> str:
    """The inside of GetUserInfoResult, which ``login()`` answers with, too."""
    about = org.database.all("Organization")[0]
    info = {
        "accessibilityMode": False,
        "chatterExternal": False,
        "currencySymbol": "$",
        "orgAttachmentFileSizeLimit": 26214400,
        "orgDefaultCurrencyIsoCode": "USD",
        "orgDefaultCurrencyLocale": "en_US",
        "orgDisallowHtmlAttachments": False,
        "orgHasPersonAccounts": False,
        "organizationId": org.id,
        "organizationMultiCurrency": "multi_currency" in org.settings.features,
        "organizationName": about["Name"],
        "profileId": user["ProfileId"],
        "roleId": user["UserRoleId"],
        "sessionSecondsValid": org.settings.session_seconds,
        "userDefaultCurrencyIsoCode": None,
        "userEmail": user["Email"],
        "userFullName": user["Name"],
        "userId": user["Id"],
        "userLanguage": user["LanguageLocaleKey"],
        "userLocale": user["LocaleSidKey"],
        "userName": user["Username"],
        "userTimeZone": user["TimeZoneSidKey"],
        "userType": user["UserType"],
        "userUiSkin": "Theme3",
    }
    return "".join(element(key, value) for key, value in info.items())


def current(request: Request) -> str:
    """``getUserInfo()``."""
    user = request.org.database.get("User", request.user) or {}
    return f"<getUserInfoResponse><result>{user_info(request.org, user)}</result></getUserInfoResponse>"


def time(request: Request) -> str:
    """``getServerTimestamp()``."""
    now = element("timestamp", request.org.clock.stamp())
    return f"<getServerTimestampResponse><result>{now}</result></getServerTimestampResponse>"


def logout(request: Request) -> str:
    """``logout()``: the session ends."""
    request.org.sessions.expire(request.token)
    return "<logoutResponse/>"


def set_password(request: Request) -> str:
    """``setPassword()``."""
    call = request.rest()
    call.inner, call.given = True, {"NewPassword": request.text("password")}
    password.change(call, request.text("userId"))
    return "<setPasswordResponse><result/></setPasswordResponse>"


def reset_password(request: Request) -> str:
    """``resetPassword()``."""
    made = password.reset(request.rest(), request.text("userId")).body["NewPassword"]
    return f"<resetPasswordResponse><result>{element('password', made)}</result></resetPasswordResponse>"
