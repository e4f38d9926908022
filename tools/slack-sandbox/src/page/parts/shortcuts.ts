/** Draws the list of the app's shortcuts: those of a message, or those beside the composer. */
import type { VNode } from 'preact';
import { send } from '../server.ts';
import { tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';

export function Shortcuts({ message }: { message: { channel: string; ts: string } | null }): VNode | null {
  const { known } = useWorld();
  const say = useWords();
  const type = message === null ? 'global' : 'message';
  const found = known.shortcuts.filter((one) => one.type === type);
  if (found.length === 0) return null;
  const label = message === null ? say.shortcuts : say.moreActions;

  function choose(event: Event): void {
    const list = event.currentTarget as HTMLSelectElement;
    const callbackId = list.value;
    list.value = '';
    if (callbackId === '') return;
    void send('shortcut', { user: known.me.id, callbackId, ...(message === null ? {} : { message }) });
  }

  return tag(
    'select.shortcuts',
    { 'aria-label': label, title: label, onChange: choose },
    tag('option', { value: '' }, message === null ? '⚡' : '⋯'),
    ...found.map(({ name, callbackId }) => tag('option', { value: callbackId }, name)),
  );
}
