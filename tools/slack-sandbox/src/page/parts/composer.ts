/** Draws the field for messages, which grows with the text, completes commands and keeps text that was not sent. */
import type { VNode } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PageCommand } from '../protocol.ts';
import { send } from '../server.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';
import { completions, lineToSend, usageHint } from './completion.ts';
import { Shortcuts } from './shortcuts.ts';

const problems: Readonly<Record<string, string>> = {
  dispatch_failed: 'failed because the app did not respond.',
  operation_timeout: 'failed because the app did not respond in time.',
};

/** Text that was not sent, by channel or thread. */
const drafts = new Map<string, string>();
const mostSent = 30;
const sent: string[] = [];

interface ComposerProps {
  channel: string;
  label: string;
  threadTs?: string;
}

export function Composer({ channel, label, threadTs }: ComposerProps): VNode {
  const { known, toast } = useWorld();
  const say = useWords();
  const draftKey = `${channel}/${threadTs ?? ''}`;
  const [typed, setTypedState] = useState(drafts.get(draftKey) ?? '');
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const found = hidden ? [] : completions(known.commands, typed);
  const hint = usageHint(known.commands, typed);

  function setTyped(text: string): void {
    drafts.set(draftKey, text);
    setTypedState(text);
    setAt(0);
    setHidden(false);
  }
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  }, [typed]);
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches || threadTs !== undefined) box.current?.focus({ preventScroll: true });
  }, []);

  async function submit(): Promise<void> {
    const text = lineToSend(typed);
    if (text === '') return;
    setTyped('');
    sent.splice(0, sent.length, ...sent.filter((other) => other !== text).slice(-mostSent), text);
    const answer = await send('say', {
      user: known.me.id,
      channel,
      text,
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    if (answer.ok) return;
    // A failed command is reported by a notice of the sandbox. A message that was not sent comes back into the box.
    if (answer.error === 'sandbox_unreachable' || !text.startsWith('/')) {
      toast(answer.error === 'sandbox_unreachable' ? say.noAnswer : (problems[answer.error] ?? answer.error));
      if (drafts.get(draftKey) === '') setTyped(text);
    }
  }

  function complete(command: PageCommand | undefined): void {
    if (command === undefined) return;
    setTyped(`${command.command} `);
    box.current?.focus();
  }

  function press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (found.length > 0 && pressInList(event)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'ArrowUp' && typed === '' && sent.length > 0) {
      event.preventDefault();
      setTyped(sent.at(-1) ?? '');
      setHidden(true);
    }
  }

  /** Returns true when the key was used in the list of commands. */
  function pressInList(event: KeyboardEvent): boolean {
    const chosen = found[at];
    if (event.key === 'ArrowDown') setAt((at + 1) % found.length);
    else if (event.key === 'ArrowUp') setAt((at + found.length - 1) % found.length);
    else if (event.key === 'Escape') setHidden(true);
    else if (event.key === 'Tab' && !event.shiftKey) complete(chosen);
    // As in Slack, Enter completes a partial command, and sends a complete one.
    else if (event.key === 'Enter' && !event.shiftKey && chosen !== undefined && chosen.command !== typed)
      complete(chosen);
    else return false;
    return true;
  }

  const option = (entry: PageCommand, index: number): VNode =>
    tag(
      'div.command',
      {
        key: entry.command,
        id: `${listId}-${index}`,
        role: 'option',
        'aria-selected': String(index === at),
        // A command is chosen on mouse down, because that comes before the box loses its focus.
        onMouseDown(event: Event) {
          event.preventDefault();
          complete(entry);
        },
      },
      tag(
        'span.command-name',
        null,
        tag('strong', null, entry.command),
        ' ',
        tag('span.command-hint', { dir: 'auto' }, entry.usageHint),
      ),
      tag('span.command-about', { dir: 'auto' }, entry.description),
    );

  return tag(
    'div.composer',
    null,
    found.length === 0
      ? null
      : tag(
          'div.commands',
          { id: listId, role: 'listbox', 'aria-label': say.commands },
          tag('div.commands-title', { 'aria-hidden': 'true' }, known.app.name),
          ...found.map(option),
        ),
    tag(
      'div.composer-box',
      null,
      tag('textarea', {
        ref: box,
        rows: 1,
        // With `auto`, an empty box would show an Arabic placeholder from left to right.
        dir: typed === '' && /^\p{Script=Arabic}/u.test(label) ? 'rtl' : 'auto',
        value: typed,
        placeholder: label,
        'aria-label': label,
        'aria-autocomplete': 'list',
        'aria-controls': found.length === 0 ? undefined : listId,
        'aria-activedescendant': found.length === 0 ? undefined : `${listId}-${at}`,
        enterkeyhint: 'send',
        onInput: (event: Event) => setTyped((event.currentTarget as HTMLTextAreaElement).value),
        onKeyDown: press,
        onBlur: () => setHidden(true),
      }),
      hint === ''
        ? null
        : tag('div.usage-hint', { 'aria-hidden': 'true', dir: 'auto' }, tag('span.usage-typed', null, typed), hint),
      h(Shortcuts, { message: null }),
      tag(
        'button.send',
        { type: 'button', 'aria-label': say.send, disabled: typed.trim() === '', onClick: () => void submit() },
        tag(
          'svg',
          { viewBox: '0 0 20 20', width: 18, height: 18, 'aria-hidden': 'true' },
          tag('path', {
            fill: 'currentColor',
            d: 'M2.2 2.3a.6.6 0 0 1 .8-.2l14.6 7.3a.7.7 0 0 1 0 1.2L3 17.9a.6.6 0 0 1-.8-.8L4.4 11 12 10 4.4 9 2.1 3a.6.6 0 0 1 .1-.7Z',
          }),
        ),
      ),
    ),
  );
}
