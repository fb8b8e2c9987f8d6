import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DbtOrder } from '../dbt-runner.ts';

/** Some minutes of work that no optimiser takes away. */
export const endless = {
  'models/endless.sql':
    "{{ config(materialized='table') }} select max(hash(a.range * b.range)) as value from range(10000000) a, range(1000000) b",
};

export interface CreateOrderOptions {
  readonly folder: string;
  readonly bin: string;
  readonly files: Readonly<Record<string, string>>;
}

const config = {
  attach: [],
  seed_folders: [],
  threads: 1,
  temp_directory: 'spill',
};
const plugins = [{ module: 'honeyframe_duckdb', config }];
const output = { type: 'duckdb', path: 'tiny.duckdb', schema: 'main', threads: 1, plugins };
const profile = { honeyframe: { target: 'honeyframe', outputs: { honeyframe: output } } };

/** An order to build a project of these files, everything below one folder. */
export async function createOrder({ folder, bin, files }: CreateOrderOptions): Promise<DbtOrder> {
  const [project_folder, work_folder, output_folder] = ['project', 'work', 'output'].map((name) =>
    path.join(folder, name),
  ) as [string, string, string];
  const all: Record<string, string> = {
    'project/dbt_project.yml': 'name: tiny\nversion: 1.0.0\nprofile: other\n',
    'work/profiles.yml': JSON.stringify(profile),
    'output/.keep': '',
  };
  for (const [name, text] of Object.entries(files)) all[`project/${name}`] = text;
  for (const [name, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const { signal } = new AbortController();
  return {
    ...{ bin, project_folder, work_folder, output_folder, readable: [], signal },
    timeout_seconds: 200,
    onEvent: () => {},
  };
}
