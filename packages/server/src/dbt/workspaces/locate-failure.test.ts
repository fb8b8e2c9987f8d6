import path from 'node:path';
import { expect, it } from 'vitest';
import { createWorkspaceFolder } from '../dbt.fixture.ts';
import { locateFailure } from './locate-failure.ts';

const files = { 'models/marts/one.sql': '', 'models/marts/one.yml': '' };

it.each([
  [
    "Compilation Error in model one (models/marts/one.sql)\n  unexpected '}'\n    line 3\n      {{ 1 + }}",
    { file: 'models/marts/one.sql', line: 3 },
  ],
  [
    'Parsing Error\n  Error reading tiny: one.yml - Runtime Error\n    Syntax error near line 7',
    { file: path.normalize('models/marts/one.yml'), line: 7 },
  ],
  ["'models/elsewhere.sql' is not here", { file: 'dbt_project.yml', line: 1 }],
  ['no file at all', { file: 'dbt_project.yml', line: 1 }],
])('finds the place in %j', async (failure, place) => {
  expect(await locateFailure(await createWorkspaceFolder(files), failure)).toEqual(place);
});
