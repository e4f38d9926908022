export * from './errors.ts';
export * from './leads-api.ts';
