import type { DbtEngineStatus } from '@honeyframe/contract/api';

/** Whether dbt can run, and where it is. dbt 1.x in a Python environment today; another engine is another adapter. */
export interface DbtEngine {
  readonly status: DbtEngineStatus;
  /** Folder with the programs, once they can be used. */
  readonly bin: string | undefined;
  /** Called each time the engine becomes ready. Returns the disposer. */
  onReady(listener: () => void): () => void;
}
