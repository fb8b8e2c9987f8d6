import { defineApi } from './endpoint.ts';

/** What the operator does with the platform as a whole. */
export const systemApi = defineApi({
  createBackup: {
    method: 'POST',
    path: '/api/system/backup',
    access: 'superadmin',
    summary: 'A backup of the whole platform as a tar archive; it holds secrets.',
    output: 'raw',
    errors: ['HF_BACKUP_FILE_CHANGED'],
  },
});
