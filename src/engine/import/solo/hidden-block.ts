import { simpleCommands } from '../../shell/simple-commands.ts';
import { splitStatements } from '../../shell/split-statements.ts';
import { inOwnShell } from '../transcript/own-shell.ts';
import { type MochaTest, readTests } from './test-file.ts';
import { translate } from './translate.ts';

/** What a comment `<!--bash … -->` becomes: lines of bash, and the tests that could not be taken over. */
type HiddenBlock = { readonly lines: readonly string[]; readonly left: readonly MochaTest[] };

const defaultWithin = '2m';

/** Reads the commands of a comment. Those that write and run a test of mocha become what the test checks. */
export function readHidden(script: string): HiddenBlock {
  const { units, errors } = splitStatements(script);
  if (errors.length > 0 || !/\bmocha\b/.test(script)) {
    return { lines: inOwnShell(script.split('\n')), left: [] };
  }
  const left: MochaTest[] = [];
  const lines: string[] = [];
  const within = patience(script);
  for (const unit of units) {
    const text = script.slice(unit.from, unit.to);
    const javascript = writtenTest(text);
    if (javascript !== undefined) {
      for (const test of readTests(javascript)) {
        const done = translate(test, within);
        if (done) lines.push(...(lines.length > 0 ? [''] : []), ...titleLine(test), ...done);
        else left.push(test);
      }
    } else if (!isHarness(text)) lines.push(...text.split('\n'));
  }
  return { lines, left };
}

/** The title of a test as a comment, when it is one text. */
function titleLine({ title }: MochaTest): readonly string[] {
  const plain = (/^(["'`])([^$\n]*)\1$/.exec(title)?.[2] ?? '').trim();
  return plain === '' ? [] : [`# ${plain}`];
}

/** The test that a here-document writes: `cat <<'EOF' > ./test.js`. */
function writtenTest(text: string): string | undefined {
  const rows = text.split('\n');
  const [first = ''] = rows;
  if (!/<</.test(first) || !/\.js\b/.test(first)) return undefined;
  return rows.slice(1, -1).join('\n');
}

/** Commands that only run the test and tell which. */
function isHarness(text: string): boolean {
  const names = simpleCommands(text).map(({ name }) => name);
  return (
    names.includes('mocha') || (names.length === 1 && names[0] === 'echo' && /executing test/.test(text))
  );
}

/** How long mocha is run again and again: `timeout --signal=INT 3m mocha …`. */
function patience(script: string): string {
  const mocha = simpleCommands(script).find(({ name }) => name === 'mocha');
  const words = mocha?.via.find(({ name }) => name === 'timeout')?.words ?? [];
  return words.find(({ value }) => /^\d+[smh]$/.test(value))?.value ?? defaultWithin;
}
