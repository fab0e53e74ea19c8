# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What a permission set or a profile grants."""

    DOCUMENTATION = r"""
options:
  system_permissions:
    description:
      - "API names (V(ApiEnabled)) or labels (V(API Enabled)) of system permissions. A list, or a dictionary of lists under C(add), C(remove) or
        C(set)."
    type: raw
  object_permissions:
    description:
      - "Dictionaries with C(object) and C(permissions). A list, or a dictionary of lists under C(add), C(remove) or C(set)."
      - C(object) is the API name of an object. C(permissions) is a list of V(read), V(create), V(edit), V(delete), V(view_all), V(modify_all) and
        V(view_all_fields). Under C(remove) it may be left out, for all of them.
      - V(create), V(edit), V(view_all) and V(view_all_fields) bring V(read). V(delete) brings V(read) and V(edit). V(modify_all) brings V(read),
        V(edit), V(delete) and V(view_all).
      - Some objects have no object permissions and are refused here. C(Task) and C(Event) follow V(EditTask), V(EditEvent) and V(ActivitiesAccess)
        unless the org offers them, C(User) follows V(ViewAllUsers), and C(CampaignMember) follows Campaign, Lead and Contact.
      - Salesforce keeps neither V(view_all) nor V(modify_all) on Idea, PendingOrdSumProcEvent, Pricebook2, Product2 and PushTopic, so they are
        refused.
    type: raw
  field_permissions:
    description:
      - "Dictionaries with C(object) and any of C(read), C(edit), C(all_readable) and C(all_editable). A list, or a dictionary of lists under C(add),
        C(remove) or C(set)."
      - C(read) and C(edit) are lists of field names, with or without the object (V(Industry), V(Account.Industry)). C(edit) includes reading. Parts
        of an address stand for the whole address.
      - C(all_readable) is true to read every field whose access can be set, C(all_editable) to edit every field that can be edited, as the org
        describes them to the signed-in user; a warning tells where that leaves most of an object out.
      - Under C(remove), C(read) takes a field away, C(edit) leaves it readable, and an entry with neither takes all fields of the object away.
      - Required, system and name fields follow the object and are refused. Formulas, roll-ups and auto-numbers can be read only.
      - Where V(view_all_fields) is granted on an object, rows that only read its fields say nothing new, and are neither made nor removed.
    type: raw
  tabs:
    description:
      - "Names, or dictionaries with C(name) and C(visibility). A list, or a dictionary of lists under C(add), C(remove) or C(set)."
      - C(name) is that of the tab (V(standard-Lead)) or of its object (V(Lead)). C(visibility) is V(visible), the default, or V(available), as Setup
        calls them. A tab under C(remove) is hidden.
    type: raw
  connected_apps:
    description: "Names of connected apps that its users may use. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  apex_classes:
    description: "Names of Apex classes that its users may call. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
  custom_permissions:
    description: "Developer names or labels of custom permissions. A list, or a dictionary of lists under C(add), C(remove) or C(set)."
    type: raw
"""
