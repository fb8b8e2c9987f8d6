import { isPermission } from '../permissions/index.ts';
import { type ManifestFinding, quote, recordsOf, renderField, textsOf } from './manifest-finding.ts';
import { isPluginSlug } from './plugin-slug.ts';
import type { RawManifest } from './raw-manifest.ts';
import { namesPlugin } from './router-spec.ts';
import { checkSettings } from './settings/index.ts';
import type { FieldPath } from './yaml-positions.ts';

/** One check of what fields mean to each other. It says nothing about fields that are wrong in themselves. */
type CrossCheck = (manifest: RawManifest, slug: string | undefined) => ManifestFinding[];

const crossChecks: readonly CrossCheck[] = [
  checkRouters,
  checkNav,
  checkNavPermissions,
  checkRepeatedPermissions,
  checkSeedGroupNames,
  checkSeedGroupPermissions,
  checkSchedules,
  ({ fields }) => checkSettings(fields.settings),
];

/** Runs all checks on the raw value, so that one wrong field hides no other problem. */
export function findCrossProblems(manifest: RawManifest): ManifestFinding[] {
  const { name } = manifest.fields;
  const slug = typeof name === 'string' && isPluginSlug(name) ? name : undefined;
  const findings: ManifestFinding[] = [];
  for (const check of crossChecks) findings.push(...check(manifest, slug));
  return findings;
}

function checkRouters({ routers }: RawManifest, slug: string | undefined): ManifestFinding[] {
  const seen = new Set<string>();
  return routers.flatMap(({ index, value, parsed }): ManifestFinding[] => {
    const path = ['routers', index];
    if (seen.size === seen.add(value).size) {
      return [{ code: 'HF_MANIFEST_DUPLICATE_ROUTER', path, context: { value: quote(value) } }];
    }
    if (!parsed.ok) {
      return [{ code: parsed.code, path, context: { field: renderField(path), value: quote(value) } }];
    }
    if (slug === undefined || namesPlugin(parsed.router, slug)) return [];
    const context = { value, other: parsed.router.slug, plugin: slug };
    return [{ code: 'HF_MANIFEST_ROUTER_OTHER_PLUGIN', path, context }];
  });
}

function checkNav({ fields: manifest }: RawManifest, slug: string | undefined): ManifestFinding[] {
  if (slug === undefined) return [];
  return recordsOf(manifest.nav).flatMap(([index, { path: value }]): ManifestFinding[] => {
    if (typeof value !== 'string' || !value.startsWith('/')) return [];
    if (value === `/${slug}` || value.startsWith(`/${slug}/`)) return [];
    return [
      {
        code: 'HF_MANIFEST_NAV_OUTSIDE',
        path: ['nav', index, 'path'],
        context: { value: quote(value), plugin: slug },
      },
    ];
  });
}

function checkNavPermissions({ fields: manifest }: RawManifest): ManifestFinding[] {
  const declared = declaredPermissions(manifest);
  return recordsOf(manifest.nav).flatMap(([index, { permission }]): ManifestFinding[] =>
    typeof permission !== 'string'
      ? []
      : checkDeclared(declared, permission, ['nav', index, 'permission'], 'The navigation entry'),
  );
}

function checkRepeatedPermissions({ fields: manifest }: RawManifest): ManifestFinding[] {
  const findings = findRepeated(['permissions'], namedPermissions(manifest.permissions));
  for (const [index, group] of recordsOf(manifest.seed_groups)) {
    findings.push(
      ...findRepeated(['seed_groups', index, 'permissions'], namedPermissions(group.permissions)),
    );
  }
  return findings;
}

function findRepeated(path: FieldPath, permissions: readonly NamedPermission[]): ManifestFinding[] {
  const seen = new Set<string>();
  return permissions.flatMap(({ name, at }): ManifestFinding[] => {
    if (seen.size !== seen.add(name).size) return [];
    const context = { value: quote(name), field: renderField(path) };
    return [{ code: 'HF_MANIFEST_PERMISSION_REPEATED', path: [...path, ...at], context }];
  });
}

interface NamedPermission {
  readonly name: string;
  /** Where the name stands within the list. */
  readonly at: FieldPath;
}

/** The names of a list of permissions, each a text or a mapping with a description. */
function namedPermissions(list: unknown): NamedPermission[] {
  const texts = textsOf(list).map(([index, name]) => ({ name, at: [index] }));
  const described = recordsOf(list).flatMap(([index, { name }]) =>
    typeof name === 'string' ? [{ name, at: [index, 'name'] }] : [],
  );
  // In the order of the list: of two that are the same the later one is reported.
  return [...texts, ...described].sort((a, b) => Number(a.at[0]) - Number(b.at[0]));
}

function checkSeedGroupNames({ fields: manifest }: RawManifest): ManifestFinding[] {
  const seen = new Set<string>();
  return recordsOf(manifest.seed_groups).flatMap(([index, { name }]): ManifestFinding[] => {
    if (typeof name !== 'string' || seen.size !== seen.add(name.toLowerCase()).size) return [];
    return [
      {
        code: 'HF_MANIFEST_DUPLICATE_GROUP',
        path: ['seed_groups', index, 'name'],
        context: { value: quote(name) },
      },
    ];
  });
}

function checkSeedGroupPermissions({ fields: manifest }: RawManifest): ManifestFinding[] {
  const declared = declaredPermissions(manifest);
  return recordsOf(manifest.seed_groups).flatMap(([group, { name, permissions }]) =>
    textsOf(permissions).flatMap(([index, value]) =>
      checkDeclared(
        declared,
        value,
        ['seed_groups', group, 'permissions', index],
        `The seed group '${quote(name)}'`,
      ),
    ),
  );
}

function checkDeclared(
  declared: ReadonlySet<string>,
  value: string,
  path: FieldPath,
  where: string,
): ManifestFinding[] {
  // One that breaks the grammar is reported as such.
  if (declared.has(value) || !isPermission(value)) return [];
  return [{ code: 'HF_MANIFEST_PERMISSION_UNDECLARED', path, context: { value, where } }];
}

function declaredPermissions(manifest: RawManifest['fields']): ReadonlySet<string> {
  return new Set(namedPermissions(manifest.permissions).map(({ name }) => name));
}

const triggers = ['cron', 'every', 'on_success_of', 'on_import'];

function checkSchedules({ fields: manifest }: RawManifest): ManifestFinding[] {
  return recordsOf(manifest.schedules).flatMap(([index, schedule]): ManifestFinding[] => {
    const path = ['schedules', index];
    const given = triggers.filter((trigger) => Object.hasOwn(schedule, trigger));
    const reason = describeTriggers(given, Object.hasOwn(schedule, 'timezone'));
    if (reason === undefined) return [];
    return [{ code: 'HF_MANIFEST_SCHEDULE_INVALID', path, context: { field: renderField(path), reason } }];
  });
}

function describeTriggers(given: readonly string[], hasZone: boolean): string | undefined {
  if (given.length === 0) return 'nothing says when it runs';
  if (given.length > 1) return `it has ${given.map((trigger) => `'${trigger}'`).join(' and ')}`;
  return hasZone && given[0] !== 'cron' ? "it has a 'timezone' without 'cron'" : undefined;
}
