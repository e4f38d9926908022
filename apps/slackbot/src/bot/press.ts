/** Reads a button press or a choice in a select from Slack's payload. Pure. */
import type { KnownKind, Scope } from '@leadbell/domain';
import type { BlockAction } from '@slack/bolt';
import { answerModalName, readPlaceMetadata } from '../cards/answer-modal.ts';
import type { Place } from '@leadbell/slack-kit';

/** A press by a person who has the abilities that the press needs. */
export interface AllowedPress extends Press {
  /** The leads that the person may see or change with this press. */
  readonly scope: Scope;
  readonly kind: KnownKind;
}

export interface Press {
  /** The value of the button or the chosen option. */
  readonly value: string;
  readonly user: string;
  /** The action id, with the renderer's suffix: see `action-ids.ts`. */
  readonly actionId: string;
  readonly blockId: string;
  readonly triggerId: string;
  /** The id of the message or view that contains the button. */
  readonly container: string;
  /** The message's version at the time of the press; it changes when the message is edited. */
  readonly state: string;
  /** Whether only the presser sees the message; only then can an answer replace it. */
  readonly isEphemeral: boolean;
  readonly viewId: string | null;
  /** See `ModalCard`. */
  readonly viewName: string | null;
  /** `home`: the press was in the Home tab. `answer`: in a modal whose content an answer replaces. Null: elsewhere. */
  readonly surface: 'home' | 'answer' | null;
  readonly responseUrl: string | null;
  /** Where the button was pressed; null in a view that does not belong to a channel. */
  readonly place: Place | null;
  /** Differs between two presses, but is equal when Slack delivers one press again. */
  readonly key: string;
}

export function readPress(body: BlockAction): Press | null {
  // Slack sometimes sends no actions, or null.
  const [action] = (body.actions as BlockAction['actions'] | null) ?? [];
  if (action === undefined) return null;
  const value = valueOf(action);
  if (value === null) return null;
  const container = body.container as Readonly<Record<string, unknown>>;
  const ts = text(container['message_ts']) ?? body.message?.ts ?? null;
  const thread = text(container['thread_ts']);
  const surface = surfaceOf(body.view);
  const channel =
    surface === null
      ? (body.channel?.id ?? text(container['channel_id']))
      : readPlaceMetadata(body.view?.private_metadata ?? '');
  const viewId = body.view?.id ?? null;
  const user = body.user.id;
  return {
    value,
    user,
    actionId: action.action_id,
    blockId: action.block_id,
    triggerId: body.trigger_id,
    container: viewId ?? `${channel} ${ts}`,
    state: `${viewId ?? `${channel} ${ts}`} ${editedAt(body)}`,
    isEphemeral: container['is_ephemeral'] === true,
    viewId,
    viewName: text(body.view?.callback_id),
    surface,
    responseUrl: body.response_url === '' ? null : (body.response_url ?? null),
    place: channel === null ? null : { channel, user, ...(thread === null ? {} : { thread }) },
    key: `${user} ${viewId ?? ts} ${action.action_id} ${action.action_ts}`,
  };
}

function surfaceOf(view: BlockAction['view']): Press['surface'] {
  if (view?.type === 'home') return 'home';
  return view?.callback_id === answerModalName ? 'answer' : null;
}

/** The version of the message or view; a view's hash changes with its content. */
function editedAt({ message, view }: BlockAction): string {
  const edited = (message as { readonly edited?: { readonly ts?: unknown } } | undefined)?.edited;
  return text(edited?.ts) ?? text(view?.hash) ?? '';
}

function valueOf(action: BlockAction['actions'][number]): string | null {
  if (action.type === 'button') return action.value ?? null;
  if (action.type === 'static_select' || action.type === 'overflow') return action.selected_option?.value ?? null;
  return null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
