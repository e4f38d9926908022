/**
 * The whole state of one sandbox, which every handler gets. There are no globals, so two sandboxes
 * in one process are independent.
 */
import type { Bus } from './bus.ts';
import type { Conditions } from './conditions.ts';
import type { Deliverer } from './delivery/deliver.ts';
import type { SocketHub } from './delivery/socket.ts';
import type { Director } from './director.ts';
import type { Faults } from './faults.ts';
import type { AppConfig } from './manifest.ts';
import type { Settings } from './settings.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { Comparison } from './state/comparison.ts';
import type { TsSource } from './state/ids.ts';
import type { Message, MessageStore, StoredFile } from './state/messages.ts';
import type { People } from './state/people.ts';
import type { Tickets } from './state/tickets.ts';
import type { ViewStore } from './state/views.ts';
import type { Traffic } from './traffic.ts';

export interface World {
  settings: Settings;
  app: AppConfig;
  conditions: Conditions;
  people: People;
  messages: MessageStore;
  /** The last messages that were posted (`keepMessages` of them), including deleted ones. */
  ledger: Message[];
  views: ViewStore;
  director: Director | null;
  /** The last comparison on the page. */
  comparison: Comparison | null;
  files: Map<string, StoredFile>;
  uploads: Map<string, StoredFile>;
  tickets: Tickets;
  ts: TsSource;
  bus: Bus;
  faults: Faults;
  traffic: Traffic;
  limiter: RateLimiter;
  hub: SocketHub;
  /** Every workspace of this Slack, including this one, by its bot token. */
  workspaces: ReadonlyMap<string, World>;
  deliver: Deliverer;
  /** Such as `http://host:port`; known when the server listens. */
  origin: string;
  /** Timers for repeated events, which are stopped at the end. */
  timers: Set<NodeJS.Timeout>;
}
