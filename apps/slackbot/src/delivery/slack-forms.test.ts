/** Tests the rows of `slack-answers.md` about messages that Slack accepts only in another form, or not at all. */
import { expect, describe, it, test } from 'vitest';
import { type Card, firstForm, renderMessage } from '@leadbell/slack-kit';
import {
  add,
  calls,
  deliver as deliverWith,
  fail,
  logged,
  message,
  posted,
  rowsOf,
  settled,
  slack,
  store,
  workspace,
  setUpPosting,
} from '../testing/posting-fixtures.ts';

setUpPosting();

const { codesOf } = rowsOf('Posting: refusals');
const wrongBlocks = codesOf(/for the whole$/);
const wrongMetadata = codesOf(/^`metadata_too_large`/);
codesOf(/^`invalid_blocks` for one kind/);

/** The grace is long, because all forms of a message are tried within half of it. */
const deliver = () => deliverWith({ graceMs: 10_000 });

describe('an invalid message', () => {
  const card: Card = {
    summary: 'Yesterday: 25 leads, 3 with errors',
    direction: 'ltr',
    parts: [
      { kind: 'header', text: 'Yesterday' },
      { kind: 'text', text: [{ words: '25 leads', style: 'bold' }, { words: ' · 3 with errors' }] },
      { kind: 'facts', facts: [{ label: 'Website', value: [{ data: '<b> & 14' }] }] },
      {
        kind: 'chart',
        title: 'By hour',
        series: 'leads',
        points: [{ label: '08', value: 25 }],
        text: [{ words: '08: 25' }],
      },
      {
        kind: 'table',
        columns: [
          { label: 'Branch', align: 'start' },
          { label: 'Leads', align: 'end' },
        ],
        rows: [[[{ data: 'Riyadh North' }], [{ words: '11' }]]],
      },
      { kind: 'actions', elements: [{ kind: 'button', action: 'leads.open', value: '1', label: 'Open' }] },
    ],
  };
  const payload = renderMessage(card, { tag: 'en', more: String, charts: true });

  it('invalid_blocks for a chart: the message is posted at once without the chart', async () => {
    fail({ kind: 'error:invalid_blocks' });
    await add(message('today', { payload }));
    deliver();
    await settled();
    expect(calls('chat.postMessage')).toHaveLength(2);
    const [only] = slack.ledger();
    expect(JSON.stringify(only?.blocks)).toContain('08: 25');
    expect(JSON.stringify(only?.blocks)).not.toContain('data_visualization');
    expect(JSON.stringify(only?.blocks)).toContain('Riyadh North');
    expect(logged).toContainEqual(expect.objectContaining({ event: 'delivery.plainer', reason: 'invalid_blocks' }));
  });

  it('invalid_blocks that names a block: the message is posted without blocks of that type', async () => {
    const { fallback: _, ...without } = payload;
    const { fallback } = firstForm(payload);
    const table = fallback?.findIndex(({ type }) => type === 'table') ?? -1;
    fail({ kind: 'error:invalid_blocks', detail: `[ERROR] no table [json-pointer:/blocks/${table}/rows]` });
    await add(message('today', { payload: { ...without, blocks: fallback } }));
    deliver();
    await settled();
    const shown = slack.ledger()[0]?.blocks?.map((block) => (block as { readonly type: string }).type);
    expect(shown).toContain('section');
    expect(shown).not.toContain('table');
  });

  test.each(wrongBlocks)('%s: the message is posted at once as plain text with the numbers', async (code) => {
    fail({ kind: `error:${code}`, times: code === 'invalid_blocks' ? 2 : 1 });
    await add(message('today', { payload }));
    deliver();
    await settled();
    const [only] = slack.ledger();
    expect(only?.blocks).toBeUndefined();
    expect(only?.text).toBe(
      [
        'Yesterday: 25 leads, 3 with errors',
        'Yesterday',
        '25 leads · 3 with errors',
        '*Website*: \u2068&lt;b&gt; &amp; 14\u2069',
        '08: 25',
        'Branch · Leads',
        '\u2068Riyadh North\u2069 · 11',
        'For the rest, type `/leads`.',
      ].join('\n'),
    );
    expect(only?.metadata).toMatchObject({ event_payload: { key: 'today' } });
  });

  test.each(wrongBlocks)('%s for an update: the message becomes plain text, without the old blocks', async (code) => {
    await add(message('today', { payload }));
    deliver();
    await settled();
    slack.faults.add({ kind: `error:${code}`, times: code === 'invalid_blocks' ? 2 : 1, method: 'chat.update' });
    await store.transaction((tx) => store.outbox.update(tx, workspace, 'today', { ...payload, text: 'Now: 26 leads' }));
    await settled();
    const [only] = slack.ledger();
    expect(only?.text).toMatch(/^Now: 26 leads\n[^]*For the rest, type .\/leads.\.$/);
    expect(only?.blocks).toBeUndefined();
  });

  it('a message is dead, with the code as the reason, when Slack accepts none of its forms', async () => {
    fail({ kind: 'error:msg_too_long', times: 3 });
    await add(message('today', { payload }), message('next'));
    deliver();
    await settled();
    expect(calls('chat.postMessage')).toHaveLength(4);
    expect(await store.outbox.dead(10)).toMatchObject([{ key: 'today', reason: 'msg_too_long' }]);
    expect(posted()).toContain('next');
  });

  test.each(wrongMetadata)('%s: the message is posted with only the key as metadata', async (code) => {
    fail({ kind: `error:${code}` });
    await add(message('today', { payload }));
    deliver();
    await settled();
    expect(slack.ledger()).toMatchObject([{ text: payload.text, metadata: { event_payload: { key: 'today' } } }]);
    expect(slack.ledger()[0]?.metadata).not.toHaveProperty('event_payload.version');
  });

  it('a message is posted without metadata if Slack accepts no metadata; if the message then comes into doubt, it counts as perhaps posted, and is not posted again', async () => {
    fail({ kind: 'error:metadata_too_large', times: 2 });
    fail({ kind: 'html', commits: true });
    await add(message('today'));
    deliver();
    await settled();
    expect(posted()).toEqual(['today']);
    expect(await store.outbox.dead(10)).toMatchObject([{ reason: 'perhaps posted (no_json)' }]);
  });
});
