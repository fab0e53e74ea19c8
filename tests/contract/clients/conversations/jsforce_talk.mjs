// Copyright (c) 2026, sfops maintainers
// GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

// A conversation of jsforce: REST, collections, and the Metadata API by calls and by files.

import { readFileSync } from 'node:fs';
import jsforce from 'jsforce';

const org = JSON.parse(readFileSync(0, 'utf8'));
const mark = org.mark;
const API_ONLY = 'Minimum Access - API Only Integrations';
const connect = (accessToken) =>
  new jsforce.Connection({ instanceUrl: org.instance_url, loginUrl: org.instance_url, accessToken, version: org.version });
const conn = connect(org.access_token);

function told(refusal) {
  const code = refusal.errorCode ?? refusal.data?.errorCode ?? refusal.name;
  return { code, message: refusal.message, fields: refusal.data?.fields ?? [] };
}

async function step(name, take) {
  let answer = null;
  let line;
  try {
    answer = await take();
    line = { step: name, answer: answer ?? null };
  } catch (refusal) {
    line = { step: name, ...told(refusal) };
  }
  console.log(JSON.stringify(line));
  return answer;
}

const one = async (question) => (await conn.query(question)).records[0].Id;
const pick = (from, ...names) => Object.fromEntries(names.map((name) => [name, from[name]]));

// Signing in, reading, describing
await step('sign in', async () => pick(await conn.identity(), 'user_id', 'organization_id', 'username', 'active'));
await step('query', () => conn.query('SELECT Id, Username, Profile.Name, IsActive FROM User WHERE IsActive = true LIMIT 2'));
await step('find', () => conn.sobject('UserLicense').find({ Name: 'Salesforce Integration' }, ['Id', 'Name', 'TotalLicenses']));
await step('describe', async () => {
  const found = await conn.sobject('User').describe();
  return { name: found.name, keyPrefix: found.keyPrefix, username: pick(found.fields.find((f) => f.name === 'Username'), 'type', 'length', 'idLookup', 'nillable') };
});
await step('describe global', async () => (await conn.describeGlobal()).sobjects.filter((s) => s.name === 'PermissionSet').map((s) => pick(s, 'name', 'keyPrefix', 'createable', 'deletable')));

// A user
const profile = await one(`SELECT Id FROM Profile WHERE Name = '${API_ONLY}'`);
const user = {
  Username: `${mark}@contract.example`.toLowerCase(), LastName: mark, Email: 'contract@example.com', Alias: mark.slice(0, 8),
  TimeZoneSidKey: 'America/Los_Angeles', LocaleSidKey: 'en_US', EmailEncodingKey: 'UTF-8', LanguageLocaleKey: 'en_US', ProfileId: profile,
};
const userId = (await step('create user', () => conn.sobject('User').create(user))).id;
await step('create user again', () => conn.sobject('User').create(user));
await step('user without anything', () => conn.sobject('User').create({}));
await step('user with a wrong type', () => conn.sobject('User').create({ ...user, Username: 'z@contract.example', IsActive: 'maybe' }));
await step('user with an unknown field', () => conn.sobject('User').create({ ...user, Nope__c: 1 }));
await step('change user', () => conn.sobject('User').update({ Id: userId, Title: 'Integration' }));
await step('read user', async () => pick(await conn.sobject('User').retrieve(userId), 'Title', 'IsActive', 'UserType'));
await step('collection', () => conn.sobject('User').update([{ Id: userId, Department: 'Ops' }, { Id: userId.replace(/^005/, '00e'), Department: 'Ops' }], { allOrNone: false }));
await step('password state', () => conn.request(`/services/data/v${org.version}/sobjects/User/${userId}/password`));

// A permission set and what is in it
const ps = (await step('create permission set', () => conn.sobject('PermissionSet').create({ Name: mark, Label: mark }))).id;
await step('create permission set again', () => conn.sobject('PermissionSet').create({ Name: mark, Label: mark }));
const rights = { ParentId: ps, SobjectType: 'Account', PermissionsRead: true, PermissionsCreate: false, PermissionsEdit: false, PermissionsDelete: false, PermissionsViewAllRecords: false, PermissionsModifyAllRecords: false };
await step('object permission without read', () => conn.sobject('ObjectPermissions').create({ ...rights, PermissionsRead: false, PermissionsEdit: true }));
await step('object permission', () => conn.sobject('ObjectPermissions').create(rights));
await step('field permission', () => conn.sobject('FieldPermissions').create({ ParentId: ps, SobjectType: 'Account', Field: 'Account.Site', PermissionsRead: true, PermissionsEdit: false }));
await step('field permission without read', () => conn.sobject('FieldPermissions').create({ ParentId: ps, SobjectType: 'Account', Field: 'Account.Fax', PermissionsRead: false, PermissionsEdit: true }));

