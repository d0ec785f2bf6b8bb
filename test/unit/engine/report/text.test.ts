import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import type { ReporterOptions } from '../../../../src/engine/model/reporter.ts';
import { reporters } from '../../../../src/engine/report/registry.ts';
import { play, playText, sharedPlay } from '../../../helpers/play.ts';
import { eventsWithDiagnosis } from './events-with-diagnosis.ts';
import { normalized } from './run-reporter.ts';

const plain: ReporterOptions = { color: false, columns: 100, verbose: false };

function runReporter(
  events: readonly RunEvent[],
  options: ReporterOptions = plain,
  name: keyof typeof reporters = 'text',
): string {
  let said = '';
  const reporter = reporters[name]((text) => {
    said += text;
  }, options);
  for (const event of events) reporter.onEvent(event);
  return said;
}

describe('the text reporter', () => {
  it.each(['passes', 'fails', 'differs', 'exits', 'background', 'skips', 'outputs', 'earlier'])(
    'tells of run/%s.md',
    async (name) => {
      const { events } = await sharedPlay([`run/${name}.md`]);
      await expect(normalized(runReporter(events))).toMatchFileSnapshot(
        `../../../goldens/report/text/${name}.txt`,
      );
    },
  );

  it('says plainly that something is simulated', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const simulated = events.map((event) =>
      event.type === 'run-started'
        ? { ...event, target: { ...event.target, name: 'sandbox', simulated: true, summary: 'the sandbox' } }
        : event,
    );
    const text = runReporter(simulated);
    expect(text).toMatch(/^target {2}SIMULATED {2}the sandbox\n/);
    expect(text).toMatch(/\npassed on the sandbox \(simulated\) in/);
  });

  it('uses colour only when asked to', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    expect(runReporter(events)).not.toContain('\u001b');
    expect(runReporter(events, { ...plain, color: true })).toContain('\u001b[32m');
  });

  it.each([
    ['all that a check judged', 'output exact', ['output    two', 'above     echo one', 'output    one']],
    ['the last output where only that is tried again', 'output exact within=1ms', ['output    two']],
  ])('shows %s', async (_, fence, shown) => {
    const page = `# Page\n\n\`\`\`bash\ntrue\necho one\necho two\n\`\`\`\n\n\`\`\`${fence}\nthree\n\`\`\`\n`;
    const { events } = await playText(page);
    const lines = normalized(runReporter(events)).split('\n');
    const from = lines.findIndex((line) => line.startsWith('    output '));
    const to = lines.indexOf('', from);
    expect(lines.slice(from, to).map((line) => line.trim())).toEqual(shown);
  });

  it('lets no output steer the terminal', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const steering = events.map((event) =>
      event.type === 'output' ? { ...event, text: 'a\u001b[2Jb\rc\u0007\n' } : event,
    );
    const text = runReporter(steering, { ...plain, verbose: true });
    expect(text).toContain('| c\u2407\n');
    expect([...text].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });
});

describe('verbose output', () => {
  it('has the lines that were printed, in however many pieces they came', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const pieces = events.flatMap((event): readonly RunEvent[] =>
      event.type === 'output'
        ? ['NAME', '   READ', 'Y\nweb', '    1/1\nlast'].map((text) => ({ ...event, text }))
        : [event],
    );
    const shown = runReporter(pieces, { ...plain, verbose: true }).split('\n');
    expect(shown.filter((line) => /^ {4}[|!] /.test(line)).slice(0, 3)).toEqual([
      '    | NAME   READY',
      '    | web    1/1',
      expect.stringMatching(/^ {4}\| last/),
    ]);
  });
});

describe('what a run found on its clusters', () => {
  it('is told below the failure and at the end, with the commands for it', async () => {
    const text = normalized(runReporter(await eventsWithDiagnosis('cluster')));
    await expect(text).toMatchFileSnapshot('../../../goldens/report/text/found.txt');
  });

  it('needs no removing on the sandbox, which takes it along', async () => {
    const text = runReporter(await eventsWithDiagnosis('sandbox'));
    expect(text).toContain(
      'left behind, gone with the sandbox: namespace/shop with 12 objects (kind-east, by shop.md), ',
    );
    expect(text).not.toContain('remove');
  });
});

describe('a run that was led by hand', () => {
  it('says so, at the statement and in the summary', async () => {
    const { RunControl } = await import('../../../../src/engine/run/control.ts');
    const control = new RunControl();
    const answers = [{ type: 'retry' }, { type: 'skip' }] as const;
    let pauses = 0;
    const { events } = await play(['run/retried.md'], {
      control,
      onEvent: (event) => event.type === 'run-paused' && control.send(answers[pauses++] ?? { type: 'quit' }),
    });
    await expect(normalized(runReporter(events))).toMatchFileSnapshot(
      '../../../goldens/report/text/retried.txt',
    );
  });
});

describe('the ndjson reporter', () => {
  it('writes each event as a line', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const lines = runReporter(events, plain, 'ndjson').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(events)));
  });
});
