import type { Queries } from '../../database/index.ts';
import type { Clock } from '../../system/index.ts';
import type { WarehouseFiles, WarehouseReaders } from '../../warehouse/index.ts';
import type { WorkspaceGraphs } from '../graphs/index.ts';
import type { DbtWorkspaces, Workspace } from '../workspaces/index.ts';
import { FreshnessStore } from './freshness/freshness-store.ts';
import { watchFreshness } from './freshness/watch-freshness.ts';
import type { Incidents } from './incidents.ts';
import { watchLateness } from './watch-lateness.ts';

export interface QualityWatchOptions {
  readonly queries: Queries;
  readonly clock: Clock;
  readonly files: WarehouseFiles;
  readonly readers: WarehouseReaders;
  readonly workspaces: DbtWorkspaces;
  readonly graphs: WorkspaceGraphs;
  readonly incidents: Incidents;
  readonly log: { warn(context: object, message: string): void };
  readonly isVisible: (orgId: string, workspace: Workspace) => Promise<boolean>;
}

const TICK_MILLISECONDS = 30_000;
/** Tables of one import are published one after another. */
const SETTLE_MILLISECONDS = 2000;

/** Looks for builds that are late and sources that are stale: every so often, and soon after an import. */
export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #store: FreshnessStore;
  readonly #disposers: (() => void)[] = [];
  #soon: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(options: QualityWatchOptions) {
    this.#options = options;
    this.#store = new FreshnessStore(options.queries);
  }

  start(): void {
    const timer = setInterval(() => this.#run(), TICK_MILLISECONDS);
    this.#disposers.push(
      () => clearInterval(timer),
      this.#options.files.onPublished(() => this.#runSoon()),
    );
    this.#runSoon();
  }

  async close(): Promise<void> {
    for (const dispose of this.#disposers.splice(0)) dispose();
    clearTimeout(this.#soon);
    await this.#running;
  }

  /** Opens and closes whatever is due now. */
  async check(): Promise<void> {
    const { workspaces, clock, isVisible } = this.#options;
    const now = await clock.now();
    const hasWorkspace = async (orgId: string, slug: string) => {
      const workspace = workspaces.get(slug);
      return workspace !== undefined && (await isVisible(orgId, workspace));
    };
    await watchLateness({ ...this.#options, isVisible: hasWorkspace }, now);
    await watchFreshness({ ...this.#options, store: this.#store }, now);
  }

  #runSoon(): void {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      this.#run();
    }, SETTLE_MILLISECONDS);
  }

  #run(): void {
    this.#running ??= this.check()
      .catch((err: unknown) => this.#options.log.warn({ err }, 'Looking at the quality of data failed.'))
      .finally(() => {
        this.#running = undefined;
      });
  }
}
