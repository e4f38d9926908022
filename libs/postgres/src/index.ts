export * from './embedded.ts';
export * from './errors.ts';
export { bringsPostgres } from './binaries.ts';
export { embeddedDataFolder, hasEmbeddedData } from './has-data.ts';
