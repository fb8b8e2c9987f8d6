import { defineProblems } from '../problem.ts';

/** Problems of the platform database. */
export const databaseProblems = defineProblems({
  HF_DATABASE_ROLE_RIGHTS: {
    message: "The database user '{role}' may not create roles, which keep plugins apart.",
    hint: 'Run as an administrator of that server, then start again: {sql}',
  },
  HF_DATABASE_MIGRATION_FAILED: {
    message: 'The platform database could not be brought up to date: {reason}.',
    hint: 'Mend the cause and start again; nothing of the failed step was kept.',
  },
  HF_DATABASE_NEWER: {
    message: 'The platform database was made by a newer version of Honeyframe ({migrations}).',
    hint: 'Start that version, or restore a backup made by this one.',
  },
  HF_DATABASE_UNREACHABLE: {
    status: 503,
    message: 'The platform database cannot be reached: {reason}.',
    hint: 'Check that the server runs and that DATABASE_URL is right, or unset it to use the embedded one.',
  },
});
