/**
 * Records the runs that the tests of the terminal UI show again: `node test/unit/tui/record-run.ts`. Real runs, led by
 * commands as a person would give them; times are as they were.
 */
import { writeFileSync } from 'node:fs';
import type { Command } from '../../../src/engine/model/control.ts';
import type { RunEvent } from '../../../src/engine/model/event.ts';
import type { Target } from '../../../src/engine/model/target.ts';
import { RunControl } from '../../../src/engine/run/control.ts';
// Read before the clock of any run: it is loaded with the first question.
import '../../../src/sandbox/clusters.ts';
import { sandboxTarget } from '../../../src/targets/sandbox.ts';
import { play } from '../../helpers/play.ts';

type Recorded = {
  readonly file: string;
  readonly answers: readonly Command[];
  readonly target?: Target;
};

const runs: Readonly<Record<string, Recorded>> = {
  tour: {
    file: 'tui/tour.md',
    answers: [{ type: 'next' }, { type: 'resume' }, { type: 'done' }, { type: 'retry' }, { type: 'skip' }],
  },
  clusters: {
    file: 'tui/clusters.md',
    answers: [{ type: 'resume' }, { type: 'skip' }],
    target: sandboxTarget({ latency: 20 }),
  },
};

for (const [name, { file, answers, target }] of Object.entries(runs)) {
  const control = new RunControl({ paused: true });
  const left = [...answers];
  const { events } = await play([file], {
    control,
    ...(target === undefined ? {} : { target }),
    plan: { interactive: true },
    onEvent: (event: RunEvent) => {
      if (event.type !== 'run-paused') return;
      const refusal = control.send(left.shift() ?? { type: 'quit' });
      if (refusal !== undefined) throw new Error(`${event.pause.why}: ${refusal.refused}`);
    },
  });
  const lines = events.map((event) => `${JSON.stringify(withoutFolder(event))}\n`);
  writeFileSync(new URL(`../../fixtures/runs/${name}.ndjson`, import.meta.url), lines.join(''));
}

/** Paths of this machine are no part of a fixture. */
function withoutFolder(event: RunEvent): RunEvent {
  const root = new URL('../../fixtures/', import.meta.url).pathname;
  return JSON.parse(JSON.stringify(event).replaceAll(root, '/docs/'));
}
