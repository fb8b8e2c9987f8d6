import type { DbtOrder } from '../dbt-runner.ts';

export interface DocsFolders {
  /** Current folder of dbt. Empty. */
  readonly workFolder: string;
  /** Where dbt writes to. */
  readonly outputFolder: string;
}

/** What readers of one organisation see, for dbt to look at; it cannot write to it. */
export interface DocsView extends Disposable {
  /** Fills dbt's folders. @returns what it may reach. */
  prepare(folders: DocsFolders): Promise<Pick<DbtOrder, 'readable' | 'target'>>;
}
