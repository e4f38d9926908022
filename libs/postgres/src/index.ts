export * from './embedded.ts';
export * from './errors.ts';
export { embeddedDataFolder, hasEmbeddedData } from './has-data.ts';
