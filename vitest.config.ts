import { defineConfig } from 'vitest/config';

// One real PostgreSQL serves the whole run; each test file makes a database of its own in it.
export default defineConfig({
  test: {
    // Tests wait for dbt and PostgreSQL more than they compute; Vitest's own choice on two cores is one worker.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          // What files have in common is loaded once: half of the time is loading.
          isolate: false,
          include: ['packages/{contract,host,sdk,cli,web}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'packages/host/test/plugins/**'],
        },
      },
      {
        test: {
          name: 'server',
          include: ['packages/{server,testkit}/**/*.test.ts', 'plugins/*/tests/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.dbt.test.ts'],
          globalSetup: ['packages/testkit/src/vitest-global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'dbt',
          // dbt's warm parent, which takes ten seconds to start, serves all files of a worker.
          isolate: false,
          include: ['packages/**/*.dbt.test.ts', 'plugins/*/tests/**/*.dbt.test.ts'],
          globalSetup: [
            'packages/testkit/src/vitest-global-setup.ts',
            'packages/testkit/src/vitest-python-setup.ts',
          ],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 320_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
