/** Opens, updates and closes modals and Homes, for `views.*` and for answers to submissions. */
import { initialState, mergeState } from './blocks/elements.ts';
import { validateBlocks } from './blocks/validate.ts';
import { problemLine, type BlockProblem } from './blocks/problem.ts';
import { normaliseBlocks } from './blocks/normalise.ts';
import { blockLimits } from './blocks/limits.ts';
import { isRecord, list, text, truthy, type Json } from './json.ts';
import { pageView } from './page-state.ts';
import { newId, newSecret } from './state/ids.ts';
import type { View } from './state/views.ts';
import { SlackRefusal } from './refusal.ts';
import type { World } from './world.ts';

function viewProblems(given: Json): BlockProblem[] {
  const problems: BlockProblem[] = [];
  const type = given['type'];
  if (type !== 'modal' && type !== 'home')
    problems.push({ code: 'unsupported_type', message: `unsupported type: ${String(type)}`, pointer: '/view/type' });
  if (type === 'modal') {
    for (const part of ['title', 'submit', 'close'] as const) {
      const value = given[part];
      if (value === undefined || value === null) {
        if (part === 'title')
          problems.push({ code: 'missing_field', message: 'missing required field: title', pointer: '/view' });
        continue;
      }
      const words = isRecord(value) && value['type'] === 'plain_text' ? text(value['text']) : undefined;
      if (words === undefined)
        problems.push({ code: 'invalid_type', message: 'must be a plain_text object', pointer: `/view/${part}` });
      else if (words.length > blockLimits.viewTitle) {
        problems.push({
          code: 'too_long',
          message: `must be less than ${blockLimits.viewTitle + 1} characters`,
          pointer: `/view/${part}/text`,
        });
      }
    }
  }
  for (const [key, most] of [
    ['callback_id', blockLimits.id],
    ['external_id', blockLimits.id],
    ['private_metadata', blockLimits.viewMetadata],
  ] as const) {
    if ((text(given[key]) ?? '').length > most) {
      problems.push({ code: 'too_long', message: `must be less than ${most + 1} characters`, pointer: `/view/${key}` });
    }
  }
  const surface = type === 'home' ? 'home' : 'modal';
  for (const problem of validateBlocks(given['blocks'], surface)) {
    problems.push({ ...problem, pointer: `/view${problem.pointer}` });
  }
  const inputs = list(given['blocks']).some((block) => isRecord(block) && block['type'] === 'input');
  if (surface === 'modal' && inputs && !isRecord(given['submit'])) {
    problems.push({
      code: 'missing_field',
      message: 'missing required field: submit (the view has an input)',
      pointer: '/view',
    });
  }
  return problems;
}

/** Makes a view from the JSON that the app sent. Throws Slack's refusal (`invalid_arguments` with messages). */
export function makeView(world: World, given: unknown, user: string): View {
  if (!isRecord(given)) throw new SlackRefusal('invalid_arguments');
  const problems = viewProblems(given);
  if (problems.length > 0)
    throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: problems.map(problemLine) } });
  const blocks = normaliseBlocks(list(given['blocks']));
  const id = newId('V');
  const view: View = {
    id,
    hash: newHash(world),
    type: given['type'] === 'home' ? 'home' : 'modal',
    user,
    callbackId: text(given['callback_id']) ?? '',
    externalId: text(given['external_id']) ?? '',
    privateMetadata: text(given['private_metadata']) ?? '',
    blocks,
    clearOnClose: truthy(given['clear_on_close']),
    notifyOnClose: truthy(given['notify_on_close']),
    submitDisabled: truthy(given['submit_disabled']),
    rootId: id,
    previousId: null,
    state: initialState(blocks),
  };
  for (const part of ['title', 'submit', 'close'] as const) {
    const value = given[part];
    if (isRecord(value)) view[part] = value;
  }
  return view;
}

export function newHash(world: World): string {
  return `${Math.floor(world.settings.now() / 1000)}.${newSecret(6)}`;
}

export function showViews(world: World, user: string, views: View[]): void {
  world.views.setStack(user, views);
  world.bus.publish({ type: 'views', views: views.map(pageView) }, [user]);
}

export function showHome(world: World, user: string, view: View): void {
  world.views.setHome(user, view);
  world.bus.publish({ type: 'home', home: pageView(view) }, [user]);
}

/**
 * Gives the view new content. It keeps its ids, and the values of inputs whose block id and action
 * id stay the same.
 */
export function replaceView(world: World, old: View, given: unknown): View {
  const fresh = makeView(world, given, old.user);
  if (fresh.type !== old.type) throw new SlackRefusal('invalid_arguments');
  const made: View = { ...fresh, id: old.id, rootId: old.rootId, previousId: old.previousId };
  made.state = mergeState(fresh.state, old.state);
  if (old.type === 'home') showHome(world, old.user, made);
  else
    showViews(
      world,
      old.user,
      world.views.stack(old.user).map((view) => (view.id === old.id ? made : view)),
    );
  return made;
}
