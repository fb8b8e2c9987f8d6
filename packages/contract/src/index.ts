export * from './access/index.ts';
export * from './diagnostics/index.ts';
export * from './errors/index.ts';
export * from './frontend/index.ts';
