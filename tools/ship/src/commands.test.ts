import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');
const pages = ['install.md', 'running.md', 'troubleshooting.md'];

/** Returns the lines that a page tells people to type, from its code blocks and from code within sentences. */
function typed(text: string): readonly string[] {
  const blocks = Array.from(text.matchAll(/^ *```sh\n(.*?)^ *```$/gms), ([, block = '']) => block.split('\n')).flat();
  const prose = text.replaceAll(/^ *```sh\n.*?^ *```$/gms, '');
  const inline = Array.from(prose.matchAll(/`([^`]+)`/g), ([, code = '']) => code.replaceAll(/\s+/g, ' '));
  return [...blocks, ...inline].map((line) => line.replace(/(?:^| )#.*$/, '').trim());
}

/** Returns the words after `leadbell`, whatever runs it, as in `docker compose exec bot leadbell doctor`. */
function leadbellCommands(text: string): readonly (readonly string[])[] {
  const lines = typed(text).flatMap((line) => line.split(/ && | \| /));
  return lines.flatMap((line) => {
    const found = /^(?:(?:docker|kubectl) .*(?:bot|--) |npm run -s )?leadbell (?:-- )?(\w.*)$/.exec(line);
    return found?.[1] === undefined ? [] : [found[1].split(/\s+/)];
  });
}

/** The forms of each command, such as `jobs requeue <id…>|all`, without their descriptions. */
const forms = (() => {
  const program = [join(root, 'apps/cli/src/main.ts'), 'help'];
  const { stdout } = spawnSync(process.execPath, program, { env: { PATH: process.env['PATH'] }, encoding: 'utf8' });
  return Array.from(stdout.matchAll(/^ {2}leadbell (.+?) {2,}/gm), ([, form = '']) => form);
})();

/** Returns null if the verb, each option and each word occur in the command's own help. */
function unknownIn([verb = '', ...rest]: readonly string[]): string | null {
  const own = forms.filter((form) => form === verb || form.startsWith(`${verb} `));
  if (own.length === 0) return `no command ${verb}`;
  const all = own.join(' ');
  const known = new Set(all.split(/[ |]/));
  const takesAny = /<|fetch /.test(all);
  const bad = rest.find((word, at) => {
    if (word.startsWith('-')) return !known.has(word);
    return !known.has(word) && !takesAny && rest[at - 1]?.startsWith('--') !== true;
  });
  return bad === undefined ? null : `${verb} knows no ${bad}`;
}

test.each(pages)('the command line has each leadbell command that %s shows', (name) => {
  const commands = leadbellCommands(page(name));
  expect(commands.length).toBeGreaterThan(2);
  expect(commands.flatMap((words) => unknownIn(words) ?? [])).toEqual([]);
});

test('an unknown command, option or word is reported', () => {
  const text = [
    'Ask `leadbell statuss`, or `leadbell doctor --quick`.',
    '```sh',
    'leadbell keys   # leadbell nothing',
    'docker compose exec bot leadbell key renew',
    'kubectl exec deploy/leadbell -- leadbell status --json',
    'sudo -u postgres createuser leadbell',
    '```',
  ].join('\n');
  expect(leadbellCommands(text).map(unknownIn)).toEqual([
    'no command keys',
    'key knows no renew',
    null,
    'no command statuss',
    'doctor knows no --quick',
  ]);
});

test('each file of the checkout that the install page names exists', () => {
  const words = typed(page('install.md')).flatMap((line) => (line.startsWith('kubectl exec') ? [] : line.split(/\s+/)));
  const files = words.filter((word) => /^(?:\.\.\/)*(?:apps|deploy)\/|^(?:\.\.\/)*\.env\.example/.test(word));
  const here = files.map((file) => file.replace(/^(?:\.\.\/)+/, '')).filter((file) => !file.includes('/dist'));
  expect(here.length).toBeGreaterThan(4);
  expect(here.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test('the installation does not copy the codes, holidays and hours of the example files', () => {
  expect(typed(page('install.md')).filter((line) => /^(?:cp|install) .*example\.json/.test(line))).toEqual([]);
});

test('the namespace is made before its secret, and the secret before the rest', () => {
  const steps = typed(page('install.md')).filter((line) => line.startsWith('kubectl '));
  expect(steps.map((line) => line.split(' ').slice(1, 3).join(' '))).toEqual([
    'apply -f',
    'create secret',
    'apply -k',
    'exec --namespace',
  ]);
  expect(steps[0]).toContain('namespace.yaml');
});
