import type { RunEvent } from '../../engine/model/event.ts';
import type { Reporter } from '../../engine/model/reporter.ts';
import { reporters } from '../../engine/report/registry.ts';
import type { Line } from '../text/line.ts';
import { printedLines } from '../text/printed-lines.ts';
import { wrappedLine } from '../text/wrap.ts';
import { stepBlock } from './step-block.ts';
import type { View } from './view.ts';

/** What has gone to the terminal's scroll-back, and how wide the paper is now. */
export type Paper = { readonly room: number; readonly color: boolean };

/** Widest rows of the scroll-back: on a very wide terminal the times would stand far from what took them. */
const widest = 120;

/** Events that are shown in the words of the text reporter; steps have blocks of their own. */
const shownEvents: ReadonlySet<RunEvent['type']> = new Set([
  'run-started',
  'diagnostic',
  'notice',
  'runbook-started',
  'runbook-skipped',
  'cleanup-started',
  'left-behind',
  'opaque-images',
  'run-finished',
]);

/** Writes the scroll-back: what is over and done with, in order. */
export class History {
  readonly #reporter: Reporter;
  readonly #paper: () => Paper;
  #said = '';

  constructor(paper: () => Paper) {
    this.#paper = paper;
    const options = {
      verbose: false,
      get color() {
        return paper().color;
      },
      get columns() {
        return Math.min(paper().room, widest);
      },
    };
    this.#reporter = reporters.text((text) => {
      this.#said += text;
    }, options);
  }

  /** Lines that an event adds; `before` and `after` are the view on both sides of it. */
  linesOf(event: RunEvent, before: View, after: View): readonly Line[] {
    this.#said = '';
    this.#reporter.onEvent(event);
    if (event.type === 'step-finished') return this.#step(event.step, before, after);
    if (!shownEvents.has(event.type)) return [];
    const room = Math.min(this.#paper().room - indentOf(event), widest);
    return printedLines(this.#said).flatMap((line) => wrappedLine(line, room));
  }

  #step(id: string, before: View, after: View): readonly Line[] {
    const runbook = after.run.runbooks[after.run.current ?? ''];
    const step = runbook?.runbook?.steps.find((item) => item.id === id);
    if (runbook === undefined || step === undefined) return [];
    const { outcome, reason } = runbook.steps[id] ?? {};
    if (outcome === 'skipped' && reason === 'not selected') return [];
    const { room, color } = this.#paper();
    return stepBlock(
      after,
      { runbook, step, statements: before.finished },
      { room: Math.min(room, widest), color },
    );
  }
}

/** What a run came to is indented where it is shown at last. */
function indentOf({ type }: RunEvent): number {
  return type === 'run-finished' || type === 'diagnostic' ? 2 : 0;
}
