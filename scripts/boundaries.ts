// Enforces the directions of imports between packages, features and plugins. Part of `npm run check`.
import path from 'node:path';
import { findViolations } from './boundaries/find-violations.ts';

const violations = findViolations(path.resolve(import.meta.dirname, '..'));
for (const violation of violations) console.error(violation);
console.log(
  violations.length === 0
    ? 'No import crosses a boundary.'
    : `${violations.length} imports cross a boundary.`,
);
process.exitCode = violations.length === 0 ? 0 : 1;
