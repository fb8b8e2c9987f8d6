import { CST, Lexer } from 'yaml';

/** Levels of nesting that a manifest may have; the contract itself needs four. */
export const maxDepth = 64;
/** Block nesting costs at least one column for two levels, so a bound on columns bounds it. */
const maxColumn = 200;
/**
 * Brackets, indicators, quotes and line breaks that a manifest may have; a hundred entries in every list come to some
 * 5,000. The parser spends microseconds on each, more where it is an error, so this bounds what a hostile file costs.
 */
export const maxMarks = 10_000;

/** Why a text is not parsed, and where. */
export interface ParseCost {
  readonly problem: 'deep' | 'marks' | 'control';
  readonly offset: number;
}

/**
 * Finds nesting that would exhaust the stack of the YAML composer, which recurses (on older Nodes it aborts the
 * process, so catching is too late), texts of nothing but punctuation, and characters that no text has. A linear look
 * that errs on the side of caution decides for nearly every manifest; only where it suspects depth, the real lexer,
 * which does not recurse, looks again.
 */
export function findCost(source: string): ParseCost | undefined {
  const { marks, maybeDeep, control } = scanMarks(source);
  if (control >= 0) return { problem: 'control', offset: control };
  const offset = maybeDeep ? findWithLexer(source) : undefined;
  if (offset !== undefined) return { problem: 'deep', offset };
  return marks > maxMarks ? { problem: 'marks', offset: 0 } : undefined;
}

const PLAIN = 0;
const MARK = 1;
const BRACKET = 2;
const INDICATOR = 3;
const LINE_END = 4;
const CONTROL = 5;

const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (character === '\n' || character === '\r') return LINE_END;
  if ((code < 32 && character !== '\t') || code === 127) return CONTROL;
  if ('-?:'.includes(character)) return INDICATOR;
  if ('[{'.includes(character)) return BRACKET;
  return ']},&*!|>\'"%@`#'.includes(character) ? MARK : PLAIN;
});

/** Counts what could open a level, in quotes and comments too, and never what closes one. */
function scanMarks(source: string): { marks: number; maybeDeep: boolean; control: number } {
  let marks = 0;
  let brackets = 0;
  let indicators = 0;
  let mostIndicators = 0;
  for (let index = 0; index < source.length; index++) {
    const kind = kinds[source.charCodeAt(index)];
    if (!kind) continue;
    if (kind === CONTROL) return { marks, maybeDeep: false, control: index };
    marks += 1;
    if (kind === BRACKET) brackets += 1;
    else if (kind === INDICATOR) mostIndicators = Math.max(mostIndicators, ++indicators);
    else if (kind === LINE_END) indicators = 0;
  }
  const maybeDeep = brackets > maxDepth || mostIndicators > maxDepth || tooFarRight.test(source);
  return { marks, maybeDeep, control: -1 };
}

const tooFarRight = new RegExp(`^ {${maxColumn},}`, 'm');

/** The same bounds over real tokens: open brackets, indicators of one line, and the column a line begins in. */
function findWithLexer(source: string): number | undefined {
  const bounds = new StructureBounds();
  let offset = 0;
  let tokens = 0;
  for (const token of new Lexer().lex(source)) {
    // More tokens than these come from more marks than are allowed, whatever the depth.
    if (++tokens > 5 * maxMarks) return undefined;
    if (bounds.exceededBy(token)) return Math.min(offset, Math.max(source.length - 1, 0));
    if (!markers.has(token)) offset += token.length;
  }
  return undefined;
}

/** Tokens of the lexer that stand for no text. */
const markers: ReadonlySet<string> = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

class StructureBounds {
  #flow = 0;
  #indicators = 0;
  #atLineStart = true;
  #inScalar = false;

  exceededBy(token: string): boolean {
    if (this.#inScalar) {
      // The text of a scalar follows its marker; brackets in it open nothing.
      this.#inScalar = false;
      this.#atLineStart = token.endsWith('\n');
      return false;
    }
    const type = CST.tokenType(token);
    if (type === 'scalar') this.#inScalar = true;
    const indents = this.#atLineStart && this.#flow === 0 && type === 'space' && token.length > maxColumn;
    if (type !== 'doc-mode') this.#atLineStart = type === 'newline';
    this.#count(type);
    return indents || this.#flow > maxDepth || this.#indicators > maxDepth;
  }

  #count(type: CST.TokenType | null): void {
    if (type === 'flow-map-start' || type === 'flow-seq-start') this.#flow += 1;
    else if (type === 'flow-map-end' || type === 'flow-seq-end') this.#flow = Math.max(0, this.#flow - 1);
    else if (type === 'newline' || type === 'comma') this.#indicators = 0;
    else if (type !== null && indicatorTypes.has(type)) this.#indicators += 1;
  }
}

const indicatorTypes: ReadonlySet<CST.TokenType> = new Set<CST.TokenType>([
  'seq-item-ind',
  'explicit-key-ind',
  'map-value-ind',
]);
