// A title that wraps on a narrow screen keeps each place in one piece.
import { expect, test } from 'vitest';
import { messagesFor } from '../../words/index.ts';
import { titleOf } from './title.ts';

test('a line ends between the parts of a title, never inside a place or before a dot', () => {
  const traits = { source: ['Walk in'], brand: [], branch: ['Riyadh North Gate'] };
  const member = {
    dmsId: '1',
    createdAt: null,
    state: 'completed',
    count: 28,
    of: 40,
    errors: [{ fingerprint: 'Branch not found|', leads: 28 }],
    traits,
    since: 0,
    resolvedAt: null,
  };
  const alert = {
    id: 1,
    connection: 'dms',
    rule: 'bulk-errors',
    group: 'Branch not found|',
    state: { members: { 1: member } },
  };
  const title = titleOf(alert as never, messagesFor('en'), new Map()).replace(/\p{Cf}/gu, '');
  expect(title.split(' ').slice(-2)).toEqual(['Walk\u00A0in\u00A0·', 'Riyadh\u00A0North\u00A0Gate']);
  expect(title).toContain('28\u00A0· ');
});
