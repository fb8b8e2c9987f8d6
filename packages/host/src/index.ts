export * from './discovery/index.ts';
export * from './runtime/index.ts';
