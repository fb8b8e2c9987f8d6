import { ApiError, createApiClient, dbtApi, type Send } from '@honeyframe/contract/api';
import { PlatformError } from '@honeyframe/contract/errors';
import type { CommandContext } from '../../command-context.ts';
import { type Connection, connect } from '../../connection/connect.ts';
import type { ConnectionOptions } from '../../connection/connection-options.ts';
import { useAnyOrg } from '../../connection/use-org.ts';
import { checkOrphans } from './check-orphans.ts';
import { checkPluginFolders, checkPlugins } from './check-plugins.ts';
import { checkPort } from './check-port.ts';
import { type Finding, ok, problem, warn } from './finding.ts';

/** The running platform; where there is none, what a start would meet. */
export async function checkPlatform(context: CommandContext, options: ConnectionOptions): Promise<Finding[]> {
  try {
    await using connection = await connect(context, options);
    const readiness = await checkReadiness(connection.send);
    return [...readiness, ...(await checkOrgs(connection).catch(describeRefusal))];
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    const here = options.url === undefined && error.code === 'HF_CLI_NO_SERVER';
    if (!here) return [problem('platform', error.message, error.hint)];
    const stopped = warn('platform', 'not running', "Start it with 'npm start' or 'honeyframe serve'.");
    return [stopped, await checkPort(context.env), ...(await checkPluginFolders(context))];
  }
}

/** A token may belong to somebody who may not see everything; what was seen still counts. */
function describeRefusal(error: unknown): Finding[] {
  if (error instanceof ApiError || error instanceof PlatformError)
    return [warn('rights', `not everything could be looked at: ${error.message}`, error.hint)];
  throw error;
}

async function checkReadiness(send: Send): Promise<Finding[]> {
  const response = await send('/readyz', { method: 'GET' });
  const state = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const database =
    state.database === 'ok'
      ? ok('database', 'answers')
      : problem(
          'database',
          'does not answer',
          "Read the platform's log; check the server if DATABASE_URL is set.",
        );
  const plugins =
    state.plugins === 'ok'
      ? ok('platform', 'running')
      : warn('platform', 'running, plugins are still being started', 'Wait a moment and look again.');
  return [plugins, database];
}

async function checkOrgs(connection: Connection): Promise<Finding[]> {
  // Plugins and the engine are the same for all; builds are looked at in the first organisation.
  const { org, send } = await useAnyOrg(connection, undefined);
  const plugins = await checkPlugins(send);
  const orphans = await checkOrphans(send).catch(describeRefusal);
  return [...(await checkDbt(send, org.slug)), ...plugins, ...orphans];
}

async function checkDbt(send: Send, org: string): Promise<Finding[]> {
  const { engine, workspaces } = await createApiClient(dbtApi, send).listWorkspaces();
  // One that is being built, or waits for its turn, will have been.
  const unbuilt = workspaces.filter(
    ({ data_as_of, last_run }) => data_as_of === null && (!last_run || last_run.finished_at !== null),
  );
  const failed = workspaces.filter(
    ({ last_run }) => last_run?.state === 'error' || last_run?.state === 'lost',
  );
  return [
    checkEngine(engine),
    ...unbuilt.map(({ slug }) =>
      warn(
        'dbt',
        `'${slug}' has not been built for '${org}'`,
        `Run: honeyframe dbt run ${slug} --org ${org}`,
      ),
    ),
    ...failed.map(({ slug }) =>
      warn('dbt', `the last run of '${slug}' for '${org}' failed`, 'Read its log on the Builds page.'),
    ),
  ];
}

function checkEngine(engine: Awaited<ReturnType<typeof listEngine>>): Finding {
  if (engine.state === 'ready') return ok('dbt', `dbt ${engine.version ?? ''} is ready`.replace('  ', ' '));
  if (engine.state === 'installing') return warn('dbt', engine.message, 'Wait until it is installed.');
  return problem('dbt', engine.message, engine.hint);
}

const listEngine = (send: Send) => createApiClient(dbtApi, send).engine();
