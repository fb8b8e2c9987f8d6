export type { JobHandler, JobPayload, JobQueue, SendOptions, WorkOptions } from './job-queue.ts';
export { type CreatePgBossJobQueueOptions, createPgBossJobQueue } from './pg-boss-job-queue.ts';
