import { open } from 'node:fs/promises';
import path from 'node:path';
import { PlatformError } from '@honeyframe/contract/errors';
import { parse } from 'csv-parse/sync';

/** A header longer than this is no header. */
const MAX_HEADER_BYTES = 1024 * 1024;
const delimiters = [',', ';', '\t', '|'] as const;

export interface Header {
  readonly delimiter: string;
  readonly names: readonly string[];
}

/** Reads the first record. Spreadsheets of many countries write semicolons, so the delimiter that splits it most wins. */
export async function readHeader(file: string): Promise<Header> {
  const text = await readStart(file);
  if (text.trim() === '') throw new PlatformError('HF_CONNECTOR_FILE_EMPTY', { file: path.basename(file) });
  const header = chooseHeader(text);
  if (!header) throw headerProblem(file, 'its first line cannot be read, a quotation mark may not be closed');
  requireNames(file, header.names);
  return header;
}

async function readStart(file: string): Promise<string> {
  await using handle = await open(file);
  const buffer = Buffer.alloc(MAX_HEADER_BYTES);
  const { bytesRead } = await handle.read(buffer, 0, MAX_HEADER_BYTES, 0);
  return buffer.toString('utf8', 0, bytesRead);
}

function chooseHeader(text: string): Header | undefined {
  let best: Header | undefined;
  for (const delimiter of delimiters) {
    const names = split(text, delimiter);
    if (names.length > (best?.names.length ?? 0)) best = { delimiter, names };
  }
  return best;
}

/** Nothing where quotation marks make no sense with this delimiter. */
function split(text: string, delimiter: string): readonly string[] {
  try {
    const records: string[][] = parse(text, {
      delimiter,
      bom: true,
      to: 1,
      skip_empty_lines: true,
      trim: true,
    });
    return records[0] ?? [];
  } catch {
    return [];
  }
}

function requireNames(file: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (name === '') throw headerProblem(file, `column ${index + 1} has no name`);
    if (name.length > 200 || /\p{Cc}/u.test(name)) {
      throw headerProblem(file, `the name of column ${index + 1} is too long or has control characters`);
    }
    const key = name.toLowerCase();
    if (seen.has(key)) throw headerProblem(file, `two columns are called '${name}'`);
    seen.add(key);
  }
}

function headerProblem(file: string, reason: string): PlatformError {
  return new PlatformError('HF_CONNECTOR_HEADER_INVALID', { file: path.basename(file), reason });
}
