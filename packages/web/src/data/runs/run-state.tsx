import type { DbtRun } from '@honeyframe/contract/api';
import { Status } from '@honeyframe/sdk/ui';
import { runWords } from './run-words.ts';

export function RunState({ run }: { readonly run: Pick<DbtRun, 'state'> }) {
  const { label, tone, icon } = runWords[run.state];
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {label}
    </Status>
  );
}
