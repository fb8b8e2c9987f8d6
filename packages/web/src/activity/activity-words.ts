import type { AuditEvent } from '@honeyframe/contract/api';

const targetWords: Readonly<Record<string, string>> = {
  dbt_run: 'Build',
  org: 'Organisation',
  source: 'Raw source',
  user: 'Person',
};

/** `care_note` → `Care note`. */
export function describeTarget(type: string): string {
  return targetWords[type] ?? toLabel(type);
}

/** `node_count` → `Node count`. */
export function toLabel(name: string): string {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `{ rows: 3, reason: 'care', note: null }` → `rows: 3, reason: care`. */
export function describeDetails(details: Readonly<Record<string, unknown>>): string {
  const parts = Object.entries(details)
    .filter(([, value]) => value !== null && !isEmpty(value))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${toText(value)}`);
  return parts.join(', ');
}

/** Lists and objects that hold nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(toText).join(' ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name.replaceAll('_', ' ')} ${toText(inner)}`)
    .join(', ');
}

/** Details that fit beside a label, and those that need room. */
export function splitDetails(details: Readonly<Record<string, unknown>>) {
  const isPlain = ([, value]: [string, unknown]) => typeof value !== 'object' || value === null;
  const entries = Object.entries(details).filter(([, value]) => !isEmpty(value));
  return {
    plain: entries.filter(isPlain).map(([name, value]) => ({
      label: toLabel(name),
      value: value === null ? '' : String(value),
    })),
    nested: Object.fromEntries(entries.filter((entry) => !isPlain(entry))),
  };
}

type Target = Pick<AuditEvent, 'target_type' | 'target_id'>;

const pages: Readonly<Record<string, { permission: string; href: (id: string) => string }>> = {
  dashboard: { permission: 'dashboard.read', href: () => '/' },
  dbt_run: { permission: 'dbt.read', href: (id) => `/data/runs/${id}` },
  group: { permission: 'org.admin', href: (id) => `/admin/groups/${id}` },
  invitation: { permission: 'org.admin', href: () => '/admin/users' },
  permission: { permission: 'org.admin', href: (id) => `/admin/permissions?open=${id}` },
  plugin: { permission: 'org.admin', href: () => '/admin/plugins' },
  source: { permission: 'connector.import', href: () => '/data/sources' },
  user: { permission: 'org.admin', href: () => '/admin/users' },
};

/** The page of the platform that shows what an event is about, for whom it opens. */
export function findPage(
  { target_type, target_id }: Target,
  can: (permission: string) => boolean,
): string | undefined {
  const page = target_type === null ? undefined : pages[target_type];
  return page && target_id !== null && can(page.permission)
    ? page.href(encodeURIComponent(target_id))
    : undefined;
}
