export { catalogue, findProblem, type ProblemCode } from './catalogue/index.ts';
export { type ErrorBody, errorBodySchema, PlatformError } from './platform-error.ts';
export type { Problem, Severity } from './problem.ts';
export { type ProblemContext, renderText } from './render.ts';
