import { expect, it } from 'vitest';
import { findDataDir, findInstallDir } from './data-dir.ts';

it('finds the directories where the server has them', async () => {
  const { readSettings } = await import('@honeyframe/server');
  for (const env of [
    {},
    { DATA_DIR: 'relative/data' },
    { INSTALL_DIR: '/opt/honeyframe' },
    { DATA_DIR: ' ' },
  ]) {
    const settings = readSettings(env);
    expect(findDataDir(env)).toBe(settings.data_dir);
    expect(findInstallDir(env)).toBe(settings.install_dir);
  }
});
