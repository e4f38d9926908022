import { expect, test } from 'vitest';
import { databases, leaveDatabase, run, setUpStage, url } from '../stage-fixtures.ts';

setUpStage();

test('leadbell migrate names the missing migrations, applies them, and then has nothing to do', async () => {
  await leaveDatabase();
  const missing = await run('migrate', '--check');
  expect(missing).toMatchObject({ code: 1, err: '' });
  expect(missing.out).toMatch(/^\d\d migrations missing: 0001-first, /);
  expect(await databases.query(url, `select to_regclass('outbox') as found`)).toEqual([{ found: null }]);
  expect(await run('migrate')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Applied \d\d migrations, up to \d{4}-/),
  });
  expect(await run('migrate', '--check')).toEqual({ code: 0, out: 'The tables are up to date.\n', err: '' });
  expect(await run('migrate')).toEqual({ code: 0, out: 'The tables are up to date.\n', err: '' });
  expect(await run('migrate', '--force')).toMatchObject({
    code: 2,
    err: 'Usage: leadbell migrate [--check] [--json]\n',
  });
});

test('leadbell manifest prints a manifest for Socket Mode or for a host, and the sandbox accepts both', async () => {
  const socket = await run('manifest');
  expect(JSON.parse(socket.out)).toMatchObject({ settings: { socket_mode_enabled: true } });
  const http = await run('manifest', '--url', 'https://leadbell.example.com/');
  const at = 'https://leadbell.example.com/slack/events';
  expect(JSON.parse(http.out)).toMatchObject({
    features: { slash_commands: [{ command: '/leads', url: at }] },
    settings: {
      socket_mode_enabled: false,
      event_subscriptions: { request_url: at },
      interactivity: { request_url: at, message_menu_options_url: at },
    },
  });
  expect(JSON.parse(http.out)).toHaveProperty('oauth_config.scopes.bot');
  for (const wrong of ['http://leadbell.example.com', 'leadbell', 'https://u:p@leadbell.example.com'])
    expect(await run('manifest', '--url', wrong)).toMatchObject({ code: 2, out: '' });
});

test('every command has its own help, which needs no database', async () => {
  const said = await run('backup', '--help');
  expect(said.code).toBe(0);
  expect(said.out).toMatch(/^leadbell backup <file>\n {2}writes all data to one file/);
  expect(said.out).not.toContain('leadbell status');
  expect((await run('nonsense', '--help')).out).toContain('leadbell status');
});
