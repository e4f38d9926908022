/** Keeps the state of a message or view that a person uses: values of inputs, pending actions, and errors. */
import { createContext } from 'preact';
import { useContext, useMemo, useRef, useState } from 'preact/hooks';
import { actionPart, idOf, stateOf, withValue, type Values } from './elements/values.ts';
import type { Json } from './json.ts';
import type { PageContainer } from './protocol.ts';
import { send } from './server.ts';
import { wordsFor } from './words.ts';
import { useWorld } from './world.ts';

export interface Surface {
  kind: 'message' | 'modal' | 'home';
  values: Values;
  /** The errors at inputs, by block_id. */
  errors: Readonly<Record<string, string>>;
  change: (blockId: string, element: Json, value: unknown) => void;
  /** Sends the action; a chosen value also becomes the element's value. */
  act: (blockId: string, element: Json, chosen?: unknown) => Promise<void>;
  suggest: (blockId: string, element: Json, typed: string) => Promise<Json>;
  isBusy: (blockId: string, element: Json) => boolean;
  hasFailed: (blockId: string, element: Json) => boolean;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('an element outside a message or view');
  return surface;
}

type Marks = Readonly<Record<string, 'busy' | 'failed'>>;

const none: Readonly<Record<string, string>> = {};

export function useNewSurface(
  kind: Surface['kind'],
  container: PageContainer,
  blocks: readonly unknown[],
  kept?: Values,
  errors = none,
): Surface {
  const world = useWorld();
  const user = world.known.me.id;
  const [edits, setEdits] = useState<Values>({});
  const [marks, setMarks] = useState<Marks>({});
  const base = useMemo(() => stateOf(blocks, kept), [blocks, kept]);
  const values = useMemo(() => stateOf(blocks, merge(base, edits)), [blocks, base, edits]);
  // Several changes may come before the next drawing, so the latest values are kept here.
  const latest = useRef(values);
  latest.current = values;

  function change(blockId: string, element: Json, value: unknown): void {
    latest.current = withValue(latest.current, blockId, element, value);
    setEdits((before) => withValue(before, blockId, element, value));
  }

  async function act(blockId: string, element: Json, chosen?: unknown): Promise<void> {
    const key = keyOf(blockId, element);
    setMarks((before) => ({ ...before, [key]: 'busy' }));
    const action = actionPart(blockId, element, chosen);
    const answer = await send('action', { user, container, action, state: latest.current });
    setMarks(({ [key]: _done, ...others }) => (answer.ok ? others : { ...others, [key]: 'failed' }));
    if (!answer.ok && answer.error === 'sandbox_unreachable') world.toast(wordsFor(world.known.me.locale).noAnswer);
  }

  async function suggest(blockId: string, element: Json, typed: string): Promise<Json> {
    const answer = await send('suggest', {
      user,
      container,
      block_id: blockId,
      action_id: idOf(element),
      value: typed,
    });
    if (!answer.ok) return { error: answer.error };
    const [first] = answer.options ?? [];
    const grouped = typeof first === 'object' && first !== null && 'options' in first;
    return grouped ? { option_groups: answer.options } : { options: answer.options ?? [] };
  }

  return {
    kind,
    values,
    errors,
    change,
    act,
    suggest,
    isBusy: (blockId, element) => marks[keyOf(blockId, element)] === 'busy',
    hasFailed: (blockId, element) => marks[keyOf(blockId, element)] === 'failed',
  };
}

function keyOf(blockId: string, element: Json): string {
  return `${blockId}/${idOf(element)}`;
}

function merge(base: Values, edits: Values): Values {
  const merged: Values = { ...base };
  for (const [blockId, actions] of Object.entries(edits)) merged[blockId] = { ...merged[blockId], ...actions };
  return merged;
}
