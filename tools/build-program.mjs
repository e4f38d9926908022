// `npx node tools/build-program.mjs slackbot`: builds an app as one file for the tests that start it as a
// process. Nx runs this once for all suites.
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The file that Nx builds and keeps. */
export function builtProgram(app) {
  return join(root, `apps/${app}/out/program/${app}.mjs`);
}

export async function buildProgram(app, file) {
  const { build } = await import('rolldown');
  await build({
    input: join(root, `apps/${app}/src/main.ts`),
    platform: 'node',
    output: { file, format: 'esm', codeSplitting: false },
    logLevel: 'silent',
  });
}

if (import.meta.main) {
  const [app = ''] = process.argv.slice(2);
  await buildProgram(app, builtProgram(app));
}
