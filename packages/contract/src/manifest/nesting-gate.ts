import { CST, Lexer } from 'yaml';

/** Levels of nesting that a manifest may have; the contract itself needs four. */
export const maxDepth = 64;
/** Block nesting costs at least one column for two levels, so a bound on columns bounds it. */
const maxColumn = 200;

/** Where a text nests too deeply, as an offset. */
type NestingOffset = number;

/**
 * Finds nesting that would exhaust the stack of the YAML composer, which recurses (on older Nodes it aborts the
 * process, so catching is too late). A linear look that errs on the side of caution decides for nearly every
 * manifest; only where it doubts, the real lexer, which does not recurse, looks again.
 */
export function findDeepNesting(source: string): NestingOffset | undefined {
  return mayNestDeeply(source) ? findWithLexer(source) : undefined;
}

/** Counts what could open a level, in quotes and comments too, and never what closes one. */
function mayNestDeeply(source: string): boolean {
  let brackets = 0;
  let indicators = 0;
  let column = 0;
  let indenting = true;
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index);
    if (code === 10 || code === 13) {
      indicators = 0;
      column = 0;
      indenting = true;
      continue;
    }
    if (indenting && code === 32) column += 1;
    else indenting = false;
    if (code === 91 || code === 123) brackets += 1;
    else if (code === 45 || code === 58 || code === 63) indicators += 1;
    if (brackets > maxDepth || indicators > maxDepth || column > maxColumn) return true;
  }
  return false;
}

/** The same bounds over real tokens: open brackets, indicators of one line, and the column a line begins in. */
function findWithLexer(source: string): NestingOffset | undefined {
  const bounds = new StructureBounds();
  let offset = 0;
  for (const token of new Lexer().lex(source)) {
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
