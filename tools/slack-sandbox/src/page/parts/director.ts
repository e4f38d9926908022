/** Draws what is above the conversation: buttons that make something happen outside Slack, and a tour. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PageDirector, PageTourStep } from '../protocol.ts';
import { send } from '../server.ts';
import { h, tag } from '../tag.ts';
import { useWords, useWorld } from '../world.ts';

type Panel = 'scenes' | 'tour' | null;

export function Director({ director }: { director: PageDirector }): VNode {
  const say = useWords();
  const [panel, setPanel] = useState<Panel>(null);
  const [tour, setTour] = useState<{ id: string; at: number } | null>(null);
  const toggle = (name: Panel) => (): void => setPanel(panel === name ? null : name);
  const opener = (name: Panel, label: string): VNode =>
    tag(
      'button.director-opener',
      { type: 'button', 'aria-expanded': String(panel === name), onClick: toggle(name) },
      label,
    );
  const chosen = director.tours.find(({ id }) => id === tour?.id);
  return tag(
    'section.director',
    { 'aria-label': say.director, dir: /^ar\b/.test(useWorld().known.me.locale) ? 'rtl' : 'ltr' },
    tag(
      'div.director-bar',
      null,
      tag('span', { 'aria-hidden': 'true' }, '🎬'),
      opener('scenes', say.director),
      opener('tour', say.tour),
    ),
    panel === 'scenes' ? h(Scenes, { director }) : null,
    panel !== 'tour'
      ? null
      : chosen === undefined || tour === null
        ? h(Jobs, { director, onChoose: (id: string) => setTour({ id, at: 0 }) })
        : h(Step, {
            key: `${tour.id} ${tour.at}`,
            step: chosen.steps[tour.at],
            at: tour.at,
            of: chosen.steps.length,
            onGo: (at: number) => {
              const isInside = at >= 0 && at < chosen.steps.length;
              setTour(isInside ? { id: tour.id, at } : null);
              if (at >= chosen.steps.length) setPanel(null);
            },
          }),
  );
}

function Scenes({ director }: { director: PageDirector }): VNode {
  return tag('div.director-panel', null, ...director.scenes.map((scene) => h(SceneButton, { key: scene.id, scene })));
}

/** The button waits until the scene has been played. */
function SceneButton({ scene }: { scene: PageDirector['scenes'][number] }): VNode {
  const { known, toast } = useWorld();
  const say = useWords();
  const [isPlaying, setPlaying] = useState(false);
  async function play(): Promise<void> {
    setPlaying(true);
    const answer = await send('direct', { user: known.me.id, scene: scene.id });
    setPlaying(false);
    if (!answer.ok) toast(answer.error === 'sandbox_unreachable' ? say.noAnswer : answer.error);
  }
  return tag(
    'button.button',
    { type: 'button', disabled: isPlaying, 'aria-busy': String(isPlaying), onClick: () => void play() },
    scene.label,
  );
}

function Jobs({ director, onChoose }: { director: PageDirector; onChoose: (id: string) => void }): VNode {
  return tag(
    'div.director-panel',
    null,
    ...director.tours.map(({ id, job }) =>
      tag('button.button', { key: id, type: 'button', onClick: () => onChoose(id) }, job),
    ),
  );
}

interface StepProps {
  step: PageTourStep | undefined;
  at: number;
  of: number;
  onGo: (at: number) => void;
}

function Step({ step, at, of, onGo }: StepProps): VNode | null {
  const world = useWorld();
  const { known, open, go } = world;
  const say = useWords();
  if (step === undefined) return null;
  const place = step.channel ?? (known.channels.some(({ id }) => id === open) ? open : null);
  const scene = known.director?.scenes.find(({ id }) => id === step.scene);
  async function type(line: string): Promise<void> {
    if (place === null) return;
    if (place !== open) go(place);
    const answer = await send('say', { user: known.me.id, channel: place, text: line });
    if (!answer.ok && answer.error === 'sandbox_unreachable') world.toast(say.noAnswer);
  }
  const { type: line } = step;
  return tag(
    'div.director-panel.tour-step',
    null,
    tag('p', { dir: 'auto' }, tag('strong', null, say.tourStep(at + 1, of)), ' ', step.text),
    line === null ? null : tag('code', { dir: 'ltr' }, line),
    tag(
      'div.director-panel',
      null,
      line === null || place === null
        ? null
        : tag('button.button.primary', { type: 'button', onClick: () => void type(line) }, say.tourType),
      scene === undefined ? null : h(SceneButton, { scene }),
      tag('button.button', { type: 'button', onClick: () => onGo(at - 1) }, say.tourBack),
      tag(
        'button.button',
        { type: 'button', onClick: () => onGo(at + 1) },
        at + 1 === of ? say.tourDone : say.tourNext,
      ),
    ),
  );
}
