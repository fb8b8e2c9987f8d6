import { PlatformError } from '@honeyframe/contract';
import type { DbtCommandName, DbtRun } from '@honeyframe/contract/api';
import { type AuditActor, platformActor } from '../../audit/index.ts';
import { describeRunAct } from './run-audit.ts';
import { RUN_QUEUE } from './run-queue.ts';
import type { RunsOptions } from './runs-options.ts';
import { type NewRun, type RunRow, toRun } from './stores/index.ts';
import { requireResumable } from './warehouse/require-resumable.ts';

export interface RequestRunOptions {
  readonly orgId: string;
  /** Slug of the workspace. */
  readonly workspace: string;
  /** `install`, `manual`, `import`, … */
  readonly trigger: string;
  /** Who asked; the platform itself where it is left out. */
  readonly requestedBy?: AuditActor;
  /** In dbt's own syntax; everything where it is left out. */
  readonly select?: string | undefined;
  /** Also builds what nothing has changed for. */
  readonly full?: boolean | undefined;
  /** `build` where it is left out. */
  readonly command?: DbtCommandName | undefined;
}

/** Asks for runs; whichever process is free builds them. */
export class RunRequests {
  readonly #options: RunsOptions;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  async request(options: RequestRunOptions): Promise<DbtRun> {
    const { orgId, workspace, trigger, requestedBy = platformActor } = options;
    await this.#requireWorkspace(orgId, workspace);
    const run = {
      ...{ org_id: orgId, workspace, trigger },
      selection: cleanSelection(options.select),
      is_full: options.full ?? false,
      command: options.command ?? 'build',
    };
    return await this.#queue(run, 'dbt_run.requested', requestedBy);
  }

  async resume(from: RunRow, by: AuditActor): Promise<DbtRun> {
    await this.#requireWorkspace(from.org_id, from.workspace);
    // Asked again when its turn comes; here, so that who asks hears of it at once.
    await requireResumable(from, this.#options);
    const { org_id, workspace, selection, is_full, command } = from;
    const run = { org_id, workspace, selection, is_full, command, trigger: 'resume', resumed_from: from.id };
    return await this.#queue(run, 'dbt_run.resumed', by);
  }

  async #queue(run: Omit<NewRun, 'requested_by'>, action: string, by: AuditActor): Promise<DbtRun> {
    const { stores, queue, auditLog } = this.#options;
    const row = await stores.queue.insert({ ...run, requested_by: by.id === null ? null : by.name });
    await auditLog.record(describeRunAct(action, by, row));
    await queue.send(RUN_QUEUE, { run_id: row.id });
    return toRun(row);
  }

  /** One of a plugin that is switched off there is none of the organisation's. */
  async #requireWorkspace(orgId: string, slug: string): Promise<void> {
    const owner = this.#options.workspaces.get(slug)?.owner;
    if (owner === 'platform') return;
    if (owner !== undefined && (await this.#options.isOwnerEnabled(orgId, owner))) return;
    throw new PlatformError('HF_DBT_WORKSPACE_UNKNOWN', { workspace: slug });
  }
}

/** dbt would read a word that begins with a hyphen as an option of its own. */
function cleanSelection(select: string | undefined): string | null {
  const words = (select ?? '').trim().split(/\s+/).filter(Boolean);
  const option = words.find((word) => word.startsWith('-'));
  if (option)
    throw new PlatformError('HF_CORE_INPUT_INVALID', { details: `'${option}' is no selector of dbt` });
  return words.length === 0 ? null : words.join(' ');
}
