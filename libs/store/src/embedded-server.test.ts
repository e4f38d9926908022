import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from './open-store.ts';
import { temporaryFolder } from './testing.ts';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded-server.ts';

let folder: string;
let running: EmbeddedServer[] = [];

beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.close()));
  running = [];
  rmSync(folder, { recursive: true });
});

/** Waiting for the disk would take most of these tests' time. */
const options = () => ({ dataDir: join(folder, 'data'), role: 'service', isEphemeral: true, log: () => {} }) as const;
async function start(changes: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ ...options(), ...changes });
  running.push(server);
  return server;
}
const postmaster = () => Number(readFileSync(join(folder, 'data/cluster/postmaster.pid'), 'utf8').split('\n')[0]);

/** Starts a process that starts the server, reports it, and never ends by itself. */
async function startElsewhere() {
  const script = `import { startEmbedded } from ${JSON.stringify(new URL('./embedded-server.ts', import.meta.url).href)};
    const server = await startEmbedded({ dataDir: process.argv[1], role: 'service', isEphemeral: true, log: () => {} }).catch((error) => { console.log(error.message); process.exit(3); });
    console.log('started'); setInterval(() => {}, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: fileURLToPath(new URL('.', import.meta.url)),
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

describe('the bundled PostgreSQL', () => {
  it('the server keeps its data when it is stopped and started', async () => {
    const first = await start();
    const store = await openStore(first);
    await store.connections.ensure('dms');
    await store.close();
    await first.close();
    running = [];
    const again = await openStore(await start());
    expect(await again.connections.status()).toMatchObject([{ id: 'dms' }]);
    await again.close();
  });

  it('only one service at a time can use the server; a second one is refused with the reason', async () => {
    await start();
    await expect(start()).rejects.toThrow(/Another Leadbell is running on .*data: stop it/);
    const tool = await start({ role: 'tool' });
    await tool.close();
    running = running.slice(0, 1);
    await (await openStore(running[0] ?? { url: '' })).close();
  });

  it('when a service was killed, the next one uses the running server without a restart', async () => {
    const { child, said } = await startElsewhere();
    expect(said).toBe('started');
    const pid = postmaster();
    expect((await startElsewhere()).said).toMatch(/Another Leadbell/);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start();
    expect(postmaster()).toBe(pid);
  });

  it('only one of several processes starts the server', async () => {
    const all = await Promise.allSettled([start(), start({ role: 'tool' }), start({ role: 'tool' })]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(new Set(running.map(({ url }) => url)).size).toBe(1);
  });

  it('the server is restarted when it is killed, and its clients reconnect', async () => {
    const events: string[] = [];
    const back = Promise.withResolvers<void>();
    const server = await start({
      // These data must survive a kill.
      isEphemeral: false,
      log: (event) => {
        events.push(event);
        if (event === 'database back') back.resolve();
      },
    });
    const store = await openStore(server);
    await store.connections.ensure('dms');
    process.kill(postmaster(), 'SIGKILL');
    await back.promise;
    expect(await store.connections.status()).toMatchObject([{ id: 'dms' }]);
    await store.close();
    expect(events).toContain('database restarting');
  });

  it('the key to the data is in a file that other accounts can’t read', async () => {
    await start();
    expect(statSync(join(folder, 'data/connection.json')).mode & 0o077).toBe(0);
    expect(statSync(join(folder, 'data/cluster')).mode & 0o077).toBe(0);
  });

  it('if the key to the data is missing, the error says what to do', async () => {
    const server = await start();
    await server.close();
    running = [];
    rmSync(join(folder, 'data/connection.json'));
    await expect(start()).rejects.toThrow(/holds the key to the data beside it: put it back/);
  });
});
