import { defineProblems } from '../problem.ts';

/** Problems of a plugin's manifest and folder, found by discovery. */
export const manifestProblems = defineProblems({});
