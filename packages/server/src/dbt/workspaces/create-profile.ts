import path from 'node:path';
import type { Workspace } from './workspace.ts';

/**
 * The same text for every run, organisation and version: dbt throws its parse away when a value of the connection changes.
 * JSON is YAML.
 */
export function createProfile({ catalogue, reads, staged }: Workspace): string {
  const output = {
    type: 'duckdb',
    path: `${catalogue}.duckdb`,
    schema: 'main',
    threads: 2,
    plugins: [
      {
        module: 'honeyframe_duckdb',
        config: {
          attach: reads,
          seed_folders:
            staged?.seed_folders.map((folder) => path.relative(staged.project_folder, folder)) ?? [],
          threads: 2,
          temp_directory: 'spill',
        },
      },
    ],
  };
  return `${JSON.stringify({ honeyframe: { target: 'honeyframe', outputs: { honeyframe: output } } }, null, 2)}\n`;
}
