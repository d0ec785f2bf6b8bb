import { directiveOf, refusal } from '../../format/arrows/check-line.ts';
import { expectation, helpers } from './helpers.ts';
import { isText, readExpression, type Scope, type Text, type Value } from './javascript.ts';
import { asCommand, asWord } from './shell-text.ts';
import type { MochaTest } from './test-file.ts';

/** What is known while the statements of a test are read. */
type State = {
  scope: Map<string, Value>;
  /** Commands by the name that the test gives their output. */
  readonly commands: Map<string, string>;
  /** The commands that are written, each with its checks. */
  readonly written: { readonly command: string; readonly checks: string[] }[];
  readonly within: string;
};

/** A test as lines of bash with expectations; undefined when something in it has no counterpart. */
export function translate(test: MochaTest, within: string): readonly string[] | undefined {
  if (test.open || test.statements.length === 0) return undefined;
  const state: State = { scope: new Map(test.scope), commands: new Map(), written: [], within };
  if (!test.statements.every((statement) => take(statement, state))) return undefined;
  if (state.written.length === 0) return undefined;
  return state.written.flatMap(({ command, checks }) => [command, ...checks]);
}

function take(statement: string, state: State): boolean {
  return (
    takeHelper(statement, state) ||
    takeLookup(statement, state) ||
    takeCommand(statement, state) ||
    takeCheck(statement, state) ||
    takeName(statement, state)
  );
}

/** `return helpers.checkDeployment({ … })` */
function takeHelper(statement: string, { scope, within, written }: State): boolean {
  const [, name = '', given = ''] =
    /^(?:return\s+)?(?:await\s+)?helpers(?:Http)?\.(\w+)\(\s*(\{[\s\S]*\})\s*\)$/.exec(statement) ?? [];
  const helper = Object.hasOwn(helpers, name) ? helpers[name] : undefined;
  const value = helper && readExpression(given, scope);
  if (!helper || typeof value !== 'object' || !('fields' in value)) return false;
  const lines = helper(value.fields, within);
  if (lines === undefined || !lines.every(isTaken)) return false;
  written.push(...lines.map((command) => ({ command, checks: [] })));
  return true;
}

/** `return dns.lookup(process.env.HOST, (err, address) => { expect(address).to.be.an.ip; done(); })` */
function takeLookup(statement: string, { scope, within, written }: State): boolean {
  const [, host = ''] =
    /^return dns\.lookup\(([^,]+),\s*\(\w+, (?:address)[^)]*\)\s*=>\s*\{\s*expect\(address\)\.to\.be\.an\.ip;\s*done\(\);\s*\}\)$/.exec(
      statement,
    ) ?? [];
  const name = readExpression(host, scope);
  if (!isText(name)) return false;
  written.push({
    command: `getent hosts ${asWord(name)}`,
    checks: [directiveOf({ words: `within ${within} exit`, text: '0' })],
  });
  return true;
}

function isTaken(line: string): boolean {
  const [, words, text] = /^# expect(?: ([^:]+))?: ([\s\S]*)$/.exec(line) ?? [];
  return text === undefined || refusal({ ...(words === undefined ? {} : { words }), text }) === undefined;
}

/** `let cli = chaiExec("…")`, `command = helpers.getOutputForCommand({ command: "…" }).replaceAll("'", "")` */
function takeCommand(statement: string, state: State): boolean {
  const [, name = '', called = '', plain = ''] =
    /^(?:(?:const|let|var)\s+)?(\w+)\s*=\s*(?:await\s+)?(?:helpers\.getOutputForCommand\(\s*\{\s*command:([\s\S]*)\}\s*\)|chaiExec\(([\s\S]*)\))(?:\.replaceAll\("'", ""\))?(?:\.trim\(\))?$/.exec(
      statement,
    ) ?? [];
  if (name === '') return false;
  const command = readExpression(called || plain, state.scope);
  if (!isText(command)) return false;
  // A command whose output goes into another one is given a variable: only then is it written.
  for (const part of command) {
    const inner = typeof part === 'string' ? undefined : state.commands.get(part.variable);
    if (inner !== undefined && typeof part !== 'string') {
      state.written.push({ command: `${part.variable}=$(${inner})`, checks: [] });
      state.commands.delete(part.variable);
    }
  }
  state.commands.set(name, asCommand(command));
  state.scope.set(name, [{ variable: name }]);
  return true;
}

