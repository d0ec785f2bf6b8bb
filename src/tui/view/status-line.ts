import { outcomeMarks } from '../../engine/report/style.ts';
import type { Situation } from '../key.ts';
import { type Line, span } from '../text/line.ts';
import { safe } from '../text/safe.ts';
import { styles } from '../text/styles.ts';
import { spread } from '../text/width.ts';
import type { Ui } from '../ui.ts';
import type { View } from './view.ts';
import type { Sight } from './window.ts';

type StatusInput = {
  readonly view: View;
  readonly ui: Ui;
  readonly situation: Situation;
  readonly sight: Sight;
  readonly room: number;
};

/** How the run stands, in a sentence, and how much of the document is out of sight. */
export function statusLine({ view, ui, situation, sight, room }: StatusInput): Line {
  // What there is to say needs the room.
  const right = ui.message === undefined ? scrollWords(sight) : [];
  return spread(messageLine({ view, ui, situation }), right, room);
}

function messageLine({ view, ui, situation }: Pick<StatusInput, 'view' | 'ui' | 'situation'>): Line {
  if (ui.message !== undefined) return [span(safe(ui.message), styles.warn)];
  if (ui.panel === 'help')
    return [span('All keys; any other key than PgUp and PgDn closes this', styles.accent)];
  if (ui.panel === 'search') return [span('enter goes there, ↑↓ choose, esc closes', styles.accent)];
  return standing(view, situation, ui.kept !== undefined);
}

function scrollWords({ above, below }: Sight): Line {
  if (above === 0 && below === 0) return [];
  const parts = [above > 0 ? `↑ ${above}` : '', below > 0 ? `↓ ${below}` : ''].filter((part) => part !== '');
  return [span(`${parts.join('  ')} more`, styles.faint)];
}

function standing(view: View, situation: Situation, kept: boolean): Line {
  switch (situation) {
    case 'running':
      return [span(`▸ ${runningWords(view)}`, styles.accent)];
    case 'paused':
      return [span(`‖ ${pausedWords(view)}`, styles.warnStrong)];
    case 'kept':
      return [span(`‖ ${keptWords(view)}: `, styles.warnStrong), span('enter turns to the next one')];
    case 'failed':
      return [span('✗ Failed: ', styles.badStrong), span('r runs it again, s goes on without it')];
    case 'manual':
      return [span('‖ Your turn: ', styles.warnStrong), span('do it, then d for done or f for failed')];
    case 'confirm':
      return [
        span(`‖ ${safe(view.run.pause?.question ?? 'Run this?')} `, styles.warnStrong),
        span('y runs it, s leaves it out'),
      ];
    case 'stopping':
      return [span('■ Stopping: ', styles.warnStrong), span('cleanup runs; q once more stops at once')];
    case 'over': {
      const outcome = view.run.outcome ?? 'errored';
      const style = outcome === 'passed' ? styles.good : styles.badStrong;
      return [
        span(`${outcomeMarks[outcome].mark} The run is over: ${outcome}. `, style),
        span(kept ? 'enter leaves' : 'q leaves'),
      ];
    }
    default:
      return situation satisfies never;
  }
}

function runningWords({ run, step }: View): string {
  const runbook = run.runbooks[run.current ?? ''];
  if (run.target === undefined) return 'Starting: clusters and tools are looked at';
  if (runbook?.runbook === undefined) return 'Looking at what is there already';
  if (runbook.cleaning) return 'Cleaning up';
  const steps = runbook.runbook.steps;
  const at = steps.findIndex(({ id }) => id === step);
  return at === -1 ? 'Running' : `Running step ${at + 1} of ${steps.length}`;
}

/** How far the run is, while the step that ran last is in sight. */
function keptWords({ run }: View): string {
  const steps = run.runbooks[run.current ?? '']?.runbook?.steps ?? [];
  const next = steps.findIndex(({ id }) => id === run.pause?.step);
  return next < 1 ? 'This step has run' : `${next} of ${steps.length} steps are behind you`;
}

function pausedWords({ run }: View): string {
  const steps = run.runbooks[run.current ?? '']?.runbook?.steps ?? [];
  const at = steps.findIndex(({ id }) => id === run.pause?.step) + 1;
  if (run.pause?.why === 'step') return `Paused before step ${at} of ${steps.length}: enter runs it`;
  if (run.pause?.why === 'reloaded') return 'The new text is in: enter goes on here';
  return 'Paused before the next command: enter goes on';
}
