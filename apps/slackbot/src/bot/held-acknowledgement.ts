/**
 * Delays the acknowledgement of typed messages. Bolt acknowledges an event before its listeners run. But an act must be
 * stored first, or it is lost if the process dies in between.
 */
import type { App, ReceiverEvent } from '@slack/bolt';

const typedEvents: ReadonlySet<unknown> = new Set(['message', 'app_mention']);

type Acknowledge = () => Promise<void>;

/** The acknowledgements, by the event's body, because Bolt passes the same body object to the listeners. */
const held = new WeakMap<object, Acknowledge>();

interface Held {
  readonly event: ReceiverEvent;
  /** Acknowledges an event that no listener took. */
  readonly release: Acknowledge;
}

/** Processes an event, and acknowledges it at the end if no listener did. */
export async function processHolding(event: ReceiverEvent, app: Pick<App, 'processEvent'>): Promise<void> {
  const held = holdAcknowledgement(event);
  await app.processEvent(held?.event ?? event);
  await held?.release();
}

/** Null for events other than typed messages: Bolt acknowledges those itself. */
function holdAcknowledgement(event: ReceiverEvent): Held | null {
  const body = event.body as { readonly event?: { readonly type?: unknown } | null };
  if (!typedEvents.has(body.event?.type)) return null;
  let isDone = false;
  async function acknowledge(): Promise<void> {
    if (isDone) return;
    isDone = true;
    await event.ack();
  }
  held.set(body, acknowledge);
  return { event: { ...event, ack: () => Promise.resolve() }, release: acknowledge };
}

export function heldAcknowledgement(body: object): Acknowledge {
  return held.get(body) ?? (() => Promise.resolve());
}
