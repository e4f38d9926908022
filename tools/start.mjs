// `npm start` and `npm run dev`: runs the launcher, and keeps compiled code for the next start. If
// the folder can't be written to, nothing is kept.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const compiled = fileURLToPath(new URL('../node_modules/.cache/leadbell', import.meta.url));
enableCompileCache(compiled);
// The processes that the launcher starts, such as the sandbox's bot, use the cache too.
process.env.NODE_COMPILE_CACHE ??= compiled;
await import('./launcher/src/main.ts');
