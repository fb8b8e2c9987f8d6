import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readDbtCpu } from './child-cpu.ts';

const output = { type: 'duckdb', path: 'bench.duckdb', schema: 'main', threads: 2 };
const profile = { honeyframe: { target: 'honeyframe', outputs: { honeyframe: output } } };

/** The plain `dbt` of the same environment on the same project, with a parse cache and compiled Python of its own. */
export async function createColdDbt(bin: string, project: string, folder: string) {
  await mkdir(folder);
  await cp(project, path.join(folder, 'project'), { recursive: true });
  await writeFile(path.join(folder, 'profiles.yml'), JSON.stringify(profile));
  const places = ['--project-dir', 'project', '--profiles-dir', '.', '--target-path', 'target'];
  return {
    /** Seconds of CPU. Throws unless dbt succeeds. */
    measure: async (...command: string[]): Promise<number> => {
      const before = await readDbtCpu();
      const child = spawn(path.join(bin, 'dbt'), [...command, ...places], {
        cwd: folder,
        env: {
          PATH: '/usr/bin:/bin',
          HOME: folder,
          DO_NOT_TRACK: '1',
          DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`dbt ${command.join(' ')} ended with ${code}`);
      return (await readDbtCpu()) - before;
    },
  };
}
