import type { CustomTypesConfig } from 'pg';

/** Oids of pg_type that are not text already. */
const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  16: (text) => text === 't',
  17: (text) => Buffer.from(text.slice(2), 'hex').toString('base64'),
  20: parseInteger,
  21: Number,
  23: Number,
  26: Number,
  114: parseJson,
  3802: parseJson,
  700: parseFloating,
  701: parseFloating,
  1700: parseFloating,
  1114: (text) => parseTime(`${text.replace(' ', 'T')}Z`, text),
  1184: (text) => parseTime(text.replace(' ', 'T'), text),
};

/** Turns what PostgreSQL sends into plain JSON, the same as readers of DuckDB get: numbers where they are exact, ISO times. */
export const jsonTypes: CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string | Buffer) => {
    const parse = parsers[oid];
    return parse ? parse(String(text)) : String(text);
  },
};

function parseInteger(text: string): number | string {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}

/** JSON knows neither NaN nor infinity. */
function parseFloating(text: string): number | null {
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

/** To the millisecond; `infinity`, and times before Christ, keep their names. */
function parseTime(iso: string, text: string): string {
  const date = new Date(iso.replace(/([+-]\d\d)$/, '$1:00').replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
