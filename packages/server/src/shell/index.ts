export { createIconSet, type IconSet } from './icons.ts';
export { bindShellRoutes } from './shell.routes.ts';
export { createShell } from './shell.ts';
