import type { ShellPlugin } from '@honeyframe/contract/api';
import type { FrontendDefinition } from '@honeyframe/sdk/frontend';
import { LoadError } from '@honeyframe/sdk/ui';
import { type ComponentType, lazy } from 'react';
import { loadPlugin } from './load-plugin.ts';

// React keeps the outcome of a lazy component for ever; "Try again" needs a new one.
const components = new Map<string, ComponentType<never>>();

interface Loadable<Props> {
  readonly load: () => Promise<{ default: ComponentType<Props> }>;
}

/** The component of one page or block, loaded when it is first drawn and the same from then on. */
export function lazyComponent<Props>(
  plugin: ShellPlugin,
  key: string,
  find: (definition: FrontendDefinition) => Loadable<Props> | undefined,
): ComponentType<Props> {
  const known = components.get(key);
  if (known) return known as ComponentType<Props>;
  const component = lazy(async () => {
    const part = find(await loadPlugin(plugin));
    if (!part) throw new LoadError(`'${plugin.display_name}' has no part of this name.`);
    return part.load().catch((cause: unknown) => {
      throw new LoadError(cause);
    });
  }) as unknown as ComponentType<Props>;
  components.set(key, component as ComponentType<never>);
  return component;
}

export function forgetComponent(key: string): void {
  components.delete(key);
}
