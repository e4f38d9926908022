export * from './errors.ts';
export * from './leads-api.ts';
export { createLeadsApi } from './create-leads-api.ts';
export type { LeadsApiConfig, LeadsApiEvent } from './config.ts';
