export * from './platform-permissions.ts';
