import { defineProblems } from '../problem.ts';

/** Problems of warehouse, connectors and dbt. */
export const dataProblems = defineProblems({});
