import type { CommandContext } from '../../command-context.ts';
import { findDataDir } from '../../data-dir.ts';
import { checkDataDir } from './check-data-dir.ts';
import { checkPython } from './check-python.ts';
import { type Finding, ok, problem } from './finding.ts';

const NODE_MAJOR = 24;

/** What can be seen without a running platform. */
export async function checkMachine({ env }: CommandContext): Promise<Finding[]> {
  return [
    checkNode(process.versions.node),
    await checkPython(env),
    ...(await checkDataDir(findDataDir(env))),
  ];
}

export function checkNode(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= NODE_MAJOR) return ok('node', `Node ${version}`);
  const hint = "Run 'npm start', which installs the Node that the platform needs.";
  return problem('node', `Node ${version} is older than ${NODE_MAJOR}`, hint);
}
