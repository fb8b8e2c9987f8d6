import validRange from 'semver/ranges/valid.js';
import { z } from 'zod';
import { permissionMaxLength, permissionPattern } from '../permissions/index.ts';
import { slugMaxLength, slugPattern } from './plugin-slug.ts';
import { problem } from './problem-name.ts';
import { findPathProblem } from './relative-path.ts';
import { isReservedSlug } from './reserved-slugs.ts';

/** The grammar of semver.org, with at most 100 characters. */
const versionPattern =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*)?(\+[\dA-Za-z-]+(\.[\dA-Za-z-]+)*)?$/;

/** A permission in the manifest; the grammar is that of `permissionSchema`. */
export const permission = z
  .string()
  .max(permissionMaxLength, problem('HF_MANIFEST_PERMISSION_INVALID'))
  .regex(permissionPattern, problem('HF_MANIFEST_PERMISSION_INVALID'));

/** The slug of any plugin. */
export const slug = z
  .string()
  .max(slugMaxLength, { error: problem('HF_MANIFEST_NAME_INVALID'), abort: true })
  .regex(slugPattern, { error: problem('HF_MANIFEST_NAME_INVALID'), abort: true });

/** The slug of this plugin. */
export const ownSlug = slug.refine((text) => !isReservedSlug(text), problem('HF_MANIFEST_NAME_RESERVED'));

/** A semantic version. */
export const version = z
  .string()
  .max(100, { error: problem('HF_MANIFEST_VERSION_INVALID'), abort: true })
  .regex(versionPattern, problem('HF_MANIFEST_VERSION_INVALID'));

/** A range of semantic versions. */
export const versionRange = z
  .string()
  .max(200, { error: problem('HF_MANIFEST_RANGE_INVALID'), abort: true })
  .refine((text) => validRange(text) !== null, problem('HF_MANIFEST_RANGE_INVALID'));

/** A path relative to the plugin's folder. */
export const relativePath = z
  .string()
  .min(1, problem('HF_MANIFEST_PATH_INVALID'))
  .max(300, problem('HF_MANIFEST_PATH_INVALID'))
  .superRefine((text, context) => {
    const found = findPathProblem(text);
    if (found) context.addIssue({ code: 'custom', message: found, input: text });
  });

/** A text that people read: one line, without space around it. */
export function label(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .regex(/^\S(?:[^\r\n]*\S)?$/);
}
