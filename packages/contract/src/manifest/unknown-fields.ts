import { closestName } from './closest-name.ts';
import { isRecord, type ManifestFinding, recordsOf, renderField } from './manifest-finding.ts';
import {
  describedPermissionSchema,
  manifestInputSchema,
  navEntrySchema,
  requiresSchema,
  seedGroupSchema,
} from './manifest-schema.ts';
import { scheduleSchema } from './schedule-schema.ts';
import type { FieldPath } from './yaml-positions.ts';

const topFields = fieldsOf(manifestInputSchema);
const requiresFields = fieldsOf(requiresSchema);
const listFields: readonly [list: string, known: ReadonlySet<string>][] = [
  ['nav', fieldsOf(navEntrySchema)],
  ['permissions', fieldsOf(describedPermissionSchema)],
  ['seed_groups', fieldsOf(seedGroupSchema)],
  ['schedules', fieldsOf(scheduleSchema)],
];

/** Looking for the nearest name is the dear part; a hostile file could ask for it thousands of times. */
const maxSuggestions = 100;

/** Finds fields that this version does not know. They are ignored, so that newer manifests load. */
export function findUnknownFields(value: Readonly<Record<string, unknown>>): ManifestFinding[] {
  const findings: ManifestFinding[] = [];
  collect(findings, value, [], topFields);
  if (isRecord(value.requires)) collect(findings, value.requires, ['requires'], requiresFields);
  for (const [list, known] of listFields) {
    for (const [index, record] of recordsOf(value[list])) collect(findings, record, [list, index], known);
  }
  return findings;
}

function collect(
  findings: ManifestFinding[],
  record: Readonly<Record<string, unknown>>,
  at: FieldPath,
  known: ReadonlySet<string>,
): void {
  for (const key of Object.keys(record)) {
    if (known.has(key)) continue;
    const candidates = findings.length < maxSuggestions ? known : new Set<string>();
    findings.push(describeUnknown(record, [...at, key], key, candidates));
  }
}

function describeUnknown(
  record: Readonly<Record<string, unknown>>,
  path: FieldPath,
  key: string,
  known: ReadonlySet<string>,
): ManifestFinding {
  const field = renderField(path);
  // A field that is there already was not misspelt.
  const suggestion = closestName(
    key,
    [...known].filter((name) => !Object.hasOwn(record, name)),
  );
  if (suggestion === undefined)
    return { code: 'HF_MANIFEST_FIELD_UNKNOWN', path, part: 'key', context: { field } };
  return { code: 'HF_MANIFEST_FIELD_MISSPELT', path, part: 'key', context: { field, suggestion } };
}

function fieldsOf(schema: { readonly shape: object }): ReadonlySet<string> {
  return new Set(Object.keys(schema.shape));
}
