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

/** What makes a text too costly to parse. */
export type CostlyText =
  | { readonly problem: 'deep'; readonly offset: number }
  | { readonly problem: 'marks' };

/**
 * Finds nesting that would exhaust the stack of the YAML composer, which recurses (on older Nodes it aborts the
 * process, so catching is too late), and texts of nothing but punctuation. A linear look that errs on the side of
 * caution decides for nearly every manifest; only where it suspects depth, the real lexer, which does not recurse,
 * looks again.
 */
export function findCost(source: string): CostlyText | undefined {
  const { marks, maybeDeep } = scanMarks(source);
  const offset = maybeDeep ? findWithLexer(source) : undefined;
  if (offset !== undefined) return { problem: 'deep', offset };
  return marks > maxMarks ? { problem: 'marks' } : undefined;
}

/** Kinds of characters: 1 any mark, 2 opens a level in flow style, 3 may open one in block style, 4 ends a line. */
const kinds = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if ('\r\n'.includes(character)) return 4;
  if ('-?:'.includes(character)) return 3;
  if ('[{'.includes(character)) return 2;
  return ']},&*!|>\'"%@`#'.includes(character) ? 1 : 0;
});

/** Counts what could open a level, in quotes and comments too, and never what closes one. */
function scanMarks(source: string): { marks: number; maybeDeep: boolean } {
  let marks = 0;
  let brackets = 0;
  let indicators = 0;
  let mostIndicators = 0;
  for (let index = 0; index < source.length; index++) {
    const kind = kinds[source.charCodeAt(index)];
    if (!kind) continue;
    marks += 1;
    if (kind === 2) brackets += 1;
    else if (kind === 3) mostIndicators = Math.max(mostIndicators, ++indicators);
    else if (kind === 4) indicators = 0;
  }
  const maybeDeep = brackets > maxDepth || mostIndicators > maxDepth || tooFarRight.test(source);
  return { marks, maybeDeep };
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
