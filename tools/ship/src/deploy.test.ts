import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { temporaryFolder } from '@leadbell/store/testing';

const deploy = new URL('../../../deploy/', import.meta.url).pathname;
const root = join(deploy, '..');
const text = (file: string) => readFileSync(join(deploy, file), 'utf8');
const kubernetes = readdirSync(join(deploy, 'kubernetes')).filter((name) => name.endsWith('.yaml'));

/** Every setting in `.env.example`, with a value or commented out. */
const settings = new Set(
  Array.from(readFileSync(join(root, '.env.example'), 'utf8').matchAll(/^#? ?([A-Z][A-Z_]+)=/gm), ([, name]) => name),
);
/** Settings of Node and of the PostgreSQL image. */
const others = new Set(['NODE_ENV', 'POSTGRES_USER', 'POSTGRES_DB', 'POSTGRES_PASSWORD']);

const dockerEnv = () =>
  Array.from(text('docker/Dockerfile').matchAll(/^ENV (.+)$/gm), ([, line = '']) => line.split(' ')).flat();
const unitEnv = () =>
  Array.from(text('systemd/leadbell.service').matchAll(/^Environment=(.+)$/gm), ([, line = '']) =>
    line.split(' '),
  ).flat();

interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly securityContext: unknown;
  readonly livenessProbe: unknown;
  readonly readinessProbe: unknown;
}

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly [Container]; readonly securityContext: unknown };
    };
  };
}

const compose = parse(text('docker/compose.yaml')) as {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};
const pod = (parse(text('kubernetes/deployment.yaml')) as Deployment).spec.template.spec;

test('the samples set only settings that Leadbell knows', () => {
  const composed = Object.values(compose.services).flatMap(({ environment }) => Object.keys(environment ?? {}));
  const named = [...dockerEnv(), ...unitEnv()].map((pair) => pair.replace(/=.*$/, ''));
  const all = [...composed, ...named, ...pod.containers[0].env.map(({ name }) => name)];
  expect(all.length).toBeGreaterThan(8);
  expect(all.filter((name) => !settings.has(name) && !others.has(name))).toEqual([]);
});

test('compose, Kubernetes and the proxy use the ports of the image', () => {
  const exposed = /^EXPOSE (.+)$/m.exec(text('docker/Dockerfile'))?.[1]?.split(' ').map(Number) ?? [];
  const health = Number(
    dockerEnv()
      .find((pair) => pair.startsWith('HEALTH_PORT='))
      ?.slice('HEALTH_PORT='.length),
  );
  expect(exposed).toEqual([3000, health]);
  expect(pod.containers[0].ports.map(({ containerPort }) => containerPort)).toEqual(exposed);
  expect(compose.services['bot']?.['ports']).toEqual(exposed.map((port) => `127.0.0.1:${port}:${port}`));
  expect(text('proxy/Caddyfile')).toContain(`reverse_proxy 127.0.0.1:${exposed[0]}`);
  expect(text('docker/Dockerfile')).toContain(`127.0.0.1:${health}/livez`);
});

test('nothing runs as root, and only one folder can be written to', () => {
  expect(text('docker/Dockerfile').match(/^USER .+$/gm)).toEqual(['USER node']);
  expect(compose.services['bot']).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  const [container] = pod.containers;
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true });
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  expect(container.volumeMounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath)).toEqual([
    '/data',
  ]);
  expect(dockerEnv()).toContain('LEADBELL_DATA=/data');
});

test('each probe asks for a page of the health port', () => {
  const [container] = pod.containers;
  expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/livez', port: 'health' } });
  expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/readyz', port: 'health' } });
});

test('kustomize lists every manifest, and each manifest is one object', () => {
  const { resources } = parse(text('kubernetes/kustomization.yaml')) as { readonly resources: readonly string[] };
  expect([...resources, 'kustomization.yaml'].toSorted()).toEqual(kubernetes.toSorted());
  for (const name of kubernetes) {
    const documents = parseAllDocuments(text(`kubernetes/${name}`));
    expect(documents.map((one) => one.errors)).toEqual([[]]);
    expect(documents[0]?.toJS()).toMatchObject({ apiVersion: expect.any(String), kind: expect.any(String) });
  }
});

test('the image is built only from what the build needs: no settings, no key, no data', () => {
  const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  for (const name of ['.env', '.env.*', 'leadbell-data', '.git', '**/node_modules', '**/dist', '**/out'])
    expect(ignored).toContain(name);
});

test('systemctl reload sends the signal that makes the bot read its settings again', () => {
  const unit = text('systemd/leadbell.service');
  expect(/^ExecReload=(.+)$/m.exec(unit)?.[1]).toBe('/bin/kill -HUP $MAINPID');
  // Without a terminal, as under systemd, the bot reads its settings again at this signal.
  expect(readFileSync(join(root, 'apps/slackbot/src/main.ts'), 'utf8')).toContain(
    "if (!process.stdin.isTTY) process.on('SIGHUP', () => watch.lookNow());",
  );
});

const analyse = '/usr/bin/systemd-analyze';
test.runIf(existsSync(analyse))('systemd finds nothing wrong with the unit', () => {
  // The check refuses a unit whose program does not exist, so the unit gets the path of this Node.
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'leadbell.service');
  writeFileSync(file, text('systemd/leadbell.service').replaceAll('/opt/leadbell/node', process.execPath));
  const { status, stderr } = spawnSync(analyse, ['verify', file], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
