/** `views.*`: modals need a fresh trigger id; a hash protects a newer view against an older update. */
import { isRecord, type Json } from '../json.ts';
import { maxViewStack, type View } from '../state/views.ts';
import type { Trigger } from '../state/tickets.ts';
import { makeView, newHash, replaceView, showHome, showViews } from '../view-stack.ts';
import type { World } from '../world.ts';
import { nested, optional, person, required } from './arguments.ts';
import type { Call, MethodTable } from './method.ts';
import { SlackRefusal } from '../refusal.ts';
import { wireView } from './wire.ts';

function takeTrigger(world: World, args: Json): Trigger {
  const taken = world.tickets.triggers.take(required(args, 'trigger_id'));
  if (taken.ok) return taken.value;
  const errors = {
    unknown: 'invalid_trigger_id',
    expired: 'expired_trigger_id',
    used: 'exchanged_trigger_id',
  } as const;
  throw new SlackRefusal(errors[taken.reason]);
}

/** Checks the view before it uses up the trigger, so that the app can correct a refused view within the 3 s. */
function modalFrom(world: World, args: Json): View {
  const given = nested(args, 'view');
  const view = makeView(world, given, '');
  if (view.type !== 'modal') throw new SlackRefusal('invalid_arguments');
  if (view.externalId !== '' && world.views.findExternal(view.externalId) !== undefined)
    throw new SlackRefusal('duplicate_external_id');
  return view;
}

function open({ world, args }: Call): Json {
  const view = modalFrom(world, args);
  const { user } = takeTrigger(world, args);
  view.user = user;
  showViews(world, user, [view]);
  return { view: wireView(world, view) };
}

function push({ world, args }: Call): Json {
  const view = modalFrom(world, args);
  const { user, viewId } = takeTrigger(world, args);
  const stack = world.views.stack(user);
  if (viewId === undefined || stack.length === 0) throw new SlackRefusal('not_found');
  if (stack.length >= maxViewStack) throw new SlackRefusal('push_limit_reached');
  const top = stack.at(-1);
  const pushed: View = { ...view, user, previousId: top?.id ?? null, rootId: stack[0]?.id ?? view.id };
  showViews(world, user, [...stack, pushed]);
  return { view: wireView(world, pushed) };
}

function update({ world, args }: Call): Json {
  const viewId = optional(args, 'view_id');
  const externalId = optional(args, 'external_id');
  if (viewId === undefined && externalId === undefined) throw new SlackRefusal('invalid_arguments');
  const old = viewId === undefined ? world.views.findExternal(externalId ?? '') : world.views.find(viewId);
  if (old === undefined) throw new SlackRefusal('not_found');
  const hash = optional(args, 'hash');
  if (hash !== undefined && hash !== old.hash) throw new SlackRefusal('hash_conflict');
  return { view: wireView(world, replaceView(world, old, nested(args, 'view'))) };
}

function publish({ world, args }: Call): Json {
  const user = person(world, required(args, 'user_id', 'invalid_arguments'));
  if (!world.app.hasHome) throw new SlackRefusal('not_enabled');
  const given = nested(args, 'view');
  const hash = optional(args, 'hash');
  const old = world.views.home(user.id);
  if (hash !== undefined && old !== null && hash !== old.hash) throw new SlackRefusal('hash_conflict');
  if (isRecord(given) && given['type'] !== 'home') throw new SlackRefusal('invalid_arguments');
  const view = makeView(world, given, user.id);
  const shown = old === null ? view : { ...view, id: old.id, rootId: old.id, hash: newHash(world) };
  showHome(world, user.id, shown);
  return { view: wireView(world, shown) };
}

export const viewMethods: MethodTable = [
  { name: 'views.open', scopes: [], tier: 4, token: 'bot', run: open },
  { name: 'views.push', scopes: [], tier: 4, token: 'bot', run: push },
  { name: 'views.update', scopes: [], tier: 4, token: 'bot', run: update },
  { name: 'views.publish', scopes: [], tier: 4, token: 'bot', run: publish },
];
