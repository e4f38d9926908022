export * from './errors.ts';
export * from './leads-api.ts';
export { createLeadsApi } from './create-leads-api.ts';
export type { DmsAuth, LeadsApiConfig, LeadsApiEffects, LeadsApiEvent } from './config.ts';
