export { createQuality, type Quality } from './create-quality.ts';
export { bindQualityRoutes } from './quality.routes.ts';
export { sampleFailures } from './sample-failures.ts';
export { TestResults } from './test-results.ts';
