export * from './bot-process.ts';
export * from './mode.ts';
export * from './sandbox.ts';
