// `npm start` and `npm run dev`: keeps compiled code between starts, then runs the launcher. In a tree
// that can't be written to, nothing is kept.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/leadbell', import.meta.url)));
await import('./launcher/src/main.ts');
