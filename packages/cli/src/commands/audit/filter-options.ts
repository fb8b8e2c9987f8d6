import { PlatformError } from '@honeyframe/contract/errors';
import type { Command } from 'commander';
import { type OrgOptions, withOrg } from '../../connection/connection-options.ts';
import type { JsonOption } from '../../output/print-result.ts';

export interface FilterOptions extends OrgOptions, JsonOption {
  readonly from?: string;
  readonly to?: string;
  readonly action?: string;
  readonly actor?: string;
  readonly plugin?: string;
  readonly search?: string;
  readonly platform?: boolean;
}

export function withFilters(command: Command): Command {
  return withOrg(
    command
      .option('--from <time>', 'from this day or moment on: 2026-11-04 or 2026-11-04T10:00:00Z; days are UTC')
      .option('--to <time>', 'before this day or moment')
      .option('--action <name>', 'one kind of event, such as user.signed_in')
      .option('--actor <address>', 'events of one person')
      .option('--plugin <slug>', 'events of one plugin')
      .option('--search <text>', 'events that mention this')
      .option('--platform', 'events that belong to no organisation (superadmins)'),
  );
}

/** The options as the API's query. Throws HF_CLI_USAGE for what is no time. */
export function readFilters({ from, to, action, actor, plugin, search, platform }: FilterOptions) {
  return {
    scope: platform ? ('platform' as const) : ('org' as const),
    ...(from !== undefined && { from: readTime('--from', from) }),
    ...(to !== undefined && { to: readTime('--to', to) }),
    ...(action !== undefined && { action }),
    ...(actor !== undefined && { actor }),
    ...(plugin !== undefined && { plugin }),
    ...(search !== undefined && { q: search }),
  };
}

function readTime(option: string, text: string): string {
  // Without a zone JavaScript would take a moment for one of this machine's.
  const isTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text);
  const time = new Date(text);
  if (isTime && !Number.isNaN(time.getTime())) return time.toISOString();
  throw new PlatformError('HF_CLI_USAGE', {
    problem: `'${text}' of ${option} is no time: write 2026-11-04 or 2026-11-04T10:00:00Z`,
  });
}
