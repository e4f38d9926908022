/** Answers `/_page/…`: the actions of the browser page, and its event stream. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { changed, inform } from '../conversation.ts';
import { inLanguage } from '../director.ts';
import { act, suggest } from '../interactions/action.ts';
import { type Attempt, compare, comparisonOf } from '../interactions/comparison.ts';
import { containerFrom } from '../interactions/container.ts';
import { emitEvent } from '../interactions/event.ts';
import { findMember, say } from '../interactions/say.ts';
import { runShortcut } from '../interactions/shortcut.ts';
import { closeView, openHome, submitView } from '../interactions/view.ts';
import { parseJson, record, text, type Json } from '../json.ts';
import { pageState } from '../page-state.ts';
import type { PageAnswer, PageRequests } from '../page/protocol.ts';
import type { Person } from '../state/people.ts';
import { SlackRefusal } from '../refusal.ts';
import type { World } from '../world.ts';
import { readBody, sendJson } from './exchange.ts';

type Verb = (world: World, body: Json) => Promise<PageAnswer> | PageAnswer;

const done: PageAnswer = { ok: true };

function field(body: Json, name: string): string {
  const value = text(body[name]);
  if (value === undefined) throw new SlackRefusal(`missing_${name}`);
  return value;
}

function answer(error: string | null): PageAnswer {
  return error === null ? done : { ok: false, error };
}

const verbs: Record<keyof PageRequests, Verb> = {
  async say(world, body) {
    return answer(
      await say(world, field(body, 'user'), field(body, 'channel'), field(body, 'text'), text(body['threadTs'])),
    );
  },
  async action(world, body) {
    return answer(
      await act(world, field(body, 'user'), containerFrom(body['container']), record(body['action']), body['state']),
    );
  },
  suggest(world, body) {
    const typed = { blockId: field(body, 'block_id'), actionId: field(body, 'action_id'), value: field(body, 'value') };
    return suggest(world, field(body, 'user'), containerFrom(body['container']), typed);
  },
  submit(world, body) {
    return submitView(world, field(body, 'user'), field(body, 'view'), body['state']);
  },
  async close(world, body) {
    await closeView(world, field(body, 'user'), field(body, 'view'));
    return done;
  },
  async direct(world, body) {
    const user = world.people.users.get(field(body, 'user'));
    const scene = world.director?.scenes.find(({ id }) => id === text(body['scene']));
    if (user === undefined || world.director === null || scene === undefined) throw new SlackRefusal('no_such_scene');
    inform(world, user.id, inLanguage(await world.director.play(scene.id), user.locale));
    return done;
  },
  home(world, body) {
    openHome(world, field(body, 'user'));
    return done;
  },
  async shortcut(world, body) {
    const on = record(body['message']);
    const message = body['message'] === undefined ? undefined : { channel: field(on, 'channel'), ts: field(on, 'ts') };
    return answer(await runShortcut(world, field(body, 'user'), field(body, 'callbackId'), message));
  },
  async compare(world, body) {
    await compare(world, attemptFrom(body));
    return done;
  },
  react(world, body) {
    const { user, channel } = findMember(world, field(body, 'user'), field(body, 'channel'));
    const message = world.messages.get(channel.id, field(body, 'ts'));
    if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
    const name = field(body, 'name');
    const users = message.reactions.get(name) ?? [];
    const added = !users.includes(user.id);
    const left = added ? [...users, user.id] : users.filter((id) => id !== user.id);
    if (left.length === 0) message.reactions.delete(name);
    else message.reactions.set(name, left);
    changed(world, message);
    const event = {
      user: user.id,
      reaction: name,
      item: { type: 'message', channel: channel.id, ts: message.ts },
      item_user: message.user,
    };
    emitEvent(world, added ? 'reaction_added' : 'reaction_removed', {
      type: added ? 'reaction_added' : 'reaction_removed',
      ...event,
    });
    return done;
  },
};

export async function handlePage(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const verb = url.pathname.slice('/_page/'.length);
  if (request.method === 'GET') {
    if (verb === 'comparison') return streamComparison(world, request, response);
    const asked = url.searchParams.get('user');
    const user = asked === null ? firstPerson(world) : world.people.users.get(asked);
    if (user === undefined || user.isBot) return sendJson(response, 404, { ok: false, error: 'user_not_found' });
    if (verb === 'state') return sendJson(response, 200, pageState(world, user));
    if (verb === 'events') return streamEvents(world, request, response, user.id);
  }
  // Only a page of this origin can send JSON, because other pages would need a preflight, which is never granted.
  if (request.method !== 'POST' || !(request.headers['content-type'] ?? '').includes('application/json')) {
    return sendJson(response, 405, { ok: false, error: 'post_json' });
  }
  if (!isVerb(verb)) return sendJson(response, 404, { ok: false, error: 'unknown_verb' });
  const body = record(parseJson((await readBody(request)).toString('utf8')));
  try {
    sendJson(response, 200, await verbs[verb](world, body));
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    sendJson(response, 200, { ok: false, error: error.code });
  }
}

function firstPerson(world: World): Person | undefined {
  const people = [...world.people.users.values()].filter((user) => !user.isBot);
  return people.find(({ locale }) => locale.startsWith('en')) ?? people[0];
}

function attemptFrom(body: Json): Attempt {
  const press = record(body['press']);
  const channel = text(body['channel']);
  if (body['press'] === undefined) return { text: field(body, 'text'), ...(channel === undefined ? {} : { channel }) };
  return {
    press: {
      channel: field(press, 'channel'),
      ts: field(press, 'ts'),
      blockId: field(press, 'blockId'),
      actionId: field(press, 'actionId'),
    },
  };
}

function isVerb(name: string): name is keyof PageRequests {
  return Object.hasOwn(verbs, name);
}

function streamEvents(world: World, request: IncomingMessage, response: ServerResponse, user: string): void {
  const send = openStream(response);
  const stop = world.bus.subscribe((event, to) => {
    if (to === null || to.has(user)) send(event);
  });
  closeStream(request, response, stop);
}

/** Sends the whole comparison at first, and again after changes; changes that come at once are sent together. */
function streamComparison(world: World, request: IncomingMessage, response: ServerResponse): void {
  const send = openStream(response);
  let due: NodeJS.Immediate | null = null;
  const stop = world.bus.subscribe(() => {
    due ??= setImmediate(() => {
      due = null;
      send(comparisonOf(world));
    });
  });
  send(comparisonOf(world));
  closeStream(request, response, () => {
    stop();
    if (due !== null) clearImmediate(due);
  });
}

function openStream(response: ServerResponse): (data: unknown) => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
  response.write(': here\n\n');
  return (data) => void response.write(`data: ${JSON.stringify(data)}\n\n`);
}

function closeStream(request: IncomingMessage, response: ServerResponse, stop: () => void): void {
  const beat = setInterval(() => response.write(': still here\n\n'), 15_000);
  beat.unref();
  request.on('close', () => {
    clearInterval(beat);
    stop();
  });
}
