/**
 * A local stand-in for Slack: its Web API, Socket Mode, signed HTTP delivery, and a page to chat
 * in. `startSlackSandbox` rejects with Node's own error (`code: 'EADDRINUSE'`) when the port is
 * taken.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createBus } from './bus.ts';
import { createControl } from './control.ts';
import { createDeliverer } from './delivery/deliver.ts';
import { createSocketHub, type SocketHub } from './delivery/socket.ts';
import { createFaults } from './faults.ts';
import { readManifest } from './manifest.ts';
import { readOptions } from './options.ts';
import { isConnected } from './page-state.ts';
import { createRateLimiter } from './rate-limit.ts';
import type { SandboxOptions, SlackSandbox } from './sandbox.ts';
import { defaultChannels, defaultUserGroups, defaultUsers } from './seed.ts';
import { createSandboxServer } from './server.ts';
import { createTsSource } from './state/ids.ts';
import { createMessageStore } from './state/messages.ts';
import { createPeople } from './state/people.ts';
import { createTickets } from './state/tickets.ts';
import { createViewStore } from './state/views.ts';
import { createTraffic } from './traffic.ts';
import type { World } from './world.ts';

export { ask, type Question } from './ask.ts';
export type { Conditions } from './conditions.ts';
export type { SandboxControl } from './control.ts';
export type { Again, DisconnectReason } from './delivery/socket.ts';
export type { Director, InEach, Scene, Tour, TourStep } from './director.ts';
export type { Fault, FaultKind, Faults } from './faults.ts';
export type { SandboxOptions, SandboxSocketFaults, SlackSandbox } from './sandbox.ts';
export type { ChannelSeed, OrgSeed, UserGroupSeed, UserSeed } from './seed.ts';
export type { Message } from './state/messages.ts';
export type { View } from './state/views.ts';
export type { Traffic, TrafficEntry } from './traffic.ts';
export type { BlockProblem } from './blocks/problem.ts';
export { problemLine } from './blocks/problem.ts';
export { validateBlocks, type Surface } from './blocks/validate.ts';
export { coverage } from './coverage.ts';
export { defaultChannels, defaultUserGroups, defaultUsers } from './seed.ts';
export { signature } from './delivery/signed-http.ts';

/** The parts that all workspaces of one Slack share. */
interface Shared {
  readonly hub: SocketHub;
  readonly workspaces: Map<string, World>;
}

const sharedBy = new WeakMap<SlackSandbox, Shared>();

export async function startSlackSandbox(options: SandboxOptions = {}): Promise<SlackSandbox> {
  const settings = readOptions(options);
  const shared = options.beside === undefined ? undefined : sharedBy.get(options.beside);
  if (shared?.workspaces.has(settings.botToken)) throw new Error('each workspace needs a bot token of its own');
  const workspaces = shared?.workspaces ?? new Map<string, World>();
  const app = readManifest(options.manifest, options.deliverTo);
  const { now } = settings;
  const bus = createBus();
  const traffic = createTraffic(now, settings.keepTraffic);
  const hub =
    shared?.hub ??
    createSocketHub({
      appId: settings.appId,
      ackTimeoutMs: settings.ackTimeoutMs,
      traffic,
      onConnections: () => {
        for (const one of workspaces.values()) one.bus.publish({ type: 'app', connected: isConnected(one) }, null);
      },
    });
  const bot = { userId: settings.botUserId, name: app.botName, teamId: settings.team.id };
  const world: World = {
    settings,
    app,
    conditions: {
      isHistoryLimited: options.isHistoryLimited === true,
      isMetadataWithheld: options.isMetadataWithheld === true,
      isUninstalled: false,
      hasMessagesTab: app.messagesTab,
      scopes: options.scopes ?? (app.scopes === null ? null : [...app.scopes]),
    },
    people: createPeople(
      {
        users: options.users ?? defaultUsers,
        channels: options.channels ?? defaultChannels,
        userGroups: options.userGroups ?? defaultUserGroups,
      },
      bot,
      now(),
    ),
    messages: createMessageStore(settings.keepMessages),
    ledger: [],
    views: createViewStore(),
    director: options.director ?? null,
    comparison: null,
    files: new Map(),
    uploads: new Map(),
    tickets: createTickets(now, settings.triggerLifeMs),
    ts: createTsSource(now),
    bus,
    faults: createFaults(),
    traffic,
    limiter: createRateLimiter(now, settings.limitScale),
    hub,
    workspaces,
    deliver: createDeliverer(app, settings, traffic, hub),
    origin: '',
    timers: new Set(),
  };
  for (const { channel, ts, text } of options.past ?? [])
    world.messages.add({
      channel,
      ts,
      text,
      user: settings.botUserId,
      botId: settings.botId,
      reactions: new Map(),
      state: {},
    });
  workspaces.set(settings.botToken, world);
  const host = options.host ?? '127.0.0.1';
  const server = createSandboxServer(world, host);
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  world.origin = `http://${shown}:${(server.address() as AddressInfo).port}`;

  async function close(): Promise<void> {
    for (const timer of world.timers) clearTimeout(timer);
    const closed = once(server, 'close');
    server.close();
    workspaces.delete(settings.botToken);
    // A hub that came from another workspace stays open, because that workspace uses it too.
    if (shared === undefined) await hub.close();
    server.closeAllConnections();
    await closed;
  }

  let closing: Promise<void> | undefined;
  const closeOnce = (): Promise<void> => (closing ??= close());
  const sandbox: SlackSandbox = {
    url: `${world.origin}/`,
    apiUrl: `${world.origin}/api/`,
    botToken: settings.botToken,
    appToken: settings.appToken,
    signingSecret: settings.signingSecret,
    botUserId: settings.botUserId,
    botId: settings.botId,
    control: createControl(world),
    traffic,
    faults: world.faults,
    conditions: world.conditions,
    sockets: {
      connections: hub.connections,
      disconnect: (reason = 'refresh_requested') => hub.disconnect(reason),
      drop: hub.drop,
      duplicateNext: (times = 1, again) => hub.duplicateNext(times, again),
      silence: hub.silence,
      leaveAfter: hub.leaveAfter,
      forge: hub.forge,
    },
    ledger: () => world.ledger,
    verifyEventsUrl: world.deliver.verifyUrl,
    close: closeOnce,
    [Symbol.asyncDispose]: closeOnce,
  };
  sharedBy.set(sandbox, { hub, workspaces });
  return sandbox;
}
