import type { Nodes, RootContent } from 'mdast';
import type { Step } from '../engine/model/runbook.ts';
import { element, link, text } from './element.ts';
import type { Page } from './page.ts';
import { stateOfStep } from './state-of-step.ts';
import { took } from './words.ts';

/** The line under a step's heading: which one it is, and how it fared. */
export function showStep(step: Step, page: Page): Nodes {
  const { steps } = page.runbook;
  const place = `Step ${steps.indexOf(step) + 1} of ${steps.length}`;
  return element('p', { className: 'rb-step' }, [text(`${place} · `), mark(step, page)]);
}

/** The steps with their marks, as a list of links. */
export function showOutline(page: Page): Nodes {
  const items = page.runbook.steps.map((step) =>
    element('li', {}, [link(`#${step.id}`, [text(step.title)]), text(' '), mark(step, page)]),
  );
  return element('nav', { className: 'rb-outline', ariaLabel: 'Steps' }, [element('ol', {}, items)]);
}

function mark(step: Step, page: Page): RootContent {
  const { name, sign, words, seconds } = stateOfStep(step, page);
  const time = seconds >= 0.1 ? ` in ${took(seconds)}` : '';
  const shown = element('span', { ariaHidden: 'true' }, [text(sign)]);
  return element('span', { className: `rb-mark rb-${name}` }, [shown, text(` ${words}${time}`)]);
}
