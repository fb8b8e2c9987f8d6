import { defineProblems } from '../problem.ts';

/** Problems of set-up, start and the machine. */
export const systemProblems = defineProblems({});
