/**
 * Sends events, but only those to which the manifest subscribes. An event that is not acknowledged is sent again a few
 * times, with the same `event_id`.
 */
import { record, text, type Json } from '../json.ts';
import { newId } from '../state/ids.ts';
import { belongsTo } from '../state/person.ts';
import { isExtShared } from '../sharing.ts';
import type { World } from '../world.ts';

/** The deprecated verification token, which payloads still contain and apps should ignore. */
export const verificationToken = 'sandbox-verification';

/**
 * Sends an event. `name`: the name in the subscription (`message.channels`), which may differ from
 * the event's `type`.
 */
export function emitEvent(world: World, name: string, event: Json): void {
  const { settings, app, ts } = world;
  if (app.botEvents !== null && !app.botEvents.has(name)) return;
  const actor = world.people.users.get(text(event['user']) ?? '');
  const payload = {
    token: verificationToken,
    // In a shared channel this is the person's workspace; `authorizations` has the app's.
    team_id: actor === undefined || belongsTo(actor, settings.team.id) ? settings.team.id : actor.teamId,
    context_team_id: settings.team.id,
    context_enterprise_id: settings.enterprise?.id ?? null,
    api_app_id: settings.appId,
    event: { ...event, event_ts: event['event_ts'] ?? ts.next() },
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(settings.now() / 1000),
    authorizations: [
      {
        enterprise_id: settings.enterprise?.id ?? null,
        team_id: settings.team.id,
        user_id: settings.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: isInSharedChannel(world, event),
  };
  void attempt(world, payload, 0, '');
}

/** Uninstalls the app as an administrator would: its token is refused from now on. */
export function uninstall(world: World): void {
  world.conditions.isUninstalled = true;
  emitEvent(world, 'app_uninstalled', { type: 'app_uninstalled' });
  const tokens = { oauth: [], bot: [world.settings.botUserId] };
  emitEvent(world, 'tokens_revoked', { type: 'tokens_revoked', tokens });
}

function isInSharedChannel(world: World, event: Json): boolean {
  const channel = world.people.channels.get(text(event['channel']) ?? text(record(event['item'])['channel']) ?? '');
  return channel !== undefined && isExtShared(world, channel);
}

async function attempt(world: World, payload: Json, tries: number, reason: string): Promise<void> {
  const delivered = await world.deliver.event(payload, tries === 0 ? undefined : { attempt: tries, reason });
  if (delivered.ok || delivered.noRetry === true) return;
  const wait = world.settings.eventRetryMs[tries];
  if (wait === undefined) return;
  const timer = setTimeout(() => {
    world.timers.delete(timer);
    void attempt(world, payload, tries + 1, delivered.reason);
  }, wait);
  timer.unref();
  world.timers.add(timer);
}
