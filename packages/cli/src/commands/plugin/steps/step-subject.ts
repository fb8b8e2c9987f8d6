import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StepRequest } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import { isPluginSlug } from '@honeyframe/contract/manifest';

/** What somebody wrote after the command: where a version comes from, or the name of a plugin. */
export type StepSubject =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'archive'; readonly file: string }
  | { readonly kind: 'package'; readonly spec: string }
  | { readonly kind: 'name'; readonly slug: string };

/**
 * A path with a slash or a dot is one; a plain name is a folder only where one with a manifest is here, so that
 * `plugin upgrade finance` means the plugin wherever it is called. Throws HF_CLI_USAGE.
 */
export function readSubject(given: string, cwd: string): StepSubject {
  const place = path.resolve(cwd, given);
  if (/\.(tgz|tar\.gz)$/i.test(given)) return { kind: 'archive', file: requireFile(place, given) };
  if (existsSync(path.join(place, 'plugin.yaml'))) return { kind: 'folder', folder: place };
  if (isPackage(given)) return { kind: 'package', spec: given };
  if (/^[./~]|[/\\]/.test(given)) {
    const problem = existsSync(place) ? `'${given}' has no plugin.yaml` : `There is no folder '${given}'`;
    throw new PlatformError('HF_CLI_USAGE', { problem });
  }
  if (isPluginSlug(given)) return { kind: 'name', slug: given };
  throw new PlatformError('HF_CLI_USAGE', {
    problem: `'${given}' is no folder, no .tgz, no npm package and no name of a plugin`,
  });
}

/** `@scope/name`, `@scope/name@1.2.0`, `name@1.2.0`: without a scope only with a version, else it is a plugin. */
function isPackage(given: string): boolean {
  return /^(@[a-z0-9][\w.-]*\/[a-z0-9][\w.-]*(@[\w.^~-]+)?|[a-z0-9][\w.-]*@[\w.^~-]+)$/i.test(given);
}

function requireFile(file: string, given: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new PlatformError('HF_CLI_USAGE', { problem: `There is no file '${given}'` });
}

/** For steps that are about something that is installed. */
export function requireName(given: string): Pick<StepRequest, 'plugin'> {
  if (isPluginSlug(given)) return { plugin: given };
  throw new PlatformError('HF_CLI_USAGE', { problem: `'${given}' is no name of a plugin` });
}
