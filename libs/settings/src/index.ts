export { describeAccess } from './access.ts';
export * from './settings.ts';
export type { Catalogue, LogLevel, Settings, SlackConnection } from './types.ts';
