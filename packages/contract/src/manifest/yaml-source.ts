import { Composer, type Document, isMap, isScalar, LineCounter, type YAMLError } from 'yaml';
import type { ProblemCode, ProblemContext } from '../errors/index.ts';
import { findCost, maxDepth, maxMarks } from './parse-cost.ts';
import { QuietParser } from './quiet-parser.ts';
import {
  createPositions,
  createSourceTexts,
  type Position,
  type Positions,
  type SourceTexts,
} from './yaml-positions.ts';
import { type NodeProblem, toPlainValue } from './yaml-value.ts';

/** Bytes that a manifest may have. */
export const maxManifestBytes = 256 * 1024;
/** A slip in YAML makes its neighbours look wrong; beyond these few the list only hides the cause. */
const maxSyntaxErrors = 10;

/** Something wrong with the YAML, not yet tied to a plugin and a file. */
export interface YamlFinding {
  readonly code: ProblemCode;
  readonly context?: ProblemContext;
  readonly position: Position;
}

/** A YAML text read: its value unless something makes that meaningless, and where each part of it stands. */
export interface YamlReading {
  readonly value?: unknown;
  readonly usable: boolean;
  readonly findings: readonly YamlFinding[];
  readonly positions: Positions;
  readonly sourceTexts: SourceTexts;
}

const start: Position = { line: 1, column: 1 };

/** Reads bytes or text as one YAML document, at bounded cost whatever they hold. */
export function readYaml(source: string | Uint8Array): YamlReading {
  if (source.length > maxManifestBytes)
    return refuse('HF_MANIFEST_TOO_LARGE', { limit: maxManifestBytes / 1024 });
  const text = typeof source === 'string' ? source : decodeUtf8(source);
  if (text === undefined)
    return refuse('HF_MANIFEST_NOT_TEXT', { reason: 'it holds bytes that UTF-8 does not know' });
  const cost = findCost(text);
  if (cost === undefined) return readDocument(text);
  const { problem, offset } = cost;
  if (problem === 'marks') return refuse('HF_MANIFEST_TOO_COMPLEX', { limit: maxMarks });
  const position = positionAt(text, offset);
  if (problem === 'deep') return refuse('HF_MANIFEST_TOO_DEEP', { limit: maxDepth }, position);
  return refuse('HF_MANIFEST_NOT_TEXT', { reason: 'it holds control characters' }, position);
}

const options = {
  prettyErrors: false,
  // Comparing each key with each other one is quadratic in the library; `toPlainValue` is linear.
  uniqueKeys: false,
  // Keys are names of fields: 1.10 as a key is a text.
  stringKeys: true,
} as const;

/** The documents of a text: the first one, made even from nothing, and where a second one begins. */
function compose(
  text: string,
  lines: LineCounter,
): { document: Document | undefined; second: number | undefined } {
  const tokens = new QuietParser(lines.addNewLine).parse(text);
  const [document, second] = new Composer({ ...options, lineCounter: lines }).compose(
    tokens,
    true,
    text.length,
  );
  return { document, second: second?.range[0] };
}

function readDocument(text: string): YamlReading {
  const lines = new LineCounter();
  const { document, second } = compose(text, lines);
  if (!document) return refuse('HF_MANIFEST_EMPTY');
  const lookups = { positions: createPositions(document, lines), sourceTexts: createSourceTexts(document) };
  if (second !== undefined && document.errors.length === 0) {
    const position = toPosition(lines, second);
    return { usable: false, findings: [{ code: 'HF_MANIFEST_SEVERAL_DOCUMENTS', position }], ...lookups };
  }
  if (document.errors.length > 0) {
    // What is never closed is noticed at the end of the file; blank lines there would hide the place.
    const end = Math.max(text.trimEnd().length - 1, 0);
    return { usable: false, findings: describeErrors(document.errors, lines, end), ...lookups };
  }
  if (isEmpty(document)) return { ...refuse('HF_MANIFEST_EMPTY'), ...lookups };
  const { value, usable, problems } = toPlainValue(document.contents);
  const findings = [
    ...describeWarnings(document.warnings, lines),
    ...problems.map((problem) => describeProblem(problem, lines)),
  ];
  return usable ? { usable, value, findings, ...lookups } : { usable, findings, ...lookups };
}

function describeProblem({ code, offset, context, first }: NodeProblem, lines: LineCounter): YamlFinding {
  const position = toPosition(lines, offset);
  if (first === undefined) return { code, position, ...(context && { context }) };
  return { code, position, context: { ...context, first_line: toPosition(lines, first).line } };
}

function describeErrors(errors: readonly YAMLError[], lines: LineCounter, end: number): YamlFinding[] {
  const findings = new Map<number, YamlFinding>();
  for (const error of errors) {
    const position = toPosition(lines, Math.min(error.pos[0], end));
    // The first error of a line is the cause, the others follow from it.
    if (!findings.has(position.line)) findings.set(position.line, { ...describeError(error), position });
    if (findings.size === maxSyntaxErrors) break;
  }
  return [...findings.values()];
}

function describeError(error: YAMLError): Pick<YamlFinding, 'code' | 'context'> {
  if (error.code === 'TAB_AS_INDENT') return { code: 'HF_MANIFEST_TAB' };
  if (error.code === 'NON_STRING_KEY') return { code: 'HF_MANIFEST_KEY_NOT_TEXT' };
  return { code: 'HF_MANIFEST_YAML_SYNTAX', context: { reason: shorten(error.message) } };
}

function describeWarnings(warnings: readonly YAMLError[], lines: LineCounter): YamlFinding[] {
  return warnings.slice(0, maxSyntaxErrors).map((warning) => ({
    code: 'HF_MANIFEST_YAML_DOUBTFUL',
    context: { reason: shorten(warning.message) },
    position: toPosition(lines, warning.pos[0]),
  }));
}

function isEmpty(document: Document): boolean {
  const { contents } = document;
  if (contents === null) return true;
  if (isScalar(contents)) return contents.value === null;
  return isMap(contents) && contents.items.length === 0;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function refuse(code: ProblemCode, context: ProblemContext = {}, position: Position = start): YamlReading {
  return {
    usable: false,
    findings: [{ code, context, position }],
    positions: () => start,
    sourceTexts: () => undefined,
  };
}

function toPosition(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Some messages of the library quote the input; a long line would drown the message. */
function shorten(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
