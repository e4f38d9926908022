/** For tests: gates that allow everything, or decide as the test says. */
import type { Gate } from '../bot/gate.ts';

export const openGate = gateThat(() => Promise.resolve({ isAllowed: true, kind: 'member', scope: 'all' }));

export function gateThat(decide: Gate['decide']): Gate {
  return {
    decide,
    decidePatiently: decide,
    refuseKnown: () => null,
    refuseFirst: () => Promise.resolve(null),
    admins: () => Promise.resolve({ ids: [], isUnanswered: false }),
    isSharedOutside: () => Promise.resolve(false),
  };
}
