import { readFileSync } from 'node:fs';
import { describeProblems, secretFiles, type Environment } from './settings.ts';
import { secretFileNames, type SecretName, secretNames, settingNames } from './names.ts';
import type { SecretFile } from '@leadbell/store';
import { socket, noFiles, problemsOf, settingsOf } from './settings-fixtures.ts';
import { describe, expect, test } from 'vitest';

const bearer: Environment = { ...socket, DMS_AUTH: 'bearer' };
const withFiles = (env: Environment, ...files: readonly [name: SecretName, read: SecretFile][]) =>
  [env, { ...noFiles, secrets: new Map(files) }] as const;
const filesIn = (folder: string) =>
  Object.fromEntries(secretNames.map((name) => [secretFileNames[name], `/${folder}/${name}`]));
const foundIn = (folder: string) => secretNames.map((name) => [name, `/${folder}/${name}`]);

describe('a secret in a file', () => {
  test('a file’s content counts as the secret’s value, and is listed among the secrets', () => {
    const { SLACK_BOT_TOKEN: _, ...rest } = bearer;
    const settings = settingsOf(
      ...withFiles(rest, ['DMS_TOKEN', { text: 'from a file' }], ['SLACK_BOT_TOKEN', { text: 'xoxb-a-1,xoxb-b-2' }]),
    );
    expect(settings.dms.auth).toEqual({ kind: 'bearer', token: 'from a file' });
    expect(settings.slack.botTokens).toEqual(['xoxb-a-1', 'xoxb-b-2']);
    for (const secret of ['from a file', 'xoxb-a-1', 'xoxb-b-2']) expect(settings.secrets).toContain(secret);
  });

  test('the file of every secret is found, and the environment has priority over .env', () => {
    expect([...secretFiles({}, filesIn('dotenv'))]).toEqual(foundIn('dotenv'));
    expect([...secretFiles(filesIn('env'), filesIn('dotenv'))]).toEqual(foundIn('env'));
    expect([...secretFiles({ DMS_TOKEN_FILE: ' ' }, {})]).toEqual([]);
    const secret = Object.entries(settingNames).flatMap(([name, { secret: is }]) => (is ? [name] : []));
    expect([...secretNames, 'LEADBELL_KEY'].toSorted()).toEqual(secret.toSorted());
  });

  test('a secret file is refused if the secret is also given as a value, in the environment or in .env', () => {
    const problem = { name: 'DMS_TOKEN_FILE', expected: 'nothing, since DMS_TOKEN is given', hint: null };
    const file = ['DMS_TOKEN', { text: 'x' }] as const;
    expect(problemsOf(...withFiles({ ...bearer, DMS_TOKEN: 'y' }, [...file]))).toEqual([problem]);
    const [env, files] = withFiles(bearer, [...file]);
    expect(problemsOf(env, { ...files, dotEnv: { DMS_TOKEN: 'y' } })).toEqual([problem]);
  });

  test('a secret file that can’t be used is reported under the name of its setting', () => {
    expect(problemsOf(...withFiles(bearer, ['DMS_TOKEN', { problem: 'a file that can be read' }]))).toEqual([
      { name: 'DMS_TOKEN_FILE', expected: 'a file that can be read', hint: null },
    ]);
    const wrong = problemsOf(...withFiles({ ...bearer, DMS_TOKEN: 'y' }, ['DATABASE_URL', { text: 'mysql://hush' }]));
    expect(wrong.map(({ name }) => name)).toEqual(['DATABASE_URL_FILE', 'LEADBELL_KEY']);
    expect(describeProblems(wrong)).not.toContain('hush');
    expect(problemsOf({ ...socket, DMS_TOKN_FILE: '/x' })).toEqual([
      { name: 'DMS_TOKN_FILE', expected: 'a known setting', hint: 'did you mean DMS_TOKEN_FILE?' },
    ]);
  });

  test('the file setting of every secret is described', () => {
    const page = readFileSync(new URL('../../../docs/settings.md', import.meta.url), 'utf8');
    const [, paragraph = ''] = page.split('## Secrets in files');
    const named = [...(paragraph.split('\n## ')[0] ?? '').matchAll(/`([A-Z_]+_FILE)`/g)].map(([, name]) => name);
    expect(named).toEqual([...Object.values(secretFileNames), 'LEADBELL_KEY_FILE']);
    for (const [name, file] of Object.entries(secretFileNames)) expect(file).toBe(`${name}_FILE`);
  });
});
