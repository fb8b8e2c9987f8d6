import type { ProblemCode, ProblemContext } from '../errors/index.ts';
import type { FieldPath } from './yaml-positions.ts';

/** Something wrong with a field, not yet tied to a position, a plugin and a file. */
export interface ManifestFinding {
  readonly code: ProblemCode;
  readonly path: FieldPath;
  /** Whether it speaks of the field's name or of its value. */
  readonly part?: 'key' | 'value';
  readonly context?: ProblemContext;
}

/** `['nav', 0, 'path']` → `nav[0].path`. */
export function renderField(path: FieldPath): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? String(segment) : `.${String(segment)}`;
  }
  return text === '' ? 'plugin.yaml' : text;
}

/** A value as a message names it: `the number 3`, `a list`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `the text '${quote(value)}'`;
  if (typeof value === 'number' || typeof value === 'bigint') return `the number ${value}`;
  if (typeof value === 'boolean') return `the truth value ${value}`;
  return 'a mapping';
}

/** A value as a message quotes it: on one line, and not the whole of a long one. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : describeValue(value);
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

/** What lies at a path of a parsed YAML value. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  let found: unknown = value;
  for (const segment of path) {
    if (!isRecord(found) && !Array.isArray(found)) return undefined;
    found = Object.hasOwn(found, segment) ? (found as Record<PropertyKey, unknown>)[segment] : undefined;
  }
  return found;
}

/** Whether the value is a mapping. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The texts of a list with their indices; whatever else the list holds is another check's concern. */
export function textsOf(value: unknown): [index: number, text: string][] {
  const texts: [number, string][] = [];
  for (const [index, entry] of entriesOf(value)) if (typeof entry === 'string') texts.push([index, entry]);
  return texts;
}

/** The mappings of a list with their indices. */
export function recordsOf(value: unknown): [index: number, record: Record<string, unknown>][] {
  const records: [number, Record<string, unknown>][] = [];
  for (const [index, entry] of entriesOf(value)) if (isRecord(entry)) records.push([index, entry]);
  return records;
}

function entriesOf(value: unknown): Iterable<[number, unknown]> {
  return Array.isArray(value) ? value.entries() : [];
}
