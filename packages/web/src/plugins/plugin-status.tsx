import type { PluginSummary } from '@honeyframe/contract/api';
import { Status } from '@honeyframe/sdk/ui';
import { stateWords } from './plugin-words.ts';

export function PluginStatus({ plugin }: { readonly plugin: Pick<PluginSummary, 'state'> }) {
  const { label, tone, icon } = stateWords[plugin.state];
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {label}
    </Status>
  );
}
