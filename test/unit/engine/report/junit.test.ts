import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { expectGolden } from '../../../helpers/golden.ts';
import { elements, readJunit } from '../../../helpers/junit-schema.ts';
import { sharedPlay } from '../../../helpers/play.ts';
import { eventsWithDiagnosis } from './events-with-diagnosis.ts';
import { normalized, runReporter, simulated } from './run-reporter.ts';

describe('the junit reporter', () => {
  it.each(['passes', 'fails', 'differs', 'exits', 'background', 'skips', 'earlier'])(
    'tells of run/%s.md',
    async (name) => {
      const { events } = await sharedPlay([`run/${name}.md`]);
      const xml = await runReporter('junit', events);
      readJunit(xml);
      expectGolden(normalized(xml), new URL(`../../../goldens/report/junit/${name}.xml`, import.meta.url));
    },
  );

  it('counts what is in it, with a suite for each runbook', async () => {
    const { events } = await sharedPlay(['run/fails.md', 'run/differs.md', 'run/builds-on-failure.md']);
    const suites = readJunit(await runReporter('junit', events));
    const count = (name: string, under = suites): string => String(elements(under, name).length);
    expect(suites.attributes).toMatchObject({
      tests: count('testcase'),
      failures: count('failure'),
      errors: count('error'),
    });
    expect(suites.children.map(({ attributes }) => attributes.file)).toEqual([
      'run/fails.md',
      'run/differs.md',
      'run/base-fails.md',
      'run/builds-on-failure.md',
    ]);
    for (const suite of suites.children) {
      expect(suite.attributes).toMatchObject({
        tests: count('testcase', suite),
        failures: count('failure', suite),
        errors: count('error', suite),
        skipped: count('skipped', suite),
      });
    }
    const names = elements(suites, 'testcase').map(
      ({ attributes }) => `${attributes.classname} ${attributes.name}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('tells what was found about a failure, and what is left behind', async () => {
    const events = await eventsWithDiagnosis('cluster');
    const own = events.map((event) =>
      event.type === 'left-behind'
        ? { ...event, objects: event.objects.map((object) => ({ ...object, runbook: 'run/exits.md' })) }
        : event,
    );
    const xml = await runReporter('junit', own);
    readJunit(xml);
    expectGolden(normalized(xml), new URL('../../../goldens/report/junit/found.xml', import.meta.url));
  });

  it('is well-formed whatever was printed, says what of it a reader can see, and stays small', async () => {
    const { events } = await sharedPlay(['run/hostile.md']);
    const xml = await runReporter('junit', events);
    const suites = readJunit(xml);
    const [output] = elements(suites, 'system-out');
    expect(output?.text).toContain('red \u2401\u2407\u2408');
    expect(output?.text).toContain(']]> <b> &amp; "q"\nover\n');
    expect(output?.text).toContain('<script>alert(1)</script>');
    expect(elements(suites, 'property')[0]?.attributes.value).toBe('Prints <what> | breaks reports ]]> *');
    const printed = events.reduce((sum, event) => sum + (event.type === 'output' ? event.text.length : 0), 0);
    expect(xml.length / printed).toBeLessThan(1);
  });

  it('says what it ran against, and that it was simulated', async () => {
    const { events } = await sharedPlay(['run/passes.md']);
    const suites = readJunit(await runReporter('junit', simulated(events)));
    const properties = elements(suites, 'property').map(({ attributes }) => [
      attributes.name,
      attributes.value,
    ]);
    expect(Object.fromEntries(properties)).toMatchObject({
      target: 'sandbox',
      simulated: 'true',
      'cluster.CLUSTER1': 'kind-one',
      'cluster.CLUSTER1.version': 'v1.33.1+sandbox',
      'tool.kubectl': '1.33.1',
    });
  });

  it('has an error for a run that could not begin', async () => {
    const totals = {
      statements: { passed: 0, failed: 0, errored: 0, skipped: 0, cancelled: 0 },
      unchecked: 0,
    };
    const events = [
      {
        seq: 1,
        atMs: 1,
        type: 'diagnostic',
        diagnostic: { code: 'target/unreachable', severity: 'error', message: 'kind-one does not answer' },
      },
      { seq: 2, atMs: 2, type: 'run-finished', outcome: 'errored', totals },
    ] as unknown as readonly RunEvent[];
    const suites = readJunit(await runReporter('junit', events));
    expect(elements(suites, 'error').map(({ attributes }) => attributes.message)).toEqual([
      'kind-one does not answer',
    ]);
  });

  it('is whole and not green when the run breaks off, at any event', async () => {
    const { events } = await sharedPlay(['run/passes.md', 'run/skips.md']);
    for (let end = 0; end < events.length; end += 1) {
      const suites = readJunit(await runReporter('junit', events.slice(0, end)));
      const messages = elements(suites, 'error').map(({ attributes }) => attributes.message);
      expect(messages).toContain('the run did not come to its end');
    }
  });
});
