import path from 'node:path';
import type { DbtCommand, DbtOrder, DbtTarget } from '../dbt-runner.ts';
import type { RunBounds } from './run-bounds.ts';

/** What an order means to the process that carries it out. */
export interface DbtInvocation {
  readonly arguments: readonly string[];
  /** Everything that `env_var()` can see. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly limits: {
    readonly memory_bytes: number;
    readonly disk_bytes: number;
    readonly project_folder: string;
    readonly readable: readonly string[];
    readonly writable: readonly string[];
    /** TCP ports that it may connect to. */
    readonly ports: readonly number[];
  };
}

export interface DescribeInvocationOptions {
  readonly command: DbtCommand;
  readonly order: DbtOrder;
  readonly bounds: RunBounds;
}

export function describeInvocation({ command, order, bounds }: DescribeInvocationOptions): DbtInvocation {
  const { work_folder, output_folder, target } = order;
  return {
    arguments: toArguments(command, order),
    environment: { ...environment, HOME: work_folder, TMPDIR: work_folder, ...describeTarget(target) },
    folder: work_folder,
    limits: {
      ...bounds,
      project_folder: order.project_folder,
      readable: [order.project_folder, ...order.readable],
      writable: [work_folder, output_folder],
      // A path of a socket needs none.
      ports: target && !target.connection.host.startsWith('/') ? [target.connection.port] : [],
    },
  };
}

/** Not among the arguments, which every account of the machine can read; the process takes it away before dbt starts. */
function describeTarget(target: DbtTarget | undefined): Readonly<Record<string, string>> {
  return target ? { HONEYFRAME_WAREHOUSE: JSON.stringify(target) } : {};
}

/** What every process of dbt finds, its warm parent too: some of it is read at import. */
export const environment: Readonly<Record<string, string>> = {
  PATH: '/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DBT_VERSION_CHECK: 'false',
  DBT_UPLOAD_TO_ARTIFACTS_INGEST_API: 'false',
  DO_NOT_TRACK: '1',
  // dbt would look for a .env in every folder above.
  PYTHON_DOTENV_DISABLED: '1',
};

const commands: Readonly<Record<DbtCommand, readonly string[]>> = {
  build: ['build'],
  deps: ['deps'],
  parse: ['parse'],
  docs: ['docs', 'generate', '--static'],
};

function toArguments(command: DbtCommand, order: DbtOrder): string[] {
  return [
    ...['--log-format', 'json', '--log-level', 'debug', '--log-level-file', 'none', '--no-use-colors'],
    ...[...commands[command], '--project-dir', order.project_folder, '--profiles-dir', order.work_folder],
    ...(command === 'deps' ? [] : ['--profile', 'honeyframe', '--target', 'honeyframe']),
    ...(command === 'deps' ? [] : ['--target-path', path.join(order.output_folder, 'target')]),
    ...['--log-path', path.join(order.output_folder, 'logs')],
    ...(command === 'build' ? toSelection(order) : []),
  ];
}

function toSelection({ select, resource_types = [] }: DbtOrder): string[] {
  return [
    ...(select ? ['--select', ...select.trim().split(/\s+/)] : []),
    ...resource_types.flatMap((type) => ['--resource-type', type]),
  ];
}
