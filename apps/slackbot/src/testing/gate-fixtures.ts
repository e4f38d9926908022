/** For tests: a gate that lets everybody do everything. */
import type { Gate } from '../bot/gate.ts';

export const openGate: Gate = {
  decide: () => Promise.resolve({ isAllowed: true, kind: 'member', scope: 'all' }),
  admins: () => Promise.resolve([]),
  isSharedOutside: () => Promise.resolve(false),
};
