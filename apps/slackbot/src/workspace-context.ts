/** The context of one workspace's listeners: its services, gate and records. Effects: those of its options. */
import { keysOfPerson, type KnownValues } from '@leadbell/domain';
import type { LeadsClient } from '@leadbell/leads-api';
import type { Store } from '@leadbell/store';
import type { Workspace } from './bot/slack.ts';
import type { BotContextOptions } from './bot/contract.ts';
import { type Actor, marking } from './bot/inbox/marking.ts';
import { createPeople, type People } from './bot/people.ts';
import { createPlaceNotes } from './bot/place-notes.ts';
import { createSharedPosts } from './bot/taking-back.ts';
import { createRecord } from './bot/record.ts';
import { countRepeatedRefusals } from './bot/repeated-refusals.ts';
import type { Gate } from './bot/gate.ts';
import { dmsConnection, type Engine } from './engine.ts';
import type { Database } from './database.ts';
import { readStatus } from './features/status/read-status.ts';
import { createAlertService } from './features/alerts/create-alert-service.ts';
import { toldBulks } from './features/alerts/title.ts';
import { createForgetting } from './features/forget/forgetting.ts';
import { createReadAudit } from './features/audit/read-audit.ts';
import type { HomeClock } from './features/home/home-clock.ts';
import { createHomePages } from './features/home/home-pages.ts';
import { createLeadSetFinder } from './features/leads/lead-sets.ts';
import { registry } from './features/index.ts';
import type { ReplayRules } from './features/replay/replay.ts';
import type { Installations } from './features/status/installations.ts';
import { createSubscriptionService } from './features/subscriptions/create-subscription-service.ts';
import type { Answers } from './reports/answers.ts';
import type { ForgottenPeople } from './reports/forgotten.ts';
import type { Settings } from '@leadbell/settings';
import type { Surroundings } from './surroundings.ts';
import type { WorkspaceAccess } from './workspace-access.ts';

export interface WorkspaceContextOptions {
  readonly settings: Settings;
  readonly surroundings: Surroundings;
  readonly database: Database;
  readonly engine: Engine;
  readonly access: WorkspaceAccess;
  readonly installations: Installations;
  readonly leadsApi: LeadsClient;
  readonly answers: Answers;
  readonly values: KnownValues;
  readonly forgotten: ForgottenPeople;
  readonly replay: ReplayRules;
  readonly homeClock: HomeClock;
}

export function workspaceContext(workspace: Workspace, options: WorkspaceContextOptions): BotContextOptions {
  const { id } = workspace;
  const { settings, surroundings, database, engine, access, installations } = options;
  const { leadsApi, answers, values, forgotten, replay, homeClock } = options;
  const { now, sleep, elapsed, newReference, log } = surroundings;
  const { store, keys } = database;
  const { identities } = keys;
  const gate = access.gateOf(id);
  if (gate === null) throw new RangeError('a workspace without a gate');
  const people = createPeople({ store, workspace: () => id, now, sleep });
  const services = changingServices(workspace, { ...options, gate, people });
  const deadJobs = () => engine.deadJobs();
  const installation = (of: string) => installations.look(of);
  const bulksOfAlert = async (alert: number) => {
    const found = await store.transaction((tx) => store.alerts.find(tx, alert));
    return found?.connection === dmsConnection ? toldBulks(found) : null;
  };
  return {
    ...settings,
    gate,
    record: countRepeatedRefusals(createRecord({ ...settings, store, identities, workspace: id, sleep }), elapsed),
    sharedPosts: createSharedPosts({ store, workspace: id }),
    placeNotes: createPlaceNotes({ store, identities, workspace: id }),
    services: {
      catalogue: settings.catalogue,
      calendar: settings.calendar,
      ...services(store, newReference),
      leadsApi,
      answers,
      values,
      forgotten,
      status: () => readStatus({ ...settings, store, deadJobs, installation, sleep, log }, id),
      people,
      leadSets: createLeadSetFinder({ store, identities, workspace: id, connection: dmsConnection, bulksOfAlert }),
      readAudit: createReadAudit({ store, identities, workspace: id }),
      replay,
      homes: createHomePages({ store, workspace: id }),
      homeClock,
    },
    acting: (once, actor: Actor) => services(marking(store, once, actor), () => once.key),
    registry,
    uninstalled: (reason) => store.uninstalls.mark(id, reason),
    personKeys: (fields) => keysOfPerson(fields, identities.keys),
    now,
    sleep,
    log,
    newReference,
  };
}

interface ChangingOptions extends WorkspaceContextOptions {
  readonly gate: Gate;
  readonly people: People;
}

/**
 * The services that make changes. The services' store may be bound to one act; `request` is then
 * the key of a *Send now*.
 */
function changingServices({ id, directory }: Workspace, options: ChangingOptions) {
  const { settings, surroundings, database, engine, access, gate, people } = options;
  const mayEdit = (user: string) => access.mayEditIn(id, user);
  const common = { workspace: () => id, now: surroundings.now, calendar: settings.calendar, mayEdit };
  return (store: Store, request: () => string) => ({
    alerts: createAlertService({
      ...settings,
      ...common,
      store,
      connection: dmsConnection,
      identities: database.keys.identities,
      async actsOn(user) {
        const decision = await gate.decide(user, 'act on alerts');
        return decision.isAllowed ? decision.scope : null;
      },
      isIn: (channel, user) => directory.isIn(channel, user),
      languageOf: async (user) => (await people.language(user)) ?? settings.language,
    }),
    subscriptionService: createSubscriptionService({
      ...common,
      store,
      send: (tx, one) => database.store.digestRequests.add(tx, { ...one, key: request() }),
      onSend: () => engine.lookAtDigests(),
      onNew: async (kind) => {
        if (kind === 'alerts') await engine.lookAtAlerts();
      },
      canReach: (channel) => directory.canReach(channel),
    }),
    forgetting: createForgetting({ store, workspace: id, onErased: () => void engine.erase() }),
  });
}
