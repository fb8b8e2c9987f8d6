import type { Workspace } from '@honeyframe/contract/api';
import { Status } from '@honeyframe/sdk/ui';
import { isLive, runWords } from '../runs/run-words.ts';

/** Whether it can be built, and how that went last. */
export function WorkspaceState({ workspace: { state, last_run } }: { readonly workspace: Workspace }) {
  if (state === 'waiting') {
    return (
      <Status tone="neutral" icon="clock">
        Waits for the build engine
      </Status>
    );
  }
  if (state === 'missing') {
    return (
      <Status tone="warn" icon="triangle-alert">
        Its folder is gone
      </Status>
    );
  }
  if (state === 'quarantined') {
    return (
      <Status tone="bad" icon="circle-x">
        Cannot be built
      </Status>
    );
  }
  if (!last_run) {
    return (
      <Status tone="neutral" icon="circle-dashed">
        Not built yet
      </Status>
    );
  }
  const { tone, label, icon } = runWords[last_run.state];
  return (
    <Status tone={tone} {...(icon && { icon })}>
      {isLive(last_run.state) ? 'Building' : last_run.state === 'success' ? 'Works' : `Last build: ${label}`}
    </Status>
  );
}
