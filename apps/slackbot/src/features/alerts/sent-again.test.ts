import { type Bulk, BulkObserver, type BulkObservation, type Instant, type Lead } from '@leadbell/domain';
import { testIdentities } from '@leadbell/testing';
import { describe, expect, it } from 'vitest';
import { example } from '../../testing/lead-fixtures.ts';
import { messagesFor } from '../index.ts';
import { leadOfBulk } from './errored-leads.ts';
import {
  branch,
  channel,
  subscriptionService,
  minute,
  monday,
  poll,
  query,
  wait,
  setUpScenario,
} from '../../testing/scenario-fixtures.ts';

setUpScenario();

function bulk(
  id: string,
  minutes: number,
  leads: readonly Partial<Lead>[],
  changes: Partial<Bulk> = {},
): BulkObservation {
  const observer = new BulkObserver(testIdentities());
  for (const lead of leads) observer.add({ ...example, phoneNumber: '0500000017', ...lead });
  return observer.finish({
    key: `k${id}`,
    id,
    createdAt: (monday + (minutes - 60) * minute) as Instant,
    createdBy: '1',
    state: 'completed',
    totalRecords: leads.length,
    errorRecords: leads.filter(({ outcome }) => outcome === 'errored').length,
    ...changes,
  });
}

const failed = { externalId: '91', leadId: null, outcome: 'errored', errors: [branch] } as const;
const made = { externalId: '91', leadId: '92', outcome: 'created' } as const;
const other = { externalId: '7', leadId: '8', outcome: 'created', phoneNumber: '0500000018' } as const;

async function isKnown(number: string): Promise<boolean> {
  const view = await subscriptionService.find(1);
  const stored = view?.numbersOf(number) ?? [];
  return stored.some((one) => view?.sentAgain.has(leadOfBulk((monday - 60 * minute) as Instant, one)));
}

describe('an alert on a bulk', () => {
  it('an alert resolves when a later bulk sends its lead again; its thread says why, and no other alert fires', async () => {
    await poll(bulk('1', 0, [failed, other]));
    wait(minute);
    await poll(bulk('1', 0, [failed, other]), bulk('2', 1, [made]));
    wait(minute);
    await poll(bulk('1', 0, [failed, other]), bulk('2', 1, [made]));
    expect(await channel()).toEqual({
      roots: ['🟢 Branch … not found × 1 · Direct Contact'],
      lines: ['Resolved. 1 lead was sent again in a later bulk.'],
    });
    const view = await subscriptionService.find(1);
    expect(view?.sentAgain).toEqual(new Set([leadOfBulk((monday - 60 * minute) as Instant, '91')]));
    expect(await query("select rule, state ->> 'status' as status from alerts")).toEqual([
      { rule: 'bulk-errors', status: 'resolved' },
    ]);
    expect(messagesFor('ar').alerts.resent(2)).toBe('أُرسل عميلان محتملان مجددًا في دفعة لاحقة.');
  });

  it.each(['91', '0500000017', 'WEB-2025-17'])(
    'an alert recognises a resent lead by the number %s, in any stored form',
    async (externalId) => {
      await poll(bulk('1', 0, [{ ...failed, externalId }, other]));
      wait(minute);
      await poll(bulk('2', 1, [{ ...made, externalId }]));
      expect(await isKnown(externalId)).toBe(true);
      expect(await isKnown('0500000018')).toBe(false);
      // Earlier releases stored the number as it was received.
      await query(`update bulk_leads set external_id = '${externalId}' where external_id <> '7'`);
      expect(await isKnown(externalId)).toBe(true);
    },
  );

  it('an alert continues with the later bulk when the lead is errored there too', async () => {
    await poll(bulk('1', 0, [failed, other]));
    wait(minute);
    await poll(bulk('2', 1, [failed]));
    expect((await channel()).roots).toEqual(['🔴 Branch … not found × 1 · Direct Contact']);
    const [row] = await query("select state -> 'members' as members from alerts");
    expect(row?.['members']).toMatchObject({
      1: { resolvedAt: expect.any(Number) },
      2: { resolvedAt: null, count: 1 },
    });
  });

  it('an alert resolves when the DMS removes the row from the bulk, and no other alert fires', async () => {
    const removed = () => bulk('1', 0, [other], { totalRecords: 2, errorRecords: 1 });
    await poll(bulk('1', 0, [failed, other]));
    for (let polls = 0; polls < 3; polls += 1) {
      wait(minute);
      await poll(removed());
    }
    expect(await channel()).toEqual({ roots: ['🟢 Branch … not found × 1 · Direct Contact'], lines: ['Resolved.'] });
    expect(await query('select rule from alerts')).toEqual([{ rule: 'bulk-errors' }]);
  });
});
