import { socket, problemsOf } from './settings-fixtures.ts';
import { describe, expect, test } from 'vitest';

describe('the DMS over http://', () => {
  const expected =
    'an address that starts with https://, since anyone on the way can read http:// (DMS_ALLOW_HTTP=on allows it)';
  const oauth = { ...socket, DMS_AUTH: 'oauth2', DMS_CLIENT_ID: 'a', DMS_CLIENT_SECRET: 'b' };

  test.each([
    'dms.example',
    '10.0.0.5:8080',
    '127.0.0.1.example',
    'localhost.example',
    '[::2]',
    '0.0.0.0',
    '128.0.0.1',
  ])('http:// is refused for %s', (host) => {
    const env = { ...oauth, DMS_BASE_URL: `http://${host}`, DMS_TOKEN_URL: `http://${host}/token` };
    expect(problemsOf(env)).toMatchObject([
      { name: 'DMS_BASE_URL', expected },
      { name: 'DMS_TOKEN_URL', expected },
    ]);
    expect(problemsOf({ ...env, DMS_ALLOW_HTTP: 'on' })).toEqual([]);
    expect(problemsOf({ ...env, DMS_ALLOW_HTTP: 'off' })).toHaveLength(2);
  });

  test.each(['localhost:8080', '127.0.0.1', '127.8.9.1:80', '[::1]:9', 'dms.localhost'])(
    'is accepted on this machine: %s',
    (host) => {
      expect(problemsOf({ ...oauth, DMS_BASE_URL: `http://${host}`, DMS_TOKEN_URL: `http://${host}/token` })).toEqual(
        [],
      );
    },
  );
});
