import { PlatformError } from '@honeyframe/contract/errors';
import { z } from 'zod';
import { runPython } from './run-python.ts';

export interface FoundPython {
  /** The interpreter itself, not the shim or link that led to it. */
  readonly executable: string;
  readonly version: string;
}

const probeSchema = z.object({
  version: z.tuple([z.number(), z.number(), z.number()]),
  executable: z.string(),
});

/** dbt's dependencies need both modules; a cut-down Python lacks them. */
const PROBE =
  'import json, ssl, sys, venv; print(json.dumps({"version": sys.version_info[:3], "executable": sys.executable}))';

/** The lock is made for 3.10 to 3.13; a newer one is tried last. */
const candidates = ['python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3'];
const PROBE_TIMEOUT_MS = 20_000;

/** Finds a Python of 3.10 or newer: the chosen one, or the first suitable on the PATH. */
export async function findPython(chosen: string | undefined, signal?: AbortSignal): Promise<FoundPython> {
  for (const candidate of chosen ? [chosen] : candidates) {
    const found = await probe(candidate, signal);
    if (found) return found;
  }
  const searched = chosen ? ` (HONEYFRAME_PYTHON is '${chosen}')` : '';
  throw new PlatformError('HF_SYSTEM_PYTHON_MISSING', { searched });
}

async function probe(candidate: string, signal?: AbortSignal): Promise<FoundPython | undefined> {
  const { exitCode, output } = await runPython(candidate, ['-c', PROBE], {
    signal,
    timeoutMs: PROBE_TIMEOUT_MS,
  });
  if (exitCode !== 0) return undefined;
  const parsed = probeSchema.safeParse(parseLastLine(output));
  if (!parsed.success) return undefined;
  const [major, minor] = parsed.data.version;
  if (major !== 3 || minor < 10) return undefined;
  return { executable: parsed.data.executable, version: parsed.data.version.join('.') };
}

function parseLastLine(output: string): unknown {
  try {
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  } catch {
    return undefined;
  }
}
