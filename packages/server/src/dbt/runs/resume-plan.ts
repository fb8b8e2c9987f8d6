import { PlatformError } from '@honeyframe/contract';
import type { DbtNode } from '@honeyframe/contract/api';
import type { WarehouseFiles } from '../../warehouse/index.ts';
import { toCatalogue } from '../workspaces/index.ts';
import { isBuiltTable } from './recording/recorded-nodes.ts';
import { findChangedInput, parseInputs, type RunInputs } from './run-inputs.ts';
import type { RunRow, RunStores } from './stores/index.ts';

export interface ResumePlan {
  /** Unique ids of what is built already. */
  readonly built: readonly string[];
  readonly from: RunRow;
  /** Whether its draft holds tables of it; otherwise all of it is in what readers see. */
  readonly hasDraft: boolean;
}

interface Sources {
  readonly stores: RunStores;
  readonly files: WarehouseFiles;
}

const resumable: ReadonlySet<string> = new Set(['error', 'cancelled', 'lost']);
const succeeded: ReadonlySet<DbtNode['state']> = new Set(['success', 'pass', 'warn', 'unchanged']);

/** What a run that goes on with another one leaves out; undefined where that one built nothing, and all is built anew. */
export async function planResume(from: RunRow, { stores, files }: Sources): Promise<ResumePlan | undefined> {
  requireResumableState(from);
  const nodes = await listSucceeded(from, stores);
  if (nodes.length === 0) return undefined;
  const hasDraft = nodes.some(isBuiltTable);
  const owner = { orgId: from.org_id, name: toCatalogue(from.workspace), key: from.id };
  if (hasDraft && !(await files.kept.has(owner)))
    throw refuseResume('what it had built is not there any more');
  return { built: toIds(nodes), from, hasDraft };
}

/** The rest must be built from the same data, or tables of one build would not fit each other. */
export function requireSameInputs({ from }: Pick<ResumePlan, 'from'>, inputs: RunInputs): void {
  const before = parseInputs(from.inputs);
  const changed = before ? findChangedInput(before, inputs) : 'what it read was not recorded';
  if (changed !== undefined) throw refuseResume(changed);
}

/** Throws HF_DBT_RESUME_IMPOSSIBLE for a run that goes on, or that ended well. */
export function requireResumableState({ state }: RunRow): void {
  if (!resumable.has(state)) throw refuseResume(`it is '${state}'`);
}

export async function listBuilt(from: RunRow, stores: RunStores): Promise<string[]> {
  return toIds(await listSucceeded(from, stores));
}

/** A run that was itself resumed has only its own nodes. */
async function listSucceeded(from: RunRow, stores: RunStores): Promise<DbtNode[]> {
  const found: DbtNode[] = [];
  for (let run: RunRow | undefined = from; run; run = await findBefore(run, stores)) {
    const nodes = await stores.events.listNodes(run.id);
    found.push(...nodes.filter(({ state }) => succeeded.has(state)));
  }
  return found;
}

function toIds(nodes: readonly DbtNode[]): string[] {
  return [...new Set(nodes.map(({ unique_id }) => unique_id))];
}

async function findBefore(run: RunRow, stores: RunStores): Promise<RunRow | undefined> {
  return run.resumed_from === null ? undefined : await stores.runs.find(run.org_id, run.resumed_from);
}

/** Why a run cannot be gone on with. */
export function refuseResume(reason: string): PlatformError {
  return new PlatformError('HF_DBT_RESUME_IMPOSSIBLE', { reason });
}
