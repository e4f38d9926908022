/** Draws “What each would see”: one person of each kind types the same line, or presses the same button. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageComparison, PageRequests } from '../protocol.ts';
import { send } from '../server.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';
import { TopBar } from './bars.ts';
import { Sight } from './sight.ts';

function useComparison(): PageComparison | null {
  const [comparison, setComparison] = useState<PageComparison | null>(null);
  useEffect(() => {
    const events = new EventSource('/_page/comparison');
    events.addEventListener('message', ({ data }) => setComparison(JSON.parse(String(data)) as PageComparison));
    return () => events.close();
  }, []);
  return comparison;
}

export function Comparison({ onMenu }: { onMenu: () => void }): VNode {
  const comparison = useComparison();
  const { toast } = useWorld();
  const say = useWords();
  const [isWaiting, setWaiting] = useState(false);

  async function run(attempt: PageRequests['compare']): Promise<void> {
    setWaiting(true);
    const answer = await send('compare', attempt);
    setWaiting(false);
    if (!answer.ok) toast(say.notTried(answer.error));
  }

  const bar = h(TopBar, {
    onMenu,
    children: tag('div.channel-words', null, tag('h1.channel-name', { dir: 'auto' }, say.whatEachSees)),
  });
  return tag(
    'main.conversation.comparison',
    null,
    bar,
    tag(
      'div.comparison-scroll',
      null,
      comparison === null
        ? null
        : tag(
            'div.tries',
            null,
            h(TypeForm, { comparison, onTry: (attempt) => void run(attempt) }),
            h(PressForm, { comparison, onTry: (attempt) => void run(attempt) }),
          ),
      tag('p.comparison-about', { dir: 'auto' }, say.comparisonAbout),
      tag(
        'div.sights',
        null,
        ...(comparison?.sights ?? []).map((sight) => h(Sight, { key: sight.user.id, sight, isWaiting })),
      ),
    ),
  );
}

interface TryProps {
  comparison: PageComparison;
  onTry: (attempt: PageRequests['compare']) => void;
}

function submitting(run: () => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    run();
  };
}

function TypeForm({ comparison, onTry }: TryProps): VNode {
  const { known } = useWorld();
  const say = useWords();
  const [text, setText] = useState(
    `${known.commands[0]?.command ?? '/leads'} ${firstWord(known.commands[0]?.usageHint)}`,
  );
  const [channel, setChannel] = useState('');
  return tag(
    'form.try',
    {
      'aria-label': say.typeAsEach,
      onSubmit: submitting(() => onTry({ text, ...(channel === '' ? {} : { channel }) })),
    },
    tag('input.input', {
      'aria-label': say.commandOrMessage,
      value: text,
      dir: 'auto',
      onInput: (event: Event) => setText((event.currentTarget as HTMLInputElement).value),
    }),
    tag(
      'select.input',
      {
        'aria-label': say.where,
        value: channel,
        onChange: (event: Event) => setChannel((event.currentTarget as HTMLSelectElement).value),
      },
      tag('option', { value: '' }, say.eachInOwnChannel),
      ...comparison.channels.map(({ id, name }) => tag('option', { value: id }, `#${name}`)),
    ),
    tag('button.button.primary', { type: 'submit', disabled: text.trim() === '' }, say.typeAsEach),
  );
}

function firstWord(hint = ''): string {
  return hint.split(/[\s|]+/, 1)[0] ?? '';
}

function PressForm({ comparison: { presses }, onTry }: TryProps): VNode {
  const say = useWords();
  const [at, setAt] = useState(0);
  const press = presses[at] ?? presses[0];
  return tag(
    'form.try',
    {
      'aria-label': say.pressAsEach,
      onSubmit: submitting(() => {
        if (press === undefined) return;
        const { label: _label, ...where } = press;
        onTry({ press: where });
      }),
    },
    tag(
      'select.input.wide',
      {
        'aria-label': say.buttonOfMessage,
        disabled: press === undefined,
        value: String(at),
        onChange: (event: Event) => setAt(Number((event.currentTarget as HTMLSelectElement).value)),
      },
      ...(press === undefined
        ? [tag('option', { value: '0' }, say.noButtons)]
        : presses.map(({ label }, index) => tag('option', { value: String(index) }, label))),
    ),
    tag('button.button', { type: 'submit', disabled: press === undefined }, say.pressAsEach),
  );
}
