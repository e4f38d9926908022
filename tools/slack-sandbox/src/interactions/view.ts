/** Submits and closes modals, and opens the Home tab. */
import { elementsOf } from '../blocks/elements.ts';
import { notice } from '../conversation.ts';
import { isRecord, record, type Json } from '../json.ts';
import { maxViewStack, type View } from '../state/views.ts';
import { makeView, replaceView, showViews } from '../view-stack.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireView } from '../web-api/wire.ts';
import type { World } from '../world.ts';
import { findPlace, keepState } from './container.ts';
import { emitEvent } from './event.ts';
import { interactionBase, issueTrigger } from './payload.ts';

export type Submitted = { ok: true } | { ok: false; error: string; errors?: Record<string, string> };

const trouble = 'We had some trouble connecting. Try again?';

export async function submitView(world: World, userId: string, viewId: string, state: unknown): Promise<Submitted> {
  const place = findPlace(world, userId, { view: { id: viewId } });
  if (place.kind !== 'view' || place.view.type !== 'modal') throw new SlackRefusal('view_not_found');
  const { view, user } = place;
  keepState(place, state);
  const missing = missingInputs(view);
  if (Object.keys(missing).length > 0) return { ok: false, error: 'missing_input', errors: missing };
  const payload = {
    type: 'view_submission',
    ...interactionBase(world, user, 'view'),
    trigger_id: issueTrigger(world, { user: user.id, viewId: view.id }),
    view: wireView(world, view),
    response_urls: [],
  };
  const delivered = await world.deliver.interaction(payload);
  if (!delivered.ok) {
    notice(world, userId, trouble);
    return { ok: false, error: delivered.error };
  }
  return applyAnswer(world, view, delivered.payload);
}

/** Finds required inputs that are empty. Slack's own client refuses a form that has any, so the app does not get it. */
function missingInputs(view: View): Record<string, string> {
  const missing: Record<string, string> = {};
  for (const { blockId, element, input, optional } of elementsOf(view.blocks)) {
    if (!input || optional) continue;
    const value = record(view.state[blockId]?.[String(element['action_id'])]);
    const filled = Object.entries(value).some(
      ([key, item]) => key !== 'type' && item !== null && item !== '' && !(Array.isArray(item) && item.length === 0),
    );
    if (!filled) missing[blockId] = 'Please complete this required field.';
  }
  return missing;
}

function applyAnswer(world: World, view: View, answer: Json): Submitted {
  const stack = world.views.stack(view.user);
  try {
    switch (answer['response_action']) {
      case 'errors': {
        const errors = Object.fromEntries(
          Object.entries(record(answer['errors'])).map(([block, message]) => [block, String(message)]),
        );
        const known = Object.keys(errors).every((block) =>
          view.blocks.some((item) => isRecord(item) && item['block_id'] === block),
        );
        if (!known || Object.keys(errors).length === 0) throw new SlackRefusal('invalid_arguments');
        return { ok: false, error: 'validation_errors', errors };
      }
      case 'update':
        replaceView(world, view, answer['view']);
        return { ok: true };
      case 'push': {
        if (stack.length >= maxViewStack) throw new SlackRefusal('push_limit_reached');
        const pushed = makeView(world, answer['view'], view.user);
        showViews(world, view.user, [...stack, { ...pushed, previousId: view.id, rootId: stack[0]?.id ?? view.id }]);
        return { ok: true };
      }
      case 'clear':
        showViews(world, view.user, []);
        return { ok: true };
      case undefined:
        // The app may have closed or replaced the view meanwhile, so only the submitted view is removed.
        showViews(
          world,
          view.user,
          stack.filter((other) => other.id !== view.id),
        );
        return { ok: true };
      default:
        throw new SlackRefusal('invalid_arguments');
    }
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    notice(world, view.user, trouble);
    return { ok: false, error: error.code };
  }
}

export async function closeView(world: World, userId: string, viewId: string): Promise<void> {
  const place = findPlace(world, userId, { view: { id: viewId } });
  if (place.kind !== 'view' || place.view.type !== 'modal') throw new SlackRefusal('view_not_found');
  const { view, user } = place;
  const stack = world.views.stack(userId);
  const closed = view.clearOnClose ? stack : stack.filter((other) => other.id === viewId);
  showViews(
    world,
    userId,
    stack.filter((other) => !closed.includes(other)),
  );
  for (const each of closed) {
    if (!each.notifyOnClose) continue;
    await world.deliver.interaction({
      type: 'view_closed',
      ...interactionBase(world, user, 'view'),
      view: wireView(world, each),
      is_cleared: view.clearOnClose,
    });
  }
}

export function openHome(world: World, userId: string): void {
  const user = world.people.users.get(userId);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (!world.app.hasHome) throw new SlackRefusal('home_disabled');
  const home = world.views.home(userId);
  emitEvent(world, 'app_home_opened', {
    type: 'app_home_opened',
    user: userId,
    channel: world.people.dm(userId)?.id,
    tab: 'home',
    ...(home === null ? {} : { view: wireView(world, home) }),
  });
}
