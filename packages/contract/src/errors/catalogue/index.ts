import type { Problem } from '../problem.ts';
import { authProblems } from './auth.ts';
import { backupProblems } from './backup.ts';
import { commandLineProblems } from './command-line.ts';
import { connectorProblems } from './connectors.ts';
import { coreProblems } from './core.ts';
import { databaseProblems } from './database.ts';
import { dbtProblems } from './dbt.ts';
import { frontendProblems } from './frontend.ts';
import { manifestProblems } from './manifest.ts';
import { peopleProblems } from './people.ts';
import { pluginProblems } from './plugins.ts';
import { settingsProblems } from './settings.ts';
import { storeProblems } from './store.ts';
import { systemProblems } from './system.ts';
import { warehouseProblems } from './warehouse.ts';

/** Every problem that the platform can name. A code belongs to exactly one area file. */
export const catalogue = {
  ...coreProblems,
  ...authProblems,
  ...peopleProblems,
  ...manifestProblems,
  ...pluginProblems,
  ...settingsProblems,
  ...storeProblems,
  ...frontendProblems,
  ...connectorProblems,
  ...warehouseProblems,
  ...dbtProblems,
  ...databaseProblems,
  ...systemProblems,
  ...backupProblems,
  ...commandLineProblems,
};

export type ProblemCode = keyof typeof catalogue;

/** The entry of a code, as the general shape. */
export function findProblem(code: ProblemCode): Problem {
  return catalogue[code];
}
