export * from './languages.ts';
export * from './format.ts';
export { clip } from './clip.ts';
