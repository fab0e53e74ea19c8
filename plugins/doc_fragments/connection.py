# Copyright (c) 2026, sfops maintainers
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """How an org is reached."""

    DOCUMENTATION = r"""
options:
  auth_method:
    description:
      - The way of signing in.
      - With V(auto), the options that are set decide. O(access_token) means V(access_token), O(private_key) or O(private_key_file) means
        V(jwt_bearer), O(refresh_token) means V(refresh_token), O(password) or O(security_token) means V(password), and O(client_secret)
        beside none of these means V(client_credentials). Options for different ways are refused, with a message that names them.
      - V(password) is the SOAP login with user name, password and security token. Salesforce retires it on 1 June 2027, and every task
        that signs in this way warns of it.
      - Inventory variable C(salesforce_auth_method), environment variable E(SALESFORCE_AUTH_METHOD).
    type: str
    choices:
      - auto
      - access_token
      - jwt_bearer
      - client_credentials
      - refresh_token
      - password
    default: auto
  instance_url:
    description:
      - The org's own address, its My Domain, such as V(https://acme.my.salesforce.com) or, for a sandbox,
        V(https://acme--uat.sandbox.my.salesforce.com). The address that a browser shows is understood too.
      - Required with O(auth_method=access_token). With the other ways it is where to sign in while O(login_url) is not set, and a sign-in
        that leads to another org than this one is refused.
      - Plain C(http) is refused unless the host is this machine's own loopback address.
      - Inventory variable C(salesforce_instance_url), environment variable E(SALESFORCE_INSTANCE_URL).
    type: str
  login_url:
    description:
      - Where to sign in, if not at O(instance_url). Without both it is V(https://login.salesforce.com).
      - V(login) stands for V(https://login.salesforce.com), which serves production orgs, and V(test) for V(https://test.salesforce.com),
        which serves sandboxes. Neither serves O(auth_method=client_credentials), which needs the org's My Domain.
      - Inventory variable C(salesforce_login_url), environment variable E(SALESFORCE_LOGIN_URL).
    type: str
  access_token:
    description:
      - A session that something else has obtained, such as C(sf org auth show-access-token). It cannot be renewed when it expires.
      - Inventory variable C(salesforce_access_token), environment variable E(SALESFORCE_ACCESS_TOKEN).
    type: str
  username:
    description:
      - The user to sign in as. Needed by O(auth_method=jwt_bearer) and O(auth_method=password).
      - Inventory variable C(salesforce_username), environment variable E(SALESFORCE_USERNAME).
    type: str
  password:
    description:
      - Password of O(username), for O(auth_method=password).
      - Inventory variable C(salesforce_password), environment variable E(SALESFORCE_PASSWORD).
    type: str
  security_token:
    description:
      - Security token of O(username), for O(auth_method=password). Not needed where the org trusts the address that the run comes from.
      - Inventory variable C(salesforce_security_token), environment variable E(SALESFORCE_SECURITY_TOKEN).
    type: str
  client_id:
    description:
      - Consumer key of the external client app (or connected app). Needed by O(auth_method=jwt_bearer),
        O(auth_method=client_credentials) and O(auth_method=refresh_token).
      - Inventory variable C(salesforce_client_id), environment variable E(SALESFORCE_CLIENT_ID).
    type: str
  client_secret:
    description:
      - Consumer secret of the app. Needed by O(auth_method=client_credentials), and by O(auth_method=refresh_token) where the app
        demands it.
      - Inventory variable C(salesforce_client_secret), environment variable E(SALESFORCE_CLIENT_SECRET).
    type: str
  private_key:
    description:
      - RSA private key in PEM form, as text, for O(auth_method=jwt_bearer). The app holds its certificate. A key with a passphrase is
        refused; keep the plain key in a vault.
      - Inventory variable C(salesforce_private_key), environment variable E(SALESFORCE_PRIVATE_KEY).
    type: str
  private_key_file:
    description:
      - File with the key, in place of O(private_key). It is read where the task runs, which is the controller unless the task is delegated.
      - Inventory variable C(salesforce_private_key_file), environment variable E(SALESFORCE_PRIVATE_KEY_FILE).
    type: path
  refresh_token:
    description:
      - Refresh token that a user once granted the app. Where the app rotates refresh tokens, each one signs in once only.
      - Inventory variable C(salesforce_refresh_token), environment variable E(SALESFORCE_REFRESH_TOKEN).
    type: str
  audience:
    description:
      - Audience of the statement that is signed with O(auth_method=jwt_bearer), if not the address where to sign in.
      - Inventory variable C(salesforce_audience), environment variable E(SALESFORCE_AUDIENCE).
    type: str
  api_version:
    description:
      - Version of the Salesforce API, from V(41.0). View All Fields of objects needs V(63.0) or newer.
      - Inventory variable C(salesforce_api_version), environment variable E(SALESFORCE_API_VERSION).
    type: str
    default: "66.0"
  timeout:
    description:
      - How many seconds to wait for a connection and for an answer, from 0.1 to 3600.
      - Inventory variable C(salesforce_timeout), environment variable E(SALESFORCE_TIMEOUT).
    type: float
    default: 30.0
  retries:
    description:
      - How often a request is sent again, from 0 to 20, after a lock, a full server or a lost connection. The pauses double and vary, and
        C(Retry-After) is obeyed. A write whose answer was lost is looked up before it is sent again.
      - Inventory variable C(salesforce_retries), environment variable E(SALESFORCE_RETRIES).
    type: int
    default: 4
  validate_certs:
    description:
      - Whether the server's certificate must be valid. Switching this off lets anyone on the way read the credentials.
      - Inventory variable C(salesforce_validate_certs), environment variable E(SALESFORCE_VALIDATE_CERTS).
    type: bool
    default: true
  ca_path:
    description:
      - File or directory with the certificates of the authorities to trust, in PEM form, such as those of a proxy that opens TLS.
      - Inventory variable C(salesforce_ca_path), environment variable E(SALESFORCE_CA_PATH).
    type: path
  expected_org_id:
    description:
      - The Id that the org must have, 15 or 18 characters. In another org the task fails before it writes anything, and so do previews
        and tasks that only read. The error says which org it is.
      - Costs no request of its own where a task reads several things, and is asked once for each org and run.
      - Inventory variable C(salesforce_expected_org_id), environment variable E(SALESFORCE_EXPECTED_ORG_ID).
    type: str
  expected_sandbox:
    description:
      - Whether the org must be a sandbox (V(true)) or must not be one (V(false)). In another org the task fails, as with
        O(expected_org_id). Scratch orgs and trials are sandboxes in this sense if their C(Organization.IsSandbox) says so.
      - Inventory variable C(salesforce_expected_sandbox), environment variable E(SALESFORCE_EXPECTED_SANDBOX).
    type: bool
requirements:
  - python >= 3.9
  - requests >= 2.31.0
  - PyJWT >= 2.8.0 and cryptography >= 41.0.0, with O(auth_method=jwt_bearer)
  - simple-salesforce >= 1.12.6, with O(auth_method=password)
  - xmltodict >= 0.13.0, where the Metadata API is used
notes:
  - A connection option is taken from the first of these that has it. The task, C(module_defaults) (for all modules at once in
    C(group/sfops.salesforce.salesforce)), the inventory variable C(salesforce_<option>), the environment variable C(SALESFORCE_<OPTION>).
  - The task runs inside the controller's process. Inventory hosts are orgs, not machines, so no connection to them is opened and no
    C(ansible_connection) is needed. With C(delegate_to) another machine, or C(async), the task is shipped there as usual.
  - All tasks of a run share one sign-in for each org. The session is kept in the run's own temporary directory, for its owner only, and
    goes with it.
  - Nothing here has been run against a live Salesforce org. It has been tested against an emulated one.
seealso:
  - ref: ansible_collections.sfops.salesforce.docsite.guide_signing_in
    description: What to set up in Salesforce for each way of signing in, and what its errors mean.
  - ref: ansible_collections.sfops.salesforce.docsite.guide_many_orgs
    description: One inventory for production, sandboxes and other companies' orgs.
"""
