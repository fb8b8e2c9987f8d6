import { createShellConfig } from './build/shell-config.ts';

export default createShellConfig({ root: import.meta.dirname });
