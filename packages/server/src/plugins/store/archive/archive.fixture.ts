import { gzipSync } from 'node:zlib';

/** An entry of a tar file, as hostile as wanted: nothing here is checked. */
export interface CraftedEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** As in the header: `0` a file, `1` a hard link, `2` a link, `3` and `4` devices, `5` a folder, `6` a pipe. */
  readonly type?: string;
  readonly mode?: number;
  readonly link?: string;
  /** What the header claims; the length of the content where it is left out. */
  readonly size?: number;
  /** Records of an extended header before it. */
  readonly extended?: Readonly<Record<string, string>>;
}

export function craftTar(entries: readonly CraftedEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(craftEntry), Buffer.alloc(1024)]);
}

export function craftTgz(entries: readonly CraftedEntry[]): Buffer {
  return gzipSync(craftTar(entries), { level: 1 });
}

function craftEntry(entry: CraftedEntry): Buffer[] {
  const content = Buffer.from(entry.content ?? '');
  const header = craftHeader({ ...entry, size: entry.size ?? content.length });
  return [...craftExtended(entry.extended), header, pad(content)];
}

function craftExtended(records: Readonly<Record<string, string>> | undefined): Buffer[] {
  if (!records) return [];
  const content = Object.entries(records)
    .map(([key, value]) => craftRecord(`${key}=${value}\n`))
    .join('');
  return craftEntry({ name: 'PaxHeader', type: 'x', content });
}

/** A record begins with its own length, the digits of that included. */
function craftRecord(text: string): string {
  const rest = Buffer.byteLength(text) + 1;
  const length = rest + String(rest + String(rest).length).length;
  return `${length} ${text}`;
}

function craftHeader({ name, type = '0', mode = 0o644, link = '', size = 0 }: CraftedEntry): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(
    `${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(0, 11)}\0`,
    100,
  );
  header.write(`        ${type}`, 148);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function pad(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