const checks: readonly (readonly [
  form: RegExp,
  check: (found: readonly Text[], state: State) => string | undefined,
])[] = [
  [
    /^\.to\.exit\.with\.code\((\d+)\)$/,
    ([code = []], { within }) =>
      asCommand(code) === '0' ? '' : directiveOf({ words: `within ${within} exit`, text: asCommand(code) }),
  ],
  [
    /^(?:\.output|\.stdout)?\.to\.(?:contain|include)\(([\s\S]*)\)$/,
    ([text = []], { within }) => expectation({ within, not: false }, text),
  ],
  [
    /^(?:\.output|\.stdout)?\.(?:not\.to|to\.not)\.(?:contain|include)\(([\s\S]*)\)$/,
    ([text = []], { within }) => expectation({ within, not: true }, text),
  ],
  [
    /^(?:\.output|\.stdout)?\.to\.equal\(([\s\S]*)\)$/,
    ([text = []], { within }) =>
      directiveOf({ words: `exact within ${within}`, text: asCommand(text).replace(/^'(.*)'$/, '$1') }),
  ],
  [
    /^\.to\.have\.output\.that\.matches\(new RegExp\(([\s\S]*)\)\)$/,
    ([text = []], { within }) => directiveOf({ words: `regex within ${within}`, text: asCommand(text) }),
  ],
  [/^\.stderr\.(?:to\.be|should\.be)\.empty$/, () => '# expect stderr: no output'],
];

/** `expect(cli).output.to.contain("…")`, `cli.should.exit.with.code(0)` */
function takeCheck(statement: string, state: State): boolean {
  const variable = /^expect\(process\.env\.(\w+)\)\.(?:to\.not|not\.to)\.be\.empty$/.exec(statement)?.[1];
  if (variable !== undefined) {
    state.written.push({ command: `: "\${${variable}:?}"`, checks: [] });
    return true;
  }
  const [, one, other, rest = ''] =
    /^(?:expect\((\w+)\)|(\w+)(?=\.(?:should|stderr)))([\s\S]*)$/.exec(statement) ?? [];
  const name = one ?? other ?? '';
  const command = state.commands.get(name);
  if (command === undefined) return false;
  const asked = rest.replace(/^\.should\./, '.to.');
  for (const [form, check] of checks) {
    const found = form.exec(asked);
    if (!found) continue;
    const given = found.slice(1).map((text) => readExpression(text, state.scope));
    const texts = given.map((value) => (typeof value === 'number' ? [String(value)] : value));
    const line = texts.every(isText) ? check(texts, state) : undefined;
    if (line === undefined || !isTaken(line)) return false;
    ofCommand(command, state).push(...(line === '' ? [] : [line]));
    return true;
  }
  return false;
}

function ofCommand(command: string, { written }: State): string[] {
  const there = written.findLast((each) => each.command === command);
  if (there) return there.checks;
  const added = { command, checks: [] as string[] };
  written.push(added);
  return added.checks;
}

/** `let expected = "…"` */
function takeName(statement: string, state: State): boolean {
  const [, name, written = ''] = /^(?:const|let|var)\s+(\w+)\s*=\s*([\s\S]*)$/.exec(statement) ?? [];
  const value: Value | undefined =
    name === undefined ? undefined : readExpression(written, state.scope as Scope);
  if (name === undefined || value === undefined) return false;
  state.scope.set(name, value);
  return true;
}
