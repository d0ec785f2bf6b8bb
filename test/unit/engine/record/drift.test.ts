import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../../src/engine/model/record.ts';
import { parse } from '../../../../src/engine/parse.ts';
import { driftOf } from '../../../../src/engine/record/drift.ts';
import { loadRecord } from '../../../../src/engine/record/load-record.ts';
import { recordedBlocks } from '../../../../src/engine/record/match-blocks.ts';

const path = fileURLToPath(new URL('../../../fixtures/record/page.md', import.meta.url));
const page = readFileSync(path, 'utf8');
const recorded = recordOf();

function recordOf(): RunRecord {
  const { record } = loadRecord({ file: 'page.md', path });
  if (record === undefined) throw new Error('the fixture has no record');
  return record;
}

/** The page with another text in a place that it has. */
function changed(...changes: readonly (readonly [from: string, to: string])[]) {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the page has no ${from}`);
    return text.replace(from, () => to);
  }, page);
}

/** What drift says of a text of the page, as `line:column code`, and its diff. */
function drift(text: string, record = recorded) {
  const { runbook } = parse({ file: 'page.md', path, text });
  return driftOf(runbook, record).map(({ code, span, diff }) => ({
    at: `${span?.start.line}:${span?.start.column} ${code}`,
    diff,
  }));
}

const placeOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('a page is as it was recorded', () => {
  it.for<[string, string]>([
    ['while nothing is changed', page],
    ['with other prose', changed(['Say it.', 'Say it loud, and `echo` it.'])],
    ['with another heading', changed(['## Greet', '## Welcome'])],
    ['with another name of a block', changed(['name=greet', 'name=welcome'])],
    [
      'with another spelling of a check',
      changed(['# expect row within 1500ms: a b — a note', '# expect   within 1500ms   row:  a    b']),
    ],
    [
      'with another spelling of a fence',
      changed([
        '```yaml apply name=settings cluster=$CLUSTER1',
        '```yml  apply   cluster="$CLUSTER1" name=settings',
      ]),
    ],
    ['with comments of its own between commands', changed(['echo "a  b"', '# Once more\necho "a  b"'])],
    [
      'with another time after which a command is given up',
      changed(['```bash manual', '```bash manual timeout=5m']),
    ],
    ['with another default context, which readers choose', changed(['kind-east-ag', 'kind-west-ag'])],
    ['with Windows line ends', page.replaceAll('\n', '\r\n')],
  ])('%s', ([, text]) => {
    expect(drift(text)).toEqual([]);
  });
});

function movedTo(): string {
  const from = page.indexOf('## Apply');
  const to = page.indexOf('## Look');
  return `${page.slice(0, from)}${page.slice(to).trimEnd()}\n\n${page.slice(from, to)}`;
}

