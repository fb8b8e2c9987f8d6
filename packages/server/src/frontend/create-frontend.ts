import { createBuiltFrontend } from './built-frontend.ts';
import { createDevelopmentFrontend } from './development-frontend.ts';
import type { Frontend, FrontendOptions } from './frontend.ts';

export function createFrontend(options: FrontendOptions): Frontend {
  return options.mode === 'development' ? createDevelopmentFrontend(options) : createBuiltFrontend(options);
}