// Assignments
const assignment = { AssigneeId: userId, PermissionSetId: ps };
await step('assign without the licence', () => conn.sobject('PermissionSetAssignment').create(assignment));
const psl = await one("SELECT Id FROM PermissionSetLicense WHERE DeveloperName = 'SalesforceAPIIntegrationPsl'");
const licence = { AssigneeId: userId, PermissionSetLicenseId: psl };
await step('licence', () => conn.sobject('PermissionSetLicenseAssign').create(licence));
await step('licence again', () => conn.sobject('PermissionSetLicenseAssign').create(licence));
const assigned = await step('assign', () => conn.sobject('PermissionSetAssignment').create(assignment));
await step('assign again', () => conn.sobject('PermissionSetAssignment').create(assignment));

// The Metadata API by single calls
const custom = `${mark} profile`;
await step('describe metadata', async () => {
  const found = await conn.metadata.describe();
  return found.metadataObjects.filter((kind) => kind.xmlName === 'Profile').map((kind) => pick(kind, 'directoryName', 'suffix', 'inFolder', 'metaFile', 'xmlName'));
});
await step('read profile', async () => pick(await conn.metadata.read('Profile', API_ONLY), 'fullName', 'userLicense', 'custom', 'userPermissions'));
await step('create profile', () => conn.metadata.create('Profile', { fullName: custom, custom: true, userLicense: 'Salesforce' }));
await step('create profile again', () => conn.metadata.create('Profile', { fullName: custom, custom: true, userLicense: 'Salesforce' }));
await step('write profile', () => conn.metadata.update('Profile', { fullName: custom, custom: true, loginIpRanges: [{ startAddress: '192.0.2.1', endAddress: '192.0.2.9', description: 'office' }], loginHours: { mondayStart: 480, mondayEnd: 1080 } }));
await step('read custom profile', async () => pick(await conn.metadata.read('Profile', custom), 'custom', 'loginIpRanges', 'loginHours', 'userLicense'));
await step('upsert permission set', () => conn.metadata.upsert('PermissionSet', { fullName: mark, label: `${mark} changed`, userPermissions: [{ name: 'ApiEnabled', enabled: true }] }));
await step('upsert another permission set', () => conn.metadata.upsert('PermissionSet', { fullName: `${mark}_2`, label: `${mark} 2` }));
await step('write permission set wrongly', () => conn.metadata.update('PermissionSet', { fullName: mark, label: mark, userPermissions: [{ name: 'Nope', enabled: true }] }));
await step('read permission set', async () => pick(await conn.metadata.read('PermissionSet', mark), 'fullName', 'label', 'userPermissions'));
await step('read two', async () => (await conn.metadata.read('PermissionSet', [`${mark}_2`, `${mark}_none`])).map((found) => found.fullName ?? null));
await step('list metadata', async () => (await conn.metadata.list([{ type: 'Profile' }])).filter((found) => found.fullName === custom).map((found) => pick(found, 'fullName', 'fileName', 'type', 'manageableState')));
await step('update what is missing', () => conn.metadata.update('PermissionSet', { fullName: `${mark}_none`, label: 'None' }));
await step('delete permission sets', () => conn.metadata.delete('PermissionSet', [`${mark}_2`, `${mark}_none`]));

// The Metadata API by files
conn.metadata.pollInterval = 200;
const summary = (done) => ({ ...pick(done, 'status', 'success', 'done', 'numberComponentsDeployed', 'numberComponentErrors'), details: done.details });
const deployed = async (text, options) => summary(await conn.metadata.deploy(Buffer.from(text, 'base64'), options).complete(true));
await step('check deployment', () => deployed(org.package, { checkOnly: true, singlePackage: true }));
await step('deploy', () => deployed(org.package, { rollbackOnError: true, singlePackage: true }));
await step('deploy over REST', async () => summary(await conn.metadata.deployRest(Buffer.from(org.package, 'base64'), { rollbackOnError: true, singlePackage: true }).complete(true)));
await step('deploy what is wrong', () => deployed(org.wrong_package, { rollbackOnError: true, singlePackage: true }));
await step('retrieve', async () => {
  const types = [{ name: 'Profile', members: [custom] }, { name: 'PermissionSet', members: [`${mark}_Files`] }];
  const done = await conn.metadata.retrieve({ apiVersion: org.version, singlePackage: true, unpackaged: { types, version: org.version } }).complete();
  return { status: done.status, success: done.success, zip: done.zipFile };
});

// Wrong callers and questions
await step('bad field', () => conn.query('SELECT Nope FROM User'));
await step('bad object', () => conn.sobject('Nopes').create({ Name: 'x' }));
await step('bad query', () => conn.query('SELECT Id FRM User'));
await step('no such record', () => conn.sobject('User').retrieve('005000000000000AAA'));
const nobody = connect(`${org.org_id.slice(0, 15)}!AQwrong`);
await step('bad session', () => nobody.query('SELECT Id FROM User'));
await step('bad session, identity', () => nobody.identity());
await step('bad session, Metadata API', () => nobody.metadata.read('Profile', API_ONLY));

// Away with it
await step('delete assigned permission set', () => conn.metadata.delete('PermissionSet', mark));
await step('unassign', () => conn.sobject('PermissionSetAssignment').destroy(assigned.id));
await step('delete permission set', () => conn.metadata.delete('PermissionSet', [mark, `${mark}_Files`]));
await step('delete profile', () => conn.metadata.delete('Profile', custom));
await step('deactivate user', () => conn.sobject('User').update({ Id: userId, IsActive: false }));
