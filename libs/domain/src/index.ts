export * from './time/instant.ts';
export * from './time/period.ts';
export * from './leads/lead.ts';
export * from './leads/bulk.ts';
export * from './leads/question.ts';
