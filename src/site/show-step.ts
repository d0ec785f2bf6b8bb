import type { Nodes, RootContent } from 'mdast';
import type { RecordedBlock } from '../engine/model/record.ts';
import type { Step } from '../engine/model/runbook.ts';
import { statementsOf } from '../engine/model/statements.ts';
import { metChecks } from '../engine/record/standing.ts';
import { element, link, text } from './element.ts';
import type { Page } from './page.ts';
import type { Strings } from './strings.ts';
import type { Wording } from './wording.ts';
import { took } from './words.ts';

/** The line under a step's heading: which one it is, and how it fared. */
export function showStep(step: Step, page: Page): Nodes {
  const { steps } = page.runbook;
  const place = page.wording.say('step', { at: steps.indexOf(step) + 1, count: steps.length });
  return element('p', { className: 'rb-step' }, [text(`${place} · `), mark(step, page)]);
}

/** The steps with their marks, as a list of links. */
export function showOutline(page: Page): Nodes {
  const items = page.runbook.steps.map((step) =>
    element('li', {}, [link(`#${step.id}`, [text(step.title)]), text(' '), mark(step, page)]),
  );
  return element('nav', { className: 'rb-outline', ariaLabel: page.wording.say('steps') }, [
    element('ol', {}, items),
  ]);
}

function mark(step: Step, page: Page): RootContent {
  const { name, sign, words, seconds } = stateOfStep(step, page);
  const { say } = page.wording;
  const time = seconds >= 0.1 ? say('stepTook', { time: took(seconds, page.wording) }) : '';
  const shown = element('span', { ariaHidden: 'true' }, [text(sign)]);
  return element('span', { className: `rb-mark rb-${name}` }, [shown, text(` ${words}${time}`)]);
}

/** How a step fared in the last verified run: a word and a sign of its own, so that colour alone says nothing. */
type StepState = {
  readonly name: keyof typeof states;
  readonly sign: string;
  readonly words: string;
  readonly seconds: number;
};

const states = {
  passed: { sign: '✓', key: 'stepPassed' },
  simulated: { sign: '≈', key: 'stepSimulated' },
  partly: { sign: '◐', key: 'stepPassed' },
  unchecked: { sign: '–', key: 'stepUnchecked' },
  skipped: { sign: '–', key: 'stepSkipped' },
  changed: { sign: '≠', key: 'stepChanged' },
  unknown: { sign: '○', key: 'stepUnknown' },
} as const satisfies Record<string, { readonly sign: string; readonly key: keyof Strings }>;

/** `changed`: some block of the step isn't what was recorded; `skipped`: the run left all of it out. */
function stateOfStep({ blocks }: Step, { record, recorded, wording }: Page): StepState {
  const known = blocks.flatMap(({ id }) => recorded.get(id) ?? []);
  const left = leftWords(blocks, recorded, wording);
  const name = nameOf({ record, isWhole: known.length === blocks.length, known, left });
  const seconds = statementsOf(known).reduce((sum, { seconds = 0 }) => sum + seconds, 0);
  const { sign, key } = states[name];
  const words = wording.say(key);
  return {
    name,
    sign,
    words: name === 'skipped' ? words : words + left,
    seconds: Number(seconds.toPrecision(2)),
  };
}

/** What of a step did not run. */
function leftWords(blocks: Step['blocks'], recorded: Page['recorded'], { say }: Wording): string {
  const left = blocks.filter(({ id }) => {
    const block = recorded.get(id);
    return block !== undefined && statementsOf([block]).every(({ outcome }) => outcome === 'skipped');
  });
  if (left.length === 0) return '';
  const byHand = left.every(({ options }) => options.manual);
  return say(byHand ? 'leftToPerson' : 'leftOut', { left: left.length, count: blocks.length });
}

type Known = {
  readonly record: Page['record'];
  readonly isWhole: boolean;
  readonly known: readonly RecordedBlock[];
  readonly left: string;
};

/** Never more than was seen: what was left out, not checked or simulated isn't plainly passed. */
function nameOf({ record, isWhole, known, left }: Known): StepState['name'] {
  if (record === undefined) return 'unknown';
  if (!isWhole) return 'changed';
  if (!statementsOf(known).some(({ outcome }) => outcome === 'passed')) return 'skipped';
  if (metChecks(known) === 0) return 'unchecked';
  if (left !== '') return 'partly';
  return record.target.simulated ? 'simulated' : 'passed';
}
