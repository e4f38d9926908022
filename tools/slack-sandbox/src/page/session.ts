/** One person's session: the state, which the event stream updates, and the open channel (`?user=U…#C…`). */
import { useEffect, useState } from 'preact/hooks';
import type { PageEvent, PageState } from './protocol.ts';
import { fetchState } from './server.ts';
import { reduce, withToast, type Known, type Toast } from './store.ts';

export interface Session {
  known: Known;
  /** The id of a channel, or `home`, or `compare`. */
  open: string;
  go: (channel: string) => void;
  toast: (text: string, tone?: Toast['tone']) => void;
  dismiss: (id: number) => void;
}

type Listener = () => void;

function firstChannel(state: PageState): string {
  const mine = state.channels.filter((channel) => channel.kind !== 'im' && channel.members.includes(state.me.id));
  const withApp = mine.find((channel) => channel.members.includes(state.app.botUserId) && !channel.isArchived);
  return (withApp ?? mine[0] ?? state.channels[0])?.id ?? '';
}

function validPlace(state: PageState, wanted: string): string {
  if ((wanted === 'home' && state.app.hasHome) || wanted === 'compare') return wanted;
  return state.channels.some((channel) => channel.id === wanted) ? wanted : firstChannel(state);
}

class LiveSession {
  known: Known | null = null;
  open = '';
  failed = false;
  private readonly listeners = new Set<Listener>();
  private events: EventSource | undefined;
  /** Events that came while a state was loading, because they may be missing from that state. */
  private heard: PageEvent[] | null = null;
  private loads = 0;

  async start(): Promise<void> {
    const wanted = new URLSearchParams(location.search).get('user') ?? undefined;
    await this.load(wanted);
    addEventListener('hashchange', () => this.arrive());
  }

  private async load(user: string | undefined): Promise<void> {
    this.heard ??= [];
    this.loads += 1;
    const mine = this.loads;
    try {
      const state = (await fetchState(user)) ?? (await fetchState(undefined));
      if (mine !== this.loads) return;
      if (state === null) throw new Error('no such user');
      const { toasts = [], unread = new Set<string>() } = this.known ?? {};
      this.known = { ...state, toasts, unread, live: this.events?.readyState === EventSource.OPEN };
      this.failed = false;
      const { heard } = this;
      this.heard = null;
      // If the state contains an event already, applying it again changes nothing.
      for (const event of heard ?? []) this.known = reduce(this.known, event, this.open);
      this.arrive();
      if (this.events === undefined) this.listen(state.me.id);
    } catch {
      if (mine !== this.loads) return;
      this.failed = true;
      this.notify();
      setTimeout(() => void this.load(user), 1500);
    }
  }

  private listen(user: string): void {
    const events = new EventSource(`/_page/events?user=${encodeURIComponent(user)}`);
    this.events = events;
    // The state is loaded after a gap too, because it contains the missed events.
    events.addEventListener('open', () => {
      this.set((known) => ({ ...known, live: true }));
      void this.load(user);
    });
    events.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as PageEvent, user));
    events.addEventListener('error', () => this.set((known) => ({ ...known, live: false })));
  }

  private take(event: PageEvent, user: string): void {
    if (event.type === 'reload') void this.load(user);
    else {
      // A notice is not part of the state, and is shown only once.
      if (event.type !== 'notice') this.heard?.push(event);
      this.set((known) => reduce(known, event, this.open));
    }
  }

  private arrive(): void {
    if (this.known === null) return;
    const wanted = decodeURIComponent(location.hash.slice(1));
    this.open = validPlace(this.known, wanted);
    const url = new URL(location.href);
    url.searchParams.set('user', this.known.me.id);
    url.hash = this.open;
    if (url.href !== location.href) history.replaceState(null, '', url);
    this.set((known) => ({ ...known, unread: new Set([...known.unread].filter((id) => id !== this.open)) }));
  }

  go(channel: string): void {
    location.hash = channel;
  }

  set(change: (known: Known) => Known): void {
    if (this.known !== null) this.known = change(this.known);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const live = new LiveSession();
const go = (channel: string): void => live.go(channel);
const toast = (text: string, tone: Toast['tone'] = 'error'): void => live.set((known) => withToast(known, text, tone));
const dismiss = (id: number): void =>
  live.set((known) => ({ ...known, toasts: known.toasts.filter((other) => other.id !== id) }));

export function startSession(): Promise<void> {
  return live.start();
}

/** `session`: `null` until the first state has arrived. `failed`: whether the sandbox does not answer. */
export function useSession(): { session: Session | null; failed: boolean } {
  const [, setTurn] = useState(0);
  useEffect(() => {
    const again = (): void => setTurn((turn) => turn + 1);
    again();
    return live.subscribe(again);
  }, []);
  const { known, open, failed } = live;
  return { session: known === null ? null : { known, open, go, toast, dismiss }, failed };
}
