/**
 * Events API: only events that the manifest subscribes to; retried with the same `event_id` until
 * acknowledged.
 */
import type { Json } from '../json.ts';
import { newId } from '../state/ids.ts';
import type { World } from '../world.ts';

/** The deprecated verification token: present in payloads, to be ignored by apps. */
export const verificationToken = 'sandbox-verification';

/** Sends an event. `name` is the subscription's (`message.channels`), which is not always the event's own `type`. */
export function emitEvent(world: World, name: string, event: Json): void {
  const { settings, app, ts } = world;
  if (app.botEvents !== null && !app.botEvents.has(name)) return;
  const payload = {
    token: verificationToken,
    team_id: settings.team.id,
    context_team_id: settings.team.id,
    api_app_id: settings.appId,
    event: { ...event, event_ts: event['event_ts'] ?? ts.next() },
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(settings.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: settings.team.id,
        user_id: settings.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
  void attempt(world, payload, 0, '');
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
