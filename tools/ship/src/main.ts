/** `npx node tools/ship/src/main.ts apps/slackbot` makes a program's bundle in its `dist` folder. */
import { join } from 'node:path';
import { version } from '@leadbell/domain';
import { bundle } from './bundle.ts';

const [program] = process.argv.slice(2);
if (program === undefined) throw new Error('Say which program, for example apps/slackbot');
await bundle({ input: join(program, 'src/main.ts'), folder: join(program, 'dist'), version });
