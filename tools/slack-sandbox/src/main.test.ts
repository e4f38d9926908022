import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('main.ts', import.meta.url));

function run(...flags: string[]): { child: ChildProcess; output: () => string; closed: Promise<unknown[]> } {
  const child = spawn(process.execPath, [entry, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => (text += part.toString('utf8')));
  // The listener is added at once, so that a quick exit is not missed.
  return { child, output: () => text, closed: once(child, 'close') };
}

test('--help lists the options, and so does the error about an invalid one', async () => {
  const help = run('--help');
  const wrong = run('--prot', '1');
  expect(await help.closed).toEqual([0, null]);
  expect(await wrong.closed).toEqual([2, null]);
  expect(help.output()).toContain('--manifest <file>');
  expect(wrong.output()).toContain('--prot');
});

test('the sandbox prints its address, reports a taken port, and ends on SIGTERM', async () => {
  const first = run('--port', '0');
  while (!first.output().includes('Ctrl+C')) await once(first.child.stdout ?? first.child, 'data');
  const url = /Chat page +(http\S+)/.exec(first.output())?.[1] ?? '';
  expect((await fetch(`${url}_page/state`)).status).toBe(200);
  expect(first.output()).toContain(`SLACK_API_URL=${url}api/`);
  const second = run('--port', new URL(url).port);
  expect(await second.closed).toEqual([1, null]);
  expect(second.output()).toContain('That port is taken');
  first.child.kill('SIGTERM');
  expect(await first.closed).toEqual([0, null]);
});
