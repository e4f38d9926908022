/**
 * Expiring tickets that Slack issues: trigger ids (in Slack 3 s, one use), response URLs (5 uses, 30 min), WebSocket
 * tickets (30 s, one use). When a ticket is issued, those that expired long ago are removed.
 */
import { newId, newSecret } from './ids.ts';

const responseUrlUses = 5;
const responseUrlLifeMs = 30 * 60_000;
const socketTicketLifeMs = 30_000;
/** If there are more, the oldest are removed, even if they have not expired, so that memory is bounded. */
const mostTickets = 50_000;

export interface Trigger {
  user: string;
  /** The modal from which the trigger comes; `views.push` needs one. */
  viewId?: string;
}

export interface ResponseTarget {
  user: string;
  channel: string;
  threadTs?: string;
  /** The message of the interaction, if there is one. */
  messageTs?: string;
}

export type Taken<T> = { ok: true; value: T } | { ok: false; reason: 'unknown' | 'expired' | 'used' };

interface Ticket<T> {
  value: T;
  until: number;
  left: number;
}

export interface TicketBook<T> {
  issue: (value: T) => string;
  take: (id: string) => Taken<T>;
}

function createBook<T>(now: () => number, lifeMs: number, uses: number, name: () => string): TicketBook<T> {
  const book = new Map<string, Ticket<T>>();
  return {
    issue(value) {
      const at = now();
      // An expired ticket is kept for a second lifetime, so that the answer to a late use is "expired" and not
      // "unknown".
      for (const [id, ticket] of book) {
        if (ticket.until + lifeMs >= at && book.size < mostTickets) break;
        book.delete(id);
      }
      const id = name();
      book.set(id, { value, until: at + lifeMs, left: uses });
      return id;
    },
    take(id) {
      const ticket = book.get(id);
      if (ticket === undefined) return { ok: false, reason: 'unknown' };
      if (now() > ticket.until) return { ok: false, reason: 'expired' };
      if (ticket.left <= 0) return { ok: false, reason: 'used' };
      ticket.left -= 1;
      return { ok: true, value: ticket.value };
    },
  };
}

export interface Tickets {
  triggers: TicketBook<Trigger>;
  responses: TicketBook<ResponseTarget>;
  sockets: TicketBook<true>;
}

export function createTickets(now: () => number, triggerLifeMs: number): Tickets {
  return {
    triggers: createBook(now, triggerLifeMs, 1, () => `${Math.floor(now())}.${newSecret(6)}.${newSecret(16)}`),
    responses: createBook(now, responseUrlLifeMs, responseUrlUses, () => `${newId('T')}/${newSecret()}`),
    sockets: createBook(now, socketTicketLifeMs, 1, () => newSecret(24)),
  };
}
