import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import type { ReporterOptions } from '../../../../src/engine/model/reporter.ts';
import { reporters } from '../../../../src/engine/report/registry.ts';
import { play } from '../../../helpers/play.ts';

const plain: ReporterOptions = { color: false, columns: 100, verbose: false };

function told(
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

/** Takes out what differs from run to run. */
function normalized(text: string): string {
  return text
    .replace(/\b\d+(?:\.\d+)? m?s\b/g, 'TIME')
    .replace(/\b\d+ (?=in TIME|in \d+ tries)/g, 'N ')
    .replace(/in \d+ tries/g, 'in N tries');
}

describe('the text reporter', () => {
  it.each(['passes', 'fails', 'differs', 'exits', 'background', 'skips', 'outputs'])(
    'tells of run/%s.md',
    async (name) => {
      const { events } = await play([`run/${name}.md`]);
      await expect(normalized(told(events))).toMatchFileSnapshot(`../../../goldens/report/text/${name}.txt`);
    },
  );

  it('says plainly that something is simulated', async () => {
    const { events } = await play(['run/passes.md']);
    const simulated = events.map((event) =>
      event.type === 'run-started'
        ? { ...event, target: { ...event.target, name: 'sandbox', simulated: true, summary: 'the sandbox' } }
        : event,
    );
    const text = told(simulated);
    expect(text).toMatch(/^target {2}SIMULATED {2}the sandbox\n/);
    expect(text).toMatch(/\npassed on the sandbox \(simulated\) in/);
  });

  it('uses colour only when asked to', async () => {
    const { events } = await play(['run/passes.md']);
    expect(told(events)).not.toContain('\u001b');
    expect(told(events, { ...plain, color: true })).toContain('\u001b[32m');
  });

  it('lets no output steer the terminal', async () => {
    const { events } = await play(['run/passes.md']);
    const steering = events.map((event) =>
      event.type === 'output' ? { ...event, text: 'a\u001b[2Jb\rc\u0007\n' } : event,
    );
    const text = told(steering, { ...plain, verbose: true });
    expect(text).toContain('ab\ufffdc\ufffd');
    expect([...text].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
  });
});

describe('what a run found on its clusters', () => {
  const look = {
    title: 'pods in shop that are not ready',
    lines: ['web-1  0/1  ImagePullBackOff', 'web-2\u001b[2J  0/1  Pending'],
    command: 'kubectl --context kind-east -n shop get pods',
  };
  const objects = [
    { context: 'kind-east', resource: 'namespace', name: 'shop', holds: 12, runbook: 'shop.md' },
    { context: 'kind-east', resource: 'service', name: 'web', namespace: 'default', runbook: 'shop.md' },
    { context: 'kind-west', resource: 'configmap', name: 'found', namespace: 'default' },
  ];

  /** The events of a run that failed, with what it would have found on a target. */
  async function foundOn(name: string): Promise<readonly RunEvent[]> {
    const { events } = await play(['run/exits.md']);
    return events.flatMap((event): RunEvent[] => {
      const { seq, atMs } = event;
      switch (event.type) {
        case 'run-started':
          return [{ ...event, target: { ...event.target, name } }];
        case 'statement-finished': {
          const { statement, outcome } = event;
          const cause = 'Pod `web-1` does not start.';
          const found: RunEvent = { seq, atMs, type: 'diagnosis', statement, cause, looks: [look, look] };
          return outcome === 'failed' ? [event, found] : [event];
        }
        case 'run-finished':
          return [{ seq, atMs, type: 'left-behind', objects }, event];
        default:
          return [event];
      }
    });
  }

  it('is told below the failure and at the end, with the commands for it', async () => {
    const text = normalized(told(await foundOn('cluster')));
    await expect(text).toMatchFileSnapshot('../../../goldens/report/text/found.txt');
  });

  it('needs no removing on the sandbox, which takes it along', async () => {
    const text = told(await foundOn('sandbox'));
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
    await expect(normalized(told(events))).toMatchFileSnapshot('../../../goldens/report/text/retried.txt');
  });
});

describe('the ndjson reporter', () => {
  it('writes each event as a line', async () => {
    const { events } = await play(['run/passes.md']);
    const lines = told(events, plain, 'ndjson').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(events)));
  });
});
