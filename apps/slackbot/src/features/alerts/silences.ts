/** Begins and ends silences, each with an entry in the audit log. Effects: uses the store in its options. */
import type { Instant, SilenceMatcher } from '@leadbell/domain';
import type { Silence } from '@leadbell/store';
import type { AlertServiceOptions } from './alert-service.ts';
import { typedNote } from './typed-note.ts';

type Options = Pick<AlertServiceOptions, 'store' | 'workspace' | 'now'>;

export interface SilenceRequest {
  readonly matcher: SilenceMatcher;
  readonly ms: number;
  readonly reason: string;
  readonly user: string;
}

export function silence(options: Options, { matcher, ms, reason, user }: SilenceRequest): Promise<Silence> {
  const { store, workspace, now } = options;
  return store.transaction(async (tx) => {
    const startsAt = now();
    const silence = {
      workspace: workspace(),
      matcher,
      reason: typedNote(reason),
      createdBy: user,
      startsAt,
      endsAt: (startsAt + ms) as Instant,
    };
    const id = await store.alerts.silence(tx, silence);
    await store.audit.append(tx, {
      workspace: workspace(),
      actor: user,
      action: 'silence',
      subject: `silence ${id}`,
    });
    return { ...silence, id };
  });
}

/** Returns false when the silence has already ended. */
export function endSilence({ store, workspace, now }: Options, id: number, user: string): Promise<boolean> {
  return store.transaction(async (tx) => {
    const isEnded = await store.alerts.endSilence(tx, id, now());
    if (isEnded)
      await store.audit.append(tx, {
        workspace: workspace(),
        actor: user,
        action: 'end-silence',
        subject: `silence ${id}`,
      });
    return isEnded;
  });
}
