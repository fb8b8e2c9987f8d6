import { describeInvocation } from './dbt-command.ts';
import { followProcess } from './follow-process.ts';
import { defaultBounds } from './run-bounds.ts';
import { startColdChild } from './start-cold-child.ts';

export interface FetchPackagesOptions {
  /** Folder with the programs of the engine. */
  readonly bin: string;
  /** A copy of the project: `dbt_packages` is written into it. */
  readonly project_folder: string;
  /** Empty folders. */
  readonly work_folder: string;
  readonly output_folder: string;
  /** Where dbt's hub is; dbt knows where it is left out. */
  readonly hub_url?: string | undefined;
  readonly signal: AbortSignal;
}

/** Without a network dbt would ask again for a minute. */
const TIMEOUT_SECONDS = 45;
const HTTPS = 443;
/** How a name becomes an address. */
const RESOLVER_FILES = [
  '/etc/resolv.conf',
  '/etc/hosts',
  '/etc/nsswitch.conf',
  '/etc/host.conf',
  '/etc/gai.conf',
];

/**
 * Lets dbt fetch what a project asks of its hub, and what that asks for. The only time that dbt has a network, and no
 * code of the workspace runs meanwhile; a child of its own, since the hub's address is read at import. Resolves with why it failed.
 */
export async function fetchPackages(options: FetchPackagesOptions): Promise<string | undefined> {
  const { hub_url, project_folder, work_folder, output_folder, bin, signal } = options;
  let said: string | undefined;
  const order = {
    ...{ bin, project_folder, work_folder, output_folder, signal },
    ...{ readable: RESOLVER_FILES, timeout_seconds: TIMEOUT_SECONDS, onEvent: note },
  };
  function note(event: { readonly kind: string; readonly message?: string | null }): void {
    if (event.kind === 'failure') said ??= event.message ?? undefined;
  }
  const { environment, limits, ...rest } = describeInvocation({
    command: 'deps',
    order,
    bounds: defaultBounds,
  });
  const invocation = {
    ...rest,
    // A package that lies in some git would need a program, which could go anywhere.
    environment: { ...environment, PATH: '', ...(hub_url && { DBT_PACKAGE_HUB_URL: hub_url }) },
    limits: { ...limits, writable: [...limits.writable, project_folder], ports: portsOf(hub_url) },
  };
  const start = () => startColdChild(bin, invocation);
  const outcome = await followProcess({ order, start, closing: signal, bounds: defaultBounds });
  if (outcome.exit_code === 0) return undefined;
  if (outcome.timed_out) return `dbt's hub did not answer within ${TIMEOUT_SECONDS} s`;
  return (
    said ?? lastLine(outcome.stderr) ?? `dbt deps ended with ${outcome.exit_code ?? outcome.exit_signal}`
  );
}

function portsOf(hubUrl: string | undefined): number[] {
  const port = hubUrl ? new URL(hubUrl).port : '';
  return port === '' ? [HTTPS, 80] : [HTTPS, Number(port)];
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}
