import type { PluginSummary } from '@honeyframe/contract/api';
import { Status } from '@honeyframe/sdk/ui';
import { stateHere, stateWords } from './plugin-words.ts';

export function PluginStatus({ plugin }: { readonly plugin: Pick<PluginSummary, 'state' | 'enabled'> }) {
  const { label, tone, icon } = stateWords[stateHere(plugin)];
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {label}
    </Status>
  );
}
