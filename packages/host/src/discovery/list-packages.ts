import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findPathProblem } from '@honeyframe/contract/manifest';
import type { PluginCandidate } from './plugin-candidate.ts';

/** Lists the installed npm packages that declare `"honeyframe": {"plugin": "./plugin.yaml"}`. */
export function listPackages(parent: string): PluginCandidate[] {
  const folder = path.join(parent, 'node_modules');
  return listNames(folder).flatMap((name) => toCandidate(path.join(folder, name), name));
}

function listNames(folder: string): string[] {
  return readNames(folder).flatMap((name) =>
    name.startsWith('@') ? readNames(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort();
  } catch {
    // No packages, or a file among the scopes.
    return [];
  }
}

function toCandidate(folder: string, name: string): PluginCandidate[] {
  const declared = readDeclaration(folder);
  if (declared === undefined) return [];
  const candidate = {
    folder,
    name,
    source: 'package' as const,
    manifestName: 'plugin.yaml',
    file: path.join(folder, 'plugin.yaml'),
  };
  if (typeof declared !== 'string')
    return [{ ...candidate, packageProblem: "'honeyframe.plugin' is not a text" }];
  if (findPathProblem(declared)) {
    return [{ ...candidate, packageProblem: `'${declared}' is not a path inside the package` }];
  }
  const file = path.join(folder, declared);
  return [{ ...candidate, folder: path.dirname(file), manifestName: path.basename(file), file }];
}

/** What `honeyframe.plugin` of package.json says; a package.json that cannot be read is npm's business. */
function readDeclaration(folder: string): unknown {
  try {
    const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
    // Most packages are no plugin; parsing each of them would cost more than all the rest.
    if (!text.includes('"honeyframe"')) return undefined;
    const parsed: unknown = JSON.parse(text);
    const section = isRecord(parsed) ? parsed.honeyframe : undefined;
    return isRecord(section) ? section.plugin : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