describe('drift is found', () => {
  it.for<[string, string, string, string, string]>([
    [
      'in a command',
      'world"',
      'there"',
      'echo "$GREETING',
      '-echo "$GREETING world"\n+echo "$GREETING there"',
    ],
    [
      'in a manifest',
      'name: settings\n#',
      'name: setting\n#',
      '  name: setting',
      '-  name: settings\n+  name: setting',
    ],
    [
      'in what a check looks for',
      'row within 1500ms: a b',
      'row within 1500ms: a c',
      '# expect row',
      '-# expect row within 1500ms: a b\n+# expect row within 1500ms: a c',
    ],
    ['in expected output', 'hello world\n```', 'Hello world\n```', 'Hello', '-hello world\n+Hello world'],
    [
      'in an object that must be there',
      'namespace: demo }',
      'namespace: other }',
      'metadata: {',
      '-metadata: { name: settings, namespace: demo }\n+metadata: { name: settings, namespace: other }',
    ],
    [
      'in how long it may take to be there',
      'within=1m',
      'within=2m',
      '```yaml assert',
      '-yaml assert cluster=$CLUSTER1 within=1m\n+yaml assert cluster=$CLUSTER1 within=2m',
    ],
    [
      'in where a manifest goes',
      'namespace=demo',
      'namespace=other',
      '```yaml apply',
      '-yaml apply cluster=$CLUSTER1 namespace=demo\n+yaml apply cluster=$CLUSTER1 namespace=other',
    ],
    [
      'in what a wait line waits for',
      'port 8099',
      'http http://localhost:8099/',
      '# wait',
      '-# wait within 20s: port 8099\n+# wait within 20s: http http://localhost:8099/',
    ],
    [
      'when a block is left out',
      '```bash name=greet',
      '```bash skip name=greet',
      '```bash skip',
      '-bash\n+bash skip',
    ],
    [
      'when a person no longer does a block',
      '```bash manual',
      '```bash',
      '```bash\nopen',
      '-bash manual\n+bash',
    ],
    [
      'when a block no longer runs at the end',
      '```bash cleanup',
      '```bash',
      '```bash name=away',
      '-bash cleanup\n+bash',
    ],
    [
      'in a variable of the front matter',
      'GREETING: hello',
      'GREETING: hi',
      'env:',
      '-env: GREETING=hello\n+env: GREETING=hi',
    ],
  ])('%s', ([, from, to, place, diff]) => {
    const text = changed([from, to]);
    const [found, ...others] = drift(text);
    expect(others).toEqual([]);
    expect(found?.at).toMatch(new RegExp(`^${placeOf(text, place)}:\\d+ record/changed$`));
    expect(found?.diff).toContain(diff);
  });

  it('at the last line that is left when a line is gone', () => {
    const text = changed(['# expect: created\n', '']);
    expect(drift(text)).toEqual([
      {
        at: `${placeOf(text, '  name: settings')}:3 record/changed`,
        diff: expect.stringContaining('-# expect: created'),
      },
    ]);
  });

  it('when a block is new, or gone, and not of its neighbours', () => {
    const added = `${page}\n\`\`\`bash\necho new\n\`\`\`\n`;
    expect(drift(added)).toEqual([
      { at: `${placeOf(added, '```bash\necho new')}:1 record/not-recorded`, diff: undefined },
    ]);
    const gone = changed(['```bash manual\nopen http://localhost:8080/\n```', 'Open it.']);
    expect(drift(gone)).toEqual([
      { at: `${placeOf(gone, '## Look')}:1 record/gone`, diff: '-bash manual\n-open http://localhost:8080/' },
    ]);
  });

  it('when a block has moved, at the one that now comes later', () => {
    const text = movedTo();
    expect(drift(text)).toEqual([
      { at: `${placeOf(text, '```yaml apply')}:1 record/moved`, diff: undefined },
    ]);
  });

  it('as one change when a block has another name and another text', () => {
    const text = changed(['name=greet', 'name=welcome'], ['world"', 'there"']);
    expect(drift(text).map(({ at }) => at)).toEqual([`${placeOf(text, 'echo "$GREETING')}:1 record/changed`]);
  });
});

describe('a masked value', () => {
  const masked = (text: string) => JSON.parse(JSON.stringify(recorded).replaceAll(text, '***')) as RunRecord;

  it('stands for whatever the page says there, and for nothing else', () => {
    const record = masked('world');
    expect(drift(page, record)).toEqual([]);
    expect(drift(changed(['"$GREETING world"', '"$GREETING whole world"']), record)).toEqual([]);
    expect(drift(changed(['"$GREETING world"', '"$GREETING world" x']), record)).toHaveLength(1);
  });
});

describe('what was recorded of a block', () => {
  it('is found by the id that it has now, and only while it is the same', () => {
    const text = changed(['name=greet', 'name=welcome'], ['namespace=demo', 'namespace=other']);
    const { runbook } = parse({ file: 'page.md', path, text });
    const found = recordedBlocks(runbook, recorded);
    expect(found.get('welcome')?.block).toBe('greet');
    expect([...found.keys()]).toEqual(['welcome', 'look', 'by-hand', 'serve', 'away']);
  });
});
