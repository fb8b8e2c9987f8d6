import type { PluginSettings } from '@honeyframe/contract/api';
import { ApiError } from '@honeyframe/contract/api';

/** One field of the form as the server describes it. */
export type Field = PluginSettings['fields'][number];

/** What the form shows, by setting. A secret that is not touched is left out. */
export type Draft = Readonly<Record<string, unknown>>;

/** What is stored, and for what was never set the state that the default gives. */
export function createDraft({ fields, values }: Pick<PluginSettings, 'fields' | 'values'>): Draft {
  const shown = fields.filter(({ secret }) => !secret);
  return Object.fromEntries(shown.map((field) => [field.name, values[field.name] ?? emptyValue(field)]));
}

/** Texts and numbers show their default beside the empty field; the others are in a state anyway. */
function emptyValue(field: Field): unknown {
  if (field.kind === 'text' || field.kind === 'number' || field.kind === 'integer') return '';
  if (field.kind === 'switch') return field.default ?? false;
  return field.kind === 'list' ? (field.default ?? []) : field.default;
}

/** What has to be sent: only what was changed, and null for what was emptied. */
export function findChanges(before: Draft, after: Draft): Record<string, unknown> {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
  );
  return Object.fromEntries(changed.map(([name, value]) => [name, value === '' ? null : value]));
}

/** The server's words for each setting; what belongs to none is under the empty name. */
export function readProblems(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiError) || !Array.isArray(error.context.problems)) return {};
  const problems: readonly unknown[] = error.context.problems;
  return Object.fromEntries(problems.filter(isProblem).map(({ name, message }) => [name, message]));
}

function isProblem(value: unknown): value is { name: string; message: string } {
  return typeof value === 'object' && value !== null && 'name' in value && 'message' in value;
}
