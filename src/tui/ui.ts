import type { Entry } from './view/outline.ts';
import { isSamePlace } from './view/outline.ts';
import type { StepPlace } from './view/status.ts';
import { keyOf } from './view/view.ts';

/** What a person does with the screen, apart from the run. What isn't set follows the run. */
export type Ui = {
  /** `keyOf` the step that is looked at. */
  readonly step?: string;
  /** `keyOf` the step that ran last, which stays until the page is turned, while somebody goes from step to step. */
  readonly kept?: string;
  /** Somebody goes from step to step. */
  readonly stepping: boolean;
  /** The statement in focus, in the step with this key. */
  readonly focus?: { readonly step: string; readonly statement: string };
  /** First row in sight, in the step with this key. */
  readonly scroll?: { readonly step: string; readonly from: number };
  readonly open: boolean;
  /** Only the step at work stands above the document, for a large type on a projector. */
  readonly large: boolean;
  readonly panel?: 'help' | 'search';
  readonly query: string;
  readonly hit: number;
  /** Something to say until the next key. */
  readonly message?: string;
  /** The message is over as soon as the run pauses. */
  readonly untilPaused?: true;
  /** What the next key confirms, or what keeps keys from doing anything. */
  readonly asks?: 'quit' | 'suspend';
};

export const initialUi: Ui = { stepping: false, open: false, large: false, query: '', hit: 0 };

export function keyOfPlace({ runbook, step }: StepPlace): string {
  return keyOf(runbook.file, step.id);
}

type InSight = { readonly entries: readonly Entry[]; readonly place: StepPlace | undefined };

/** Looks at the step before (-1) or after (1) the one in sight; headings are passed over. */
export function moved(ui: Ui, { entries, place: shown }: InSight, by: 1 | -1): Ui {
  const steps = entries.flatMap(({ place }) => place ?? []);
  const at = steps.findIndex((place) => isSamePlace(place, shown));
  const next = steps[Math.max(0, Math.min(steps.length - 1, at + by))];
  return next === undefined ? ui : lookingAt(ui, next);
}

export function lookingAt({ scroll: _, focus: _focus, ...ui }: Ui, place: StepPlace, statement?: string): Ui {
  const step = keyOfPlace(place);
  return { ...ui, step, ...(statement === undefined ? {} : { focus: { step, statement } }) };
}

/** Follows the run again. */
export function following({ step: _, scroll: _scroll, focus: _focus, kept: _kept, ...ui }: Ui): Ui {
  return ui;
}

/** The page is turned: the step that ran no longer stays. */
export function turned({ kept: _, ...ui }: Ui): Ui {
  return ui;
}

/** The place that is looked at, if somebody chose one and it is still there, or that stays. */
export function chosenPlace(ui: Ui, entries: readonly Entry[]): StepPlace | undefined {
  const wanted = ui.step ?? ui.kept;
  return entries.find(({ key, place }) => place !== undefined && key === wanted)?.place;
}

/** Whether the screen shows something else than where the run is. */
export function isAway(ui: Ui): boolean {
  return ui.step !== undefined || ui.scroll !== undefined || ui.focus !== undefined;
}
