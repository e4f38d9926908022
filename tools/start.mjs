// `npm start` and `npm run dev`: keeps compiled code between starts, then runs the launcher. In a tree
// that can't be written to, nothing is kept.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

const compiled = fileURLToPath(new URL('../node_modules/.cache/leadbell', import.meta.url));
enableCompileCache(compiled);
// For the processes that it starts: the sandbox's bot is one.
process.env.NODE_COMPILE_CACHE ??= compiled;
await import('./launcher/src/main.ts');
