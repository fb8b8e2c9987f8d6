import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The build of the YAML library for browsers: the same code, but the one for Node asks the environment for a debugging
 * switch at every token, which takes a quarter of the time of parsing. The package's exports hide it from Node, hence
 * the path. Nodes of both builds recognise each other.
 */
const library = require(
  require.resolve('yaml/package.json').replace(/package\.json$/, 'browser/index.js'),
) as typeof import('yaml');

export const { CST, isAlias, isMap, isNode, isPair, isScalar, isSeq, Lexer, LineCounter, parseDocument } =
  library;
