export * from './discovery/index.ts';
