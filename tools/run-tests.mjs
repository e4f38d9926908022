// `npm test`: ensures a browser, runs every package's suite through Nx (cached), and adds up their
// counts.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, ensureProxy } from './programs.mjs';
import { openFolder } from './test-server.mjs';

const browser = ensureBrowser();
const proxy = ensureProxy();
if (browser === null) {
  console.log(
    'No Chromium found: the browser tests are skipped. Install one: `apt-get install chromium-headless-shell`, or set CHROMIUM_PATH.',
  );
}

const written = (name) => globSync(`{apps,libs,tools}/*/out/{test,scenarios}/${name}.json`);
const results = () => written('results');
// Nx restores the results of cached suites. Old results are deleted first, so that a suite which
// could not start adds none.
for (const file of [...results(), ...written('second-tries')]) rmSync(file);

// One server, and one cache of compiled code, for all suites.
const { folder, reaper } = openFolder();
const env = {
  ...process.env,
  ...(browser === null ? {} : { CHROMIUM_PATH: browser }),
  ...(proxy === null ? {} : { CADDY_PATH: proxy }),
  LEADBELL_TEST_SERVER: folder,
  NODE_COMPILE_CACHE: join(folder, 'compiled'),
};
const targets = ['test', 'scenarios', 'early'];
// Runs three suites at the same time, even on two cores, because most tests wait more than they compute.
const run = spawnSync('nx', ['run-many', '-t', ...targets, '--parallel=3', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env,
});
await reaper.reap();

const total = { passed: 0, failed: 0, skipped: 0 };
let unloaded = 0;
for (const file of results()) {
  const counts = JSON.parse(readFileSync(file, 'utf8'));
  // A file that could not be loaded fails without a failing test in it.
  unloaded += counts.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0).length;
  total.passed += counts.numPassedTests;
  total.failed += counts.numFailedTests;
  total.skipped += counts.numPendingTests + counts.numTodoTests;
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
for (const one of written('second-tries').flatMap((file) => JSON.parse(readFileSync(file, 'utf8'))))
  console.log(`Passed only at its second try: ${one.file}, ${one.name} (${one.why})`);
if (unloaded > 0) console.log(`${unloaded} test files could not be loaded`);
if (run.status !== 0 && total.failed === 0) console.log('A suite did not run to its end; see above.');
process.exit(run.status === 0 && total.failed === 0 && total.passed > 0 ? 0 : run.status || 1);
