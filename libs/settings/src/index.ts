export { describeAccess } from './access.ts';
export { loadSettings, type LoadedSettings } from './load.ts';
export { type LiveSettings, liveSettings, type Reloaded } from './reload.ts';
export { tokenRemedies } from './names.ts';
export * from './settings.ts';
export type { Catalogue, LogLevel, Settings, SlackConnection } from './types.ts';
