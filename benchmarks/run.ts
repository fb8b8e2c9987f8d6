// `npm run bench [-- NAME…] [--json]`: runs benchmarks one after the other; raw figures go to .honeyframe/bench/.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Benchmark, BenchResult } from './bench-result.ts';

const notBenchmarks = new Set(['run.ts', 'bench-result.ts']);
const rawFolder = path.resolve(import.meta.dirname, '../.honeyframe/bench');

const names = (await readdir(import.meta.dirname))
  .filter((file) => file.endsWith('.ts') && !notBenchmarks.has(file))
  .map((file) => path.basename(file, '.ts'))
  .sort();
const json = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((argument) => argument !== '--json');
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark '${unknown.join("', '")}'; there are: ${names.join(', ')}.`);
  process.exit(2);
}

await mkdir(rawFolder, { recursive: true });
for (const name of wanted.length > 0 ? wanted : names) {
  const { run } = (await import(`./${name}.ts`)) as { run: Benchmark };
  const results = await run();
  await writeFile(path.join(rawFolder, `${name}.json`), `${JSON.stringify(results, null, 2)}\n`);
  for (const result of results) print(result);
}

function print({ raw: _, ...result }: BenchResult): void {
  if (json) {
    console.log(JSON.stringify(result));
    return;
  }
  const value = Number.isInteger(result.value) ? result.value : result.value.toPrecision(3);
  console.log(
    `${result.ok ? 'ok  ' : 'MISS'}  ${result.name.padEnd(32)} ${value} ${result.unit} (goal ${result.goal})`,
  );
}
