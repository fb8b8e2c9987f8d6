/** What the platform itself records, in the reader's words. */
const actionWords: Readonly<Record<string, string>> = {
  'data.imported': 'Imported data',
  'dbt_run.cancelled': 'Stopped a build',
  'dbt_run.requested': 'Started a build',
  'group.created': 'Made a group',
  'group.deleted': 'Deleted a group',
  'group.member_added': 'Added to a group',
  'group.member_removed': 'Removed from a group',
  'group.updated': 'Changed a group',
  'invitation.accepted': 'Accepted an invitation',
  'invitation.created': 'Invited somebody',
  'invitation.resent': 'Sent an invitation again',
  'invitation.revoked': 'Revoked an invitation',
  'org.created': 'Made an organisation',
  'permission.approved': 'Let a plugin use a permission',
  'permission.granted': 'Gave a permission',
  'permission.refused': 'Refused a permission to a plugin',
  'permission.revoked': 'Took a permission away',
  'platform.backed_up': 'Made a backup',
  'plugin.settings_changed': 'Changed the settings of a plugin',
  'superadmin.entered': 'Used superadmin rights',
  'user.activated': 'Activated an account',
  'user.created': 'Added a person',
  'user.deactivated': 'Deactivated an account',
  'user.left': 'Left the organisation',
  'user.password_changed': 'Changed their password',
  'user.password_reset': 'Reset a password',
  'user.removed': 'Removed a person',
  'user.renamed': 'Changed a name',
  'user.seat_changed': 'Changed a role',
  'user.sign_in_refused': 'Sign-in refused',
  'user.signed_in': 'Signed in',
};

/** A plugin's `patient.list_exported` → `Patient list exported`. The exact name stays in the tooltip and in the filter. */
export function describeAction(action: string): string {
  return actionWords[action] ?? capitalise(action.replaceAll('.', ' ').replaceAll('_', ' '));
}

/** `care_note` → `Care note`. */
export function describeTarget(type: string): string {
  if (type === 'dbt_run') return 'Build';
  return capitalise(type === 'user' ? 'person' : type.replaceAll('_', ' '));
}

/** `{ rows: 3, reason: 'care', note: null }` → `rows: 3, reason: care`. */
export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${toText(value)}`);
  return parts.join(', ');
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(' ');
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
