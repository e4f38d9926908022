export * from './cases.ts';
export * from './fake-clock.ts';
export * from './goldens.ts';
export * from './identities.ts';
export * from './lead-builders.ts';
export * from './time-arbitraries.ts';
export * from './hostile-bodies.ts';
export * from './runs.ts';
