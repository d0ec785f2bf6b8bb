import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { eventSchema } from '../../../../src/engine/report/event-schema.ts';
import { RunControl } from '../../../../src/engine/run/control.ts';
import { faultsIn } from '../../../helpers/json-schema.ts';
import { play, sharedPlay } from '../../../helpers/play.ts';
import { eventsWithDiagnosis } from './events-with-diagnosis.ts';
import { runReporter } from './run-reporter.ts';

const { $defs, anyOf } = eventSchema;

/** What the ndjson reporter writes of events, read again. */
async function written(events: readonly RunEvent[]): Promise<readonly Record<string, unknown>[]> {
  const lines = (await runReporter('ndjson', events)).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

function faults(event: unknown): readonly string[] {
  return faultsIn(event, { anyOf }, $defs);
}

describe('the schema of events', () => {
  it.each([
    ...['passes', 'fails', 'differs', 'exits', 'background', 'skips', 'outputs', 'ready', 'timeout'],
    ...['builds-on', 'builds-on-failure', 'retries', 'holds', 'secrets', 'ends-badly'],
  ])('describes every field of every event of run/%s.md', async (name) => {
    const { events } = await sharedPlay([`run/${name}.md`]);
    for (const event of await written(events)) expect(faults(event), String(event.type)).toEqual([]);
  });

  it('describes what is found on clusters, and pauses', async () => {
    const control = new RunControl();
    const answers = [{ type: 'retry' }, { type: 'skip' }] as const;
    let pauses = 0;
    const led = await play(['run/retried.md'], {
      control,
      onEvent: (event) => event.type === 'run-paused' && control.send(answers[pauses++] ?? { type: 'quit' }),
    });
    const events = await written([...led.events, ...(await eventsWithDiagnosis('cluster'))]);
    const types = new Set(events.map(({ type }) => type));
    for (const type of ['run-paused', 'run-resumed', 'diagnosis', 'left-behind'])
      expect(types).toContain(type);
    for (const event of events) expect(faults(event), String(event.type)).toEqual([]);
  });

  it('refuses an event without one of its fields, with a field of another type, or of an unknown type', async () => {
    const { events } = await sharedPlay(['run/fails.md']);
    const [started, ...others] = await written(events);
    for (const event of [started, ...others]) {
      for (const key of Object.keys(event ?? {})) {
        const { [key]: gone, ...rest } = event ?? {};
        if (['failure', 'reason'].includes(key)) continue;
        expect(faults(rest), `${event?.type} without ${key}`).not.toEqual([]);
        expect(faults({ ...event, [key]: typeof gone === 'object' ? 1 : {} }), key).not.toEqual([]);
      }
    }
    expect(faults({ seq: 1, atMs: 0, type: 'unheard-of' })).not.toEqual([]);
    expect(faults({ ...started, format: 2 })).not.toEqual([]);
  });

  it('uses every part that it defines', () => {
    const text = JSON.stringify(eventSchema);
    for (const name of Object.keys($defs)) expect(text).toContain(`#/$defs/${name}"`);
  });
});
