/** The queue that tells workers of runs; the table of runs is the truth. */
export const RUN_QUEUE = 'dbt_runs';
