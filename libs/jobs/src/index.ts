export type * from './job.ts';
export { openDeadJobs, startJobs } from './jobs.ts';
export type { DeadJobs, Jobs } from './jobs.ts';
