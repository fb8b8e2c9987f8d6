import { z } from 'zod';

/** `<resource>.<action>`: lower case, digits and underscores, each part beginning with a letter. */
export const permissionPattern = /^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$/;

/** Characters that a permission may have at most. */
export const permissionMaxLength = 100;

/** A permission such as `patient.read`. */
export const permissionSchema = z.string().regex(permissionPattern).max(permissionMaxLength);

/** A permission taken apart. */
export interface PermissionParts {
  readonly resource: string;
  readonly action: string;
}

/** Takes `patient.read` apart; undefined when the text does not fit the grammar. */
export function parsePermission(text: string): PermissionParts | undefined {
  if (text.length > permissionMaxLength || !permissionPattern.test(text)) return undefined;
  const dot = text.indexOf('.');
  return { resource: text.slice(0, dot), action: text.slice(dot + 1) };
}

/** Whether the text fits the grammar `<resource>.<action>`. */
export function isPermission(text: string): boolean {
  return parsePermission(text) !== undefined;
}

/** The permission that the author of a wrong one probably meant, for a hint: `Patient-Read` → `patient.read`. */
export function suggestPermission(text: string): string {
  const words = text
    .slice(0, permissionMaxLength)
    .toLowerCase()
    .split(/[^a-z0-9_]+/)
    .map((word) => word.replace(/^[0-9_]+/, ''))
    .filter((word) => word !== '');
  const action = words.pop();
  if (action === undefined) return 'patient.read';
  return words.length === 0 ? `${action}.read` : `${words.join('_')}.${action}`;
}
