import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadRunbook, resolveBeside } from '../../../../src/engine/load.ts';
import type { RunEvent } from '../../../../src/engine/model/event.ts';
import { plan } from '../../../../src/engine/plan/plan.ts';
import { run } from '../../../../src/engine/run/run.ts';
import { localTarget } from '../../../../src/targets/local.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a page that stands in a folder of its own. */
async function runPage(text: string): Promise<readonly RunEvent[]> {
  const path = join(folder, 'page.md');
  writeFileSync(path, text);
  const { runbook, diagnostics } = loadRunbook({ file: 'page.md', path });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { plan: planned } = plan([runbook], { interactive: false }, resolveBeside);
  const events: RunEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of run(planned, { target: localTarget, signal })) events.push(event);
  return events;
}

const outcomes = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'statement-finished' ? [event.outcome] : []));
const printed = (events: readonly RunEvent[]) =>
  events.flatMap((event) => (event.type === 'attempt-finished' ? [event.output.stderr.text] : [])).join('');
const fence = (info: string, ...lines: readonly string[]) =>
  [`\`\`\`${info}`, ...lines, '```', ''].join('\n');

describe('a fence with file=', () => {
  test('is written as it stands, for the time of the run, in any language', async () => {
    const events = await runPage(
      fence('yaml file=made/pod.yaml', 'kind: Pod', 'name: $HOME') +
        fence('js file=main.mjs', 'console.log("ran")') +
        fence('bash', 'cat made/pod.yaml', '# expect: name: $HOME', 'node main.mjs', '# expect: ran'),
    );
    expect(outcomes(events)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(existsSync(join(folder, 'made'))).toBe(false);
    expect(existsSync(join(folder, 'main.mjs'))).toBe(false);
  });

  test('is written where the shell is, and may be written again', async () => {
    const events = await runPage(
      fence('bash', 'cd "$(mktemp -d)"') +
        fence('text file=a.txt', 'one') +
        fence('text file=a.txt', 'two') +
        fence('bash', 'cat a.txt', '# expect exact: two'),
    );
    expect(outcomes(events)).toEqual(['passed', 'passed', 'passed', 'passed']);
  });

  test('leaves a file alone that the run did not make', async () => {
    writeFileSync(join(folder, 'pod.yaml'), 'mine\n');
    const events = await runPage(fence('yaml file=pod.yaml', 'a: b') + fence('bash', 'true'));
    expect(outcomes(events)).toEqual(['failed', 'skipped']);
    expect(printed(events)).toContain('pod.yaml is there already, and this run did not make it');
    expect(readFileSync(join(folder, 'pod.yaml'), 'utf8')).toBe('mine\n');
  });

  test('goes on with a file that has its lines already, and leaves it', async () => {
    writeFileSync(join(folder, 'pod.yaml'), 'a: b\n');
    const events = await runPage(fence('yaml file=pod.yaml', 'a: b') + fence('bash', 'cat pod.yaml'));
    expect(outcomes(events)).toEqual(['passed', 'passed']);
    expect(existsSync(join(folder, 'pod.yaml'))).toBe(true);
  });

  test('does not follow a link out of its folder', async () => {
    const elsewhere = join(folder, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(join(folder, 'work'));
    symlinkSync(elsewhere, join(folder, 'work/out'));
    const events = await runPage(fence('bash', 'cd work') + fence('text file=out/a.txt', 'x'));
    expect(outcomes(events)).toEqual(['passed', 'failed']);
    expect(printed(events)).toContain('is outside of');
    expect(existsSync(join(elsewhere, 'a.txt'))).toBe(false);
  });

  test('is written into the folder that it names', async () => {
    mkdirSync(join(folder, 'app'));
    const events = await runPage(
      fence('text file=a.txt dir=app', 'x') + fence('bash', 'cat app/a.txt', '# expect: x'),
    );
    expect(outcomes(events)).toEqual(['passed', 'passed']);
  });
});

describe('a fence without lines and with file=', () => {
  test('runs what stands in the file, with its expectations, in the shell of the page', async () => {
    writeFileSync(
      join(folder, 'part.sh'),
      'greet() { echo "hello $1"; }\nWHO=you\necho set\n# expect: set\n',
    );
    const events = await runPage(
      fence('bash file=part.sh') + fence('bash', 'greet $WHO', '# expect: hello you'),
    );
    expect(outcomes(events)).toEqual(['passed', 'passed', 'passed', 'passed']);
    expect(events.at(-1)).toMatchObject({ totals: { expectations: { met: 2 } } });
  });

  test('fails where the file does, at the place of the fence', async () => {
    writeFileSync(join(folder, 'part.sh'), 'true\nfalse\n');
    const events = await runPage(`# Page\n\n${fence('bash file=part.sh')}`);
    expect(outcomes(events)).toEqual(['passed', 'failed']);
    const started = events.find((event) => event.type === 'runbook-started');
    const [block] = started?.runbook.steps[0]?.blocks ?? [];
    expect(block?.segments[0]?.statements.map(({ span }) => span.start.line)).toEqual([3, 3]);
    expect(block?.from).toBe('part.sh');
  });
});
