import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/engine/model/record.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { differencesIn } from '../../../../src/engine/record/differences.ts';
import { driftOf } from '../../../../src/engine/record/drift.ts';
import { readRecord } from '../../../../src/engine/record/read-record.ts';
import { recordJson } from '../../../../src/engine/record/record-json.ts';
import { renewRecord } from '../../../../src/engine/record/renew-record.ts';
import { runs } from '../../../helpers/budget.ts';
import { cpuTime } from '../../../helpers/growth.ts';

const text = '# Page\n\n```bash name=look\nkubectl get pods\n```\n';
const { runbook } = parse({ file: 'page.md', path: '/page.md', text });

/** A record of the page in which its command printed these lines. */
function recordOf(lines: readonly string[]): RunRecord {
  const statement = { source: ['kubectl get pods'], outcome: 'passed' } as const;
  const printed = lines.length === 0 ? {} : { stdout: { lines } };
  const segments = [{ statements: [{ ...statement, ...printed }], expectations: [] }];
  return {
    format: 2,
    verified: '2026-01-31',
    by: 'runbook 0.1.0',
    target: { name: 'local', simulated: false, clusters: {}, tools: {} },
    seconds: 0,
    head: [],
    prose: '',
    blocks: [{ step: 'page', block: 'look', fence: 'bash', segments }],
  };
}

/** Lines of which some are alike, some the same, and some may as well not be there. */
const lines = fc.array(
  fc.oneof(
    fc.constantFrom('web 1/1', 'db 1/1', 'db 0/1', ''),
    fc.nat(59).map((age) => `web ${age}s`),
    fc.nat(255).map((octet) => `svc 10.96.0.${octet} 9080/TCP`),
    fc.nat(9).map((done) => `Waiting for deployment "web" rollout to finish: ${done} of 9`),
    fc.string(),
  ),
  { maxLength: 8 },
);

it('a record that is made anew says what the run came to, in the words of before where they do', () => {
  fc.assert(
    fc.property(lines, lines, (earlier, later) => {
      const [before, now] = [recordOf(earlier), recordOf(later)];
      const renewed = renewRecord(runbook, now, before);
      expect(differencesIn(runbook, now, renewed)).toEqual([]);
      expect(renewRecord(runbook, now, renewed)).toEqual(renewed);
      const isLike = differencesIn(runbook, now, before).length === 0;
      if (isLike) expect(recordJson(renewed)).toBe(recordJson(before));
    }),
    { numRuns: runs(350) },
  );
});

it('a run that printed just what was recorded differs in nothing', () => {
  fc.assert(
    fc.property(lines, (printed) => {
      const record = recordOf(printed);
      expect(differencesIn(runbook, record, recordOf(printed))).toEqual([]);
      expect(renewRecord(runbook, record, record)).toEqual(record);
    }),
  );
});

it('whatever stands in the file, a record is read or refused with a place in it', () => {
  const whole = recordJson(recordOf(['web 1/1']));
  const broken = fc
    .tuple(
      fc.nat(whole.length),
      fc.nat(12),
      fc.oneof(fc.string(), fc.constantFrom('{', '[]', '"', '1', 'null')),
    )
    .map(([at, length, piece]) => whole.slice(0, at) + piece + whole.slice(at + length));
  fc.assert(
    fc.property(fc.oneof(broken, fc.json(), fc.string()), (content) => {
      const read = readRecord({ file: 'page.record.json', text: content });
      if ('record' in read) return void driftOf(runbook, read.record);
      const { start, end } = read.diagnostic.span ?? {};
      expect(start?.offset).toBeLessThanOrEqual(end?.offset ?? -1);
      expect(end?.offset).toBeLessThanOrEqual(content.length);
    }),
    { numRuns: runs(700) },
  );
});

it('a long page that has changed all over is compared in less time than it takes to read it', () => {
  const page = (word: string) =>
    Array.from({ length: 2000 }, (_, at) => `## Step ${at}\n\n\`\`\`bash\necho ${word} ${at}\n\`\`\`\n`).join(
      '\n',
    );
  const parsed = (content: string) => parse({ file: 'page.md', path: '/page.md', text: content }).runbook;
  const { steps } = parsed(page('before'));
  const blocks = steps.map(({ id }, at) => ({
    step: id,
    block: id,
    fence: 'bash',
    segments: [
      { statements: [{ source: [`echo before ${at}`], outcome: 'passed' as const }], expectations: [] },
    ],
  }));
  const now = parsed(page('now'));
  const reading = cpuTime(() => parsed(page('now')));
  const comparing = cpuTime(() => expect(driftOf(now, { ...recordOf([]), blocks })).toHaveLength(2000));
  expect(comparing / reading).toBeLessThan(1);
});
