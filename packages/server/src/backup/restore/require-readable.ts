import { PlatformError } from '@honeyframe/contract';
import { migrationNames } from '../../database/index.ts';
import { BACKUP_FORMAT, type BackupAbout } from '../backup-contents.ts';

/** Throws HF_BACKUP_NEWER for a backup that this platform would misunderstand. */
export function requireReadable({ format, migrations, platform_version }: BackupAbout): void {
  const unknown = migrations.filter((name) => !migrationNames.includes(name));
  if (format > BACKUP_FORMAT) unknown.unshift(`format ${format}`);
  if (unknown.length === 0) return;
  const context = { found: platform_version, unknown: unknown.join(', ') };
  throw new PlatformError('HF_BACKUP_NEWER', context);
}
