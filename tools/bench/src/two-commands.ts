// Runs the README's two commands as a new user does, with a clean clone, an empty HOME, and Node 20 or newer. `npx node
// tools/bench/src/two-commands.ts`. Then runs `npm start` again, with warm caches, until the page shows the answer to
// `/leads today` in a real browser. Prints seconds.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'leadbell-'));
const clone = join(folder, 'leadbell');
/** `PATH` without this checkout's own Node, which npm puts first. */
const path = (process.env['PATH'] ?? '')
  .split(':')
  .filter((part) => !part.includes('node_modules'))
  .join(':');
const env = { ...process.env, HOME: join(folder, 'home'), PATH: path, SANDBOX_PORT: '0' };
const windowless = '/usr/bin/chromium-headless-shell';

try {
  execFileSync('git', ['clone', '--quiet', root, clone]);
  const cold = await started('npm', ['start']);
  notify('cold npm start, until it says what to type', cold.seconds);
  await stopped(cold.child);

  const testBegan = performance.now();
  const test = spawn('npm', ['test'], { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  test.stdout.on('data', (bytes: Buffer) => (output += bytes.toString('utf8')));
  const [code] = (await once(test, 'exit')) as [number];
  notify(
    `first npm test (${output.trimEnd().split('\n').at(-1)}; exit code ${code})`,
    (performance.now() - testBegan) / 1000,
  );

  for (let round = 1; round <= 3; round += 1) {
    const warm = await started('npm', ['start']);
    const answerSeconds = await firstAnswer(warm.address);
    notify(`warm npm start, until it says what to type (round ${round})`, warm.seconds);
    notify('  then: browser opens the page, types, sees the answer', answerSeconds);
    await stopped(warm.child);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function notify(what: string, seconds: number): void {
  process.stdout.write(`${seconds.toFixed(1).padStart(7)} s  ${what}\n`);
}

async function started(
  command: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; seconds: number; address: string }> {
  const began = performance.now();
  const child = spawn(command, args, { cwd: clone, env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      const found = /Open\s+(http\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(`ended before it was ready: ${said}`)));
  });
  return { child, seconds: (performance.now() - began) / 1000, address };
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
  await ended;
}

async function firstAnswer(address: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? (existsSync(windowless) ? windowless : '/usr/bin/chromium'),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(address);
  const composer = page.getByRole('textbox', { name: /^Message/ });
  await composer.fill('/leads today');
  await composer.press('Enter');
  await page
    .getByRole('listitem')
    .filter({ hasText: /\d+ leads?/ })
    .last()
    .waitFor();
  const seconds = (performance.now() - began) / 1000;
  await browser.close();
  return seconds;
}
