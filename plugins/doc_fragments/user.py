# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The fields of a user that have options of their own."""

    DOCUMENTATION = r"""
options:
  first_name: {type: str, description: First name.}
  last_name: {type: str, description: Last name. Required to create a user.}
  email:
    description:
      - Email address. Required to create a user. Need not equal O(name). Letter case does not count.
      - Changing it makes Salesforce write to both addresses. The new one shows only after it is confirmed; until then each run asks again.
    type: str
  alias:
    description: Short name, up to 8 characters. A new user gets the first letters and digits of O(name).
    type: str
  nickname:
    description: Nickname in communities, unique in the org. Salesforce makes one up for a new user.
    type: str
  title: {type: str, description: Title.}
  department: {type: str, description: Department.}
  company_name: {type: str, description: Company name.}
  employee_number: {type: str, description: Employee number.}
  federation_id:
    description: Federation identifier, by which single sign-on knows the user.
    type: str
  time_zone:
    description: Time zone key, such as V(Europe/Berlin). A new user gets the org's.
    type: str
  locale:
    description: Locale key, such as V(en_US). A new user gets the org's.
    type: str
  language:
    description: Language key, such as V(en_US). A new user gets the org's.
    type: str
  email_encoding:
    description: Email encoding key. A new user gets V(UTF-8).
    type: str
  role:
    description:
      - Developer name or name of the user's role. Empty text takes the role away. A name that several roles have is refused.
    type: str
  feature_licenses:
    description:
      - Feature licences such as V(marketing_user), V(interaction_user) (Flow User), V(support_user) (Service Cloud User), V(knowledge_user),
        V(sf_content_user) or V(offline_user). Labels and API names are as good. Which ones there are is up to the org.
      - A list adds. A dictionary has C(add) and C(remove), or C(set) for exactly these. Those that a user holds and no entry names are in
        RV(unmanaged).
      - Where the org tells how many seats it has, and none is free, the task is refused, in check mode too. It counts them once a day.
    type: raw
  currency:
    description:
      - ISO code of the user's own currency for new records. Refused where the org has one currency only; M(sfops.salesforce.sf_org_info) tells.
    type: str
  fields:
    description:
      - Any further fields of the user by API name, such as C(Phone), C(ManagerId) or a custom field. Null empties one. Fields that have an
        option here, and those that cannot be set, are refused.
      - Numbers, truths, dates and Ids compare by meaning. A picklist takes its API values, one of several values also a list.
    type: dict
"""
