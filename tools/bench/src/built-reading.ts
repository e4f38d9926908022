// Takes the parts of a checkout's bot that read an answer, and builds one file from them, as `npm start` builds the
// bot. Otherwise each measured process would read the sources and strip their types, which takes 50 MB.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtBot } from '@leadbell/launcher';

const folder = 'tools/bench/out/reading';
const entry = `${folder}/entry.ts`;
const parts = ['libs/leads-api/src/index.ts', 'apps/slackbot/src/reports/answers.ts'];

/** `root`: the folder of the checkout. */
export function builtReading(root: string): Promise<URL> {
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, entry), parts.map((part) => `export * from '../../../../${part}';\n`).join(''));
  return builtBot({ root, entry, folder });
}
