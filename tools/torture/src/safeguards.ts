/**
 * Tests the tests: each safeguard of the product can be removed, from the database or the Slack of
 * one run, and a run without it must show faults. The product itself has no switch for any
 * safeguard.
 */
import type { SlackSandbox } from '@leadbell/slack-sandbox';

export const safeguards = {
  'outbox-key': 'the key that keeps a message from being in the outbox twice',
  'inbox-key': 'the key that keeps a press from being in the inbox twice',
  'inbox-same': 'the rule that equal presses within 30 s count as one',
  'look-back': 'the search of the history before a message in doubt is posted again',
  fencing: 'the number of each lease: a result that comes with an older number is ignored',
  order: 'the order in which the messages of a channel were committed',
  lease: 'the time for which only one process may send in a channel',
  'lease-visibility': 'both the lease and the wait for visibility',
  visibility: 'the wait for a post to become visible; a search proves that a post is missing only after this wait',
} as const;

export type Safeguard = keyof typeof safeguards;

/** Pairs of safeguards: if only the first one is removed, the second one still prevents faults. */
export const coveredBy: Readonly<Partial<Record<Safeguard, Safeguard>>> = { lease: 'visibility' };

export const isSafeguard = (name: string): name is Safeguard => Object.hasOwn(safeguards, name);

type Run = (text: string) => Promise<unknown>;

/** Returns SQL for a trigger that runs before each inserted or updated row of a table. */
const trigger = (table: string, event: 'insert' | 'update', body: string): string => `
  create function public.torture_${table}() returns trigger language plpgsql as $$ begin ${body} return new; end $$;
  create trigger torture_${table} before ${event} on public.${table} for each row execute function public.torture_${table}()`;

const freeAtOnce = 'if new.lease_until is not null then new.lease_until := clock_timestamp(); end if;';
const lookAtOnce = `
  if new.look_at is not null and old.look_at is null then new.look_at := clock_timestamp(); new.visible_at := null; end if;`;

export async function takeOut(safeguard: Safeguard, run: Run, slack: SlackSandbox): Promise<void> {
  switch (safeguard) {
    case 'outbox-key':
      await run('create sequence public.torture_keys');
      await run(trigger('outbox', 'insert', `new.key := new.key || ' ' || nextval('public.torture_keys');`));
      return;
    case 'inbox-key':
      await run('create sequence public.torture_presses');
      await run(trigger('inbox', 'insert', `new.key := new.key || ' ' || nextval('public.torture_presses');`));
      return;
    case 'inbox-same':
      await run(trigger('inbox', 'insert', 'new.same := null;'));
      return;
    case 'look-back':
      // Without this safeguard, Slack's history is always empty.
      for (const method of ['conversations.history', 'conversations.replies'])
        slack.faults.add({
          method,
          kind: 'json',
          times: 1_000_000,
          body: '{"ok":true,"messages":[],"has_more":false}',
        });
      return;
    case 'fencing':
      await run(trigger('channels', 'update', 'new.lease := old.lease;'));
      return;
    case 'order':
      await run(trigger('outbox', 'insert', 'new.queued := floor(random() * 1000000);'));
      return;
    case 'lease':
      await run(trigger('channels', 'update', freeAtOnce));
      return;
    case 'visibility':
      await run(trigger('outbox', 'update', lookAtOnce));
      return;
    case 'lease-visibility':
      await run(trigger('channels', 'update', freeAtOnce));
      await run(trigger('outbox', 'update', lookAtOnce));
      return;
    default:
      safeguard satisfies never;
  }
}
