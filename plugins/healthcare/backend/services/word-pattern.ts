const MARK = '[\u0300-\u036f]';

/** Latin letters with and without accents, by the plain one in lower case. */
const variants = collectVariants();

/**
 * A regular expression that fits a word whatever its case and accents. Neither engine's functions for it are known to
 * the other one; both know `~`.
 */
export function toWordPattern(word: string): string {
  return [...fold(word)].map(toSymbol).join('');
}

function toSymbol(symbol: string): string {
  if (/\p{L}/u.test(symbol)) return `[${symbol}${toCapital(symbol)}${variants.get(symbol) ?? ''}]${MARK}*`;
  return /[\\^$.*+?()[\]{}|]/.test(symbol) ? `\\${symbol}` : symbol;
}

/** Nothing for a letter whose capital is two, such as ß. */
function toCapital(letter: string): string {
  const capital = letter.toUpperCase();
  return [...capital].length === 1 ? capital : '';
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function collectVariants(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [first, last] of [
    [0xc0, 0x24f],
    [0x1e00, 0x1eff],
  ] as const) {
    for (let code = first; code <= last; code += 1) {
      const letter = String.fromCodePoint(code);
      const plain = fold(letter);
      if (plain !== letter) found.set(plain, (found.get(plain) ?? '') + letter);
    }
  }
  return found;
}
