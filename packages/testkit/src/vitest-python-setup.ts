import path from 'node:path';
import { createPythonEnvironment } from '@honeyframe/server';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder with the programs of dbt's environment: dbt, python. */
    pythonBin: string;
  }
}

/** Kept between runs: an installation takes half a minute, a look at a finished one some milliseconds. */
const folder = path.resolve(import.meta.dirname, '../../../.honeyframe/test-python');

/** dbt's real Python environment, installed when it is missing or its lock has changed. */
export default async function setUp(project: TestProject): Promise<void> {
  const log = { info: () => {}, warn: () => {} };
  const environment = await createPythonEnvironment({ folder, python: process.env.HONEYFRAME_PYTHON, log });
  const state = await environment.install();
  if (state.status !== 'ready') {
    throw state.status === 'failed' ? state.problem : new Error(`the environment is ${state.status}`);
  }
  project.provide('pythonBin', state.bin);
}
