import type { z } from 'zod';
import { findProblem, type ProblemCode, type ProblemContext } from '../errors/index.ts';
import { suggestPermission } from '../permissions/index.ts';
import {
  describeValue,
  isRecord,
  type ManifestFinding,
  quote,
  renderField,
  valueAt,
} from './manifest-finding.ts';
import { manifestSchema, type PluginManifest } from './manifest-schema.ts';
import { suggestSlug } from './plugin-slug.ts';
import type { FieldPath, SourceTexts } from './yaml-positions.ts';

/** What the schema says about a value: the manifest, or every field that does not fit. */
export interface FieldReading {
  readonly manifest?: PluginManifest;
  readonly findings: readonly ManifestFinding[];
}

/** Checks every field by itself; what fields mean to each other is for the cross checks. */
export function readFields(value: unknown, sourceTexts: SourceTexts): FieldReading {
  const result = manifestSchema.safeParse(value);
  if (result.success) return { manifest: result.data, findings: [] };
  const findings = new Map<string, ManifestFinding>();
  for (const issue of result.error.issues.flatMap((each) => selectMeant(each, value))) {
    const finding = describeIssue(issue, value, sourceTexts);
    // Two checks of one field may say the same; once is enough.
    findings.set(`${finding.code} ${renderField(finding.path)}`, finding);
  }
  return { findings: [...findings.values()] };
}

type Issue = z.core.$ZodIssue;

/**
 * Of a value that may be written in two ways, what is wrong with the way that was meant: a mapping is compared with the
 * mapping, anything else with the first way.
 */
function selectMeant(issue: Issue, whole: unknown): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const way = isRecord(valueAt(whole, issue.path)) ? issue.errors.at(-1) : issue.errors[0];
  return (way ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function describeIssue(issue: Issue, whole: unknown, sourceTexts: SourceTexts): ManifestFinding {
  const { path } = issue;
  const value = valueAt(whole, path);
  const field = renderField(path);
  // The key of a mapping is wrong: the schema reports what is wrong inside.
  if (issue.code === 'invalid_key') {
    const code = asProblemCode(issue.issues[0]?.message) ?? 'HF_MANIFEST_VALUE_INVALID';
    return { code, path, part: 'key', context: explain(code, field, path.at(-1)) };
  }
  const code = asProblemCode(issue.message);
  if (code) return { code, path, context: explain(code, field, value) };
  if (issue.code === 'invalid_type') return describeType(path, field, value, issue.expected, sourceTexts);
  return { code: 'HF_MANIFEST_VALUE_INVALID', path, context: { field, reason: describeReason(issue) } };
}

function describeType(
  path: FieldPath,
  field: string,
  value: unknown,
  type: string,
  sourceTexts: SourceTexts,
): ManifestFinding {
  const expected = typeNames[type] ?? type;
  if (value === undefined) return { code: 'HF_MANIFEST_FIELD_MISSING', path, context: { field, expected } };
  if (field === 'version' && typeof value === 'number') {
    const source = sourceTexts(path) ?? String(value);
    const context = { source, number: value, suggestion: suggestVersion(source) };
    return { code: 'HF_MANIFEST_VERSION_NOT_TEXT', path, context };
  }
  return {
    code: 'HF_MANIFEST_WRONG_TYPE',
    path,
    context: { field, expected, received: describeValue(value) },
  };
}

/** The schema's words for types, in those of an author. */
const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  boolean: 'true or false',
  number: 'a number',
};

function describeReason(issue: Issue): string {
  if (issue.code === 'too_big') return `it is longer than ${issue.maximum}`;
  if (issue.code === 'too_small') return `it is shorter than ${issue.minimum}`;
  if (issue.code === 'invalid_value')
    return `it must be one of ${issue.values.map((one) => `'${String(one)}'`).join(', ')}`;
  if (issue.code === 'invalid_format') return 'it must be one line of text, without space around it';
  return issue.message;
}

function explain(code: ProblemCode, field: string, value: unknown): ProblemContext {
  const text = typeof value === 'string' ? value : '';
  return {
    field,
    value: quote(value),
    ...(suggestions[code] && { suggestion: suggestions[code](text) }),
    ...reasons(code, field),
  };
}

const suggestions: Readonly<Partial<Record<ProblemCode, (text: string) => string>>> = {
  HF_MANIFEST_NAME_INVALID: suggestSlug,
  HF_MANIFEST_PERMISSION_INVALID: suggestPermission,
  HF_MANIFEST_VERSION_INVALID: suggestVersion,
};

function reasons(code: ProblemCode, field: string): ProblemContext {
  if (code !== 'HF_MANIFEST_SCHEDULE_INVALID') return {};
  return { reason: scheduleReasons[field.slice(field.lastIndexOf('.') + 1)] ?? 'it is not understood' };
}

const scheduleReasons: Readonly<Record<string, string>> = {
  cron: 'it is not a cron expression of five or six fields',
  timezone: 'there is no such time zone',
  every: "it is not a distance such as '30m', '6h' or '1d'",
  on_import: 'it is not the name of a raw source',
  select: 'it is not a dbt selector',
  misfire: "it is none of 'skip', 'latest' and 'all'",
  overlap: "it is none of 'skip', 'queue' and 'cancel'",
  full: "it is neither 'true' nor 'false'",
  expect_within: 'it is no number of minutes between 1 and 40320',
};

/** The schema's checks carry codes of the catalogue where one is meant; texts of zod's own are no codes. */
function asProblemCode(message: string | undefined): ProblemCode | undefined {
  if (message === undefined || !message.startsWith('HF_')) return undefined;
  return findProblem(message as ProblemCode) ? (message as ProblemCode) : undefined;
}

/** `1.10` → `1.10.0`, `v2` → `2.0.0`. */
function suggestVersion(text: string): string {
  const numbers = text
    .slice(0, 100)
    .match(/\d{1,9}/g)
    ?.map(Number) ?? [0, 1, 0];
  return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0].join('.');
}
