// Text, names, dollar-quoted bodies and comments: what is inside them is not a statement.
const quoted = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//g;

const refused = new Set([
  'begin',
  'start',
  'commit',
  'end',
  'rollback',
  'abort',
  'savepoint',
  'release',
  'prepare',
  'vacuum',
  'set',
  'reset',
]);

/**
 * The first statement of a migration that would end its transaction or leave its role; undefined when there is none.
 * Stops mistakes before anything ran; what a migration may do is up to the role that it runs under.
 */
export function findTransactionControl(sql: string): string | undefined {
  const statements = sql.replace(quoted, ' ').split(';');
  return statements
    .map((statement) => statement.trim().toLowerCase().split(/\s/, 1)[0] ?? '')
    .find((word) => refused.has(word));
}
