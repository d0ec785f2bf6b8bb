import type { Command, Refusal } from '../engine/model/control.ts';
import type { Screen } from './view/screen.ts';
import type { View } from './view/view.ts';

type Looking = { readonly view: View; readonly screen: Screen };

/** Runs up to the step that is looked at. */
export function commandToHere(looking: Looking): Command | Refusal {
  const { at, here, step } = placesOf(looking);
  if (step === undefined || at <= here)
    return { refused: 'Look at a later step of this page first: ↓ or /.' };
  return { type: 'next', until: step };
}

/** Runs the step that is looked at again, alone or with all behind it: what they did stays done. */
export function commandBack(action: 'again' | 'back-to', looking: Looking): Command | Refusal {
  const { at, here, step } = placesOf(looking);
  if (step === undefined) return { refused: 'This step is of another page, which does not run now.' };
  if (at > here) return { refused: 'This step has not run yet: t runs up to it.' };
  return { type: 'back', step, ...(action === 'again' ? { only: true } : {}) };
}

/** Where the step that is looked at stands among those of the page that runs, and where the run stands. */
function placesOf({ view, screen }: Looking) {
  const { run } = view;
  const steps = run.runbooks[run.current ?? '']?.runbook?.steps ?? [];
  const indexOf = (wanted: string | undefined): number => steps.findIndex(({ id }) => id === wanted);
  const isHere = screen.place?.runbook.file === run.current;
  const step = isHere ? screen.place?.step.id : undefined;
  return { step, at: indexOf(step), here: indexOf(run.pause?.step ?? view.step) };
}
