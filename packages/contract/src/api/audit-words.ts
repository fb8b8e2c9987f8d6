/** What people do, sorted as people look for it. */
export const auditGroups = [
  'sign_in',
  'people',
  'access',
  'plugin_events',
  'data',
  'plugins',
  'platform',
] as const;
export type AuditGroup = (typeof auditGroups)[number];

/** Labels of the groups. */
export const auditGroupWords: Readonly<Record<AuditGroup, string>> = {
  sign_in: 'Signing in',
  people: 'People and invitations',
  access: 'Groups and permissions',
  plugin_events: 'Work in plugins',
  data: 'Builds and imports',
  plugins: 'Plugins and their settings',
  platform: 'The platform itself',
};

const groupOfAction: Readonly<Record<string, AuditGroup>> = {
  'user.signed_in': 'sign_in',
  'user.signed_out': 'sign_in',
  'user.sign_in_refused': 'sign_in',
  'user.org_switched': 'sign_in',
  'user.password_changed': 'sign_in',
};

const groupOfObject: Readonly<Record<string, AuditGroup>> = {
  token: 'sign_in',
  user: 'people',
  invitation: 'people',
  org: 'people',
  group: 'access',
  permission: 'access',
  superadmin: 'access',
  data: 'data',
  dataset: 'data',
  dbt_run: 'data',
  dbt_workspace: 'data',
  dbt_webhook: 'data',
  schedule: 'data',
  plugin: 'plugins',
  audit: 'platform',
  dashboard: 'platform',
  platform: 'platform',
};

/** The group of an action; what the platform does not know was recorded by a plugin. */
export function toAuditGroup(action: string): AuditGroup {
  const object = action.split('.', 1)[0] ?? '';
  return groupOfAction[action] ?? groupOfObject[object] ?? 'plugin_events';
}

/** What the platform itself records, in the reader's words. */
const actionWords: Readonly<Record<string, string>> = {
  'audit.exported': 'Exported the activity',
  'audit.pruned': 'Removed old activity',
  'dashboard.arranged': 'Arranged a dashboard',
  'data.imported': 'Imported data',
  'dataset.previewed': 'Looked at rows of a dataset',
  'dbt_run.cancelled': 'Stopped a build',
  'dbt_run.finished': 'Build ended',
  'dbt_run.resumed': 'Resumed a build',
  'dbt_run.requested': 'Started a build',
  'dbt_webhook.changed': 'Changed where failing builds are told',
  'dbt_workspace.rolled_back': 'Rolled tables back',
  'group.created': 'Made a group',
  'group.deleted': 'Deleted a group',
  'group.member_added': 'Added to a group',
  'group.member_removed': 'Removed from a group',
  'group.updated': 'Changed a group',
  'invitation.accepted': 'Accepted an invitation',
  'invitation.declined': 'Declined an invitation',
  'invitation.created': 'Invited somebody',
  'invitation.resent': 'Sent an invitation again',
  'invitation.revoked': 'Revoked an invitation',
  'org.created': 'Made an organisation',
  'permission.approved': 'Approved a permission',
  'permission.granted': 'Gave a permission',
  'permission.refused': 'Refused a permission',
  'permission.revoked': 'Took a permission away',
  'platform.backed_up': 'Made a backup',
  'plugin.disable': 'Switched a plugin off',
  'plugin.enable': 'Switched a plugin on',
  'plugin.install': 'Installed a plugin',
  'plugin.roll_back': 'Rolled a plugin back',
  'plugin.settings_changed': 'Changed the settings of a plugin',
  'plugin.uninstall': 'Uninstalled a plugin',
  'plugin.upgrade': 'Upgraded a plugin',
  'schedule.changed': 'Changed a schedule',
  'schedule.created': 'Made a schedule',
  'schedule.deleted': 'Deleted a schedule',
  'schedule.fired': 'Started a schedule by hand',
  'schedule.reset': 'Set a schedule back',
  'schedule.switched_off': 'Switched a schedule off',
  'schedule.switched_on': 'Switched a schedule on',
  'superadmin.entered': 'Used superadmin rights',
  'token.created': 'Made an access token',
  'token.revoked': 'Revoked an access token',
  'user.activated': 'Activated an account',
  'user.created': 'Added a person',
  'user.deactivated': 'Deactivated an account',
  'user.left': 'Left the organisation',
  'user.org_switched': 'Changed to this organisation',
  'user.password_changed': 'Changed their password',
  'user.password_reset': 'Reset a password',
  'user.removed': 'Removed a person',
  'user.renamed': 'Changed a name',
  'user.seat_changed': 'Changed a role',
  'user.sign_in_refused': 'Sign-in refused',
  'user.signed_in': 'Signed in',
  'user.signed_out': 'Signed out',
};

/** A plugin's `patient.list_exported` → `Patient list exported`. */
export function describeAction(action: string): string {
  return actionWords[action] ?? capitalise(action.replaceAll('.', ' ').replaceAll('_', ' '));
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
