import type { ShellPlugin } from '@honeyframe/contract/api';
import type { FrontendDefinition } from '@honeyframe/sdk/frontend';
import { LoadError } from '@honeyframe/sdk/ui';

const loading = new Map<string, Promise<FrontendDefinition>>();

/** Loads a plugin's frontend once per address; a failed attempt is forgotten, so that it can be repeated. */
export function loadPlugin(plugin: ShellPlugin): Promise<FrontendDefinition> {
  const known = loading.get(plugin.entry);
  if (known) return known;
  const attempt = importFrontend(plugin).catch((error: unknown) => {
    loading.delete(plugin.entry);
    throw error;
  });
  loading.set(plugin.entry, attempt);
  return attempt;
}

// A browser remembers that a module could not be fetched; another query makes it ask again.
let attempts = 0;

async function importFrontend(plugin: ShellPlugin): Promise<FrontendDefinition> {
  linkStyles(plugin.styles);
  const address = attempts === 0 ? plugin.entry : `${plugin.entry}?attempt=${attempts}`;
  try {
    const module: unknown = await import(/* @vite-ignore */ address);
    return readDefinition(module, plugin.display_name);
  } catch (error) {
    attempts += 1;
    throw new LoadError(error);
  }
}

function readDefinition(module: unknown, name: string): FrontendDefinition {
  const definition = (module as { readonly default?: FrontendDefinition }).default;
  if (definition && Array.isArray(definition.pages) && Array.isArray(definition.blocks)) return definition;
  throw new Error(`The frontend of '${name}' does not export a definition made by defineFrontend().`);
}

function linkStyles(styles: readonly string[]): void {
  for (const href of styles) {
    if (document.head.querySelector(`link[href="${CSS.escape(href)}"]`)) continue;
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    document.head.append(link);
  }
}
