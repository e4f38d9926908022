export * from './bot-process.ts';
export { builtBot } from './built-bot.ts';
export * from './mode.ts';
export * from './sandbox.ts';
