import { defineProblems } from '../problem.ts';

/** Problems of backup and restore. */
export const backupProblems = defineProblems({
  HF_BACKUP_FILE_CHANGED: {
    status: 409,
    message: "'{file}' changed while it was being read for the backup.",
    hint: 'Make the backup again.',
  },
  HF_BACKUP_INCOMPLETE: {
    message: 'The backup was broken off: {reason}.',
    hint: "Read the platform's log for the cause, then make the backup again; nothing was written.",
  },
  HF_BACKUP_UNREADABLE: {
    message: 'This is not a backup that can be restored: {reason}.',
    hint: "Choose a file that 'honeyframe backup' wrote.",
  },
  HF_BACKUP_DAMAGED: {
    message: "The backup is damaged: '{part}' {reason}.",
    hint: 'Use another backup; nothing was restored.',
  },
  HF_BACKUP_NEWER: {
    message: 'The backup was made by Honeyframe {found}, which is newer than this one ({unknown}).',
    hint: 'Restore it with that version, or a later one.',
  },
  HF_BACKUP_TARGET_NOT_EMPTY: {
    message: 'A backup is restored into an empty platform only, but {what} is not empty.',
    hint: 'Choose an empty directory with DATA_DIR, and an empty database if DATABASE_URL is set.',
  },
  HF_BACKUP_OTHER_KEY: {
    message: 'The backup belongs to a platform with another HONEYFRAME_SECRET_KEY.',
    hint: 'Set HONEYFRAME_SECRET_KEY to what it was on the platform that made the backup.',
  },
  HF_BACKUP_RESTORE_FAILED: {
    message: 'The backup could not be restored: {step} failed with {reason}.',
    hint: 'Mend the cause and restore again; nothing was kept.',
  },
});
