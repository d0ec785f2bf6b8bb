import { readExpression, type Scope, type Value } from './javascript.ts';

/** One `it` of a test file of mocha: its title as written, the statements of its body, and what it knows by name. */
export type MochaTest = {
  readonly title: string;
  readonly statements: readonly string[];
  readonly scope: Scope;
  /** It stands in a loop over what could not be read. */
  readonly open: boolean;
};

/** Reads the tests of a file; a loop over a list that is written out gives a test for each item. */
export function readTests(source: string): readonly MochaTest[] {
  return walk(source.replace(/^\s*\/\/.*$/gm, ''), { scope: new Map(), open: false });
}

type Around = { readonly scope: Scope; readonly open: boolean };

function walk(source: string, around: Around): readonly MochaTest[] {
  const tests: MochaTest[] = [];
  let { scope } = around;
  for (const statement of statementsOf(source)) {
    const [, name, written = ''] = /^(?:const|let|var)\s+(\w+)\s*=\s*([\s\S]*)$/.exec(statement) ?? [];
    const loop = /^(\w+)\.forEach\(\s*(?:async\s*)?\(?\s*(\w+)\s*\)?\s*=>\s*\{/.exec(statement);
    if (name !== undefined) scope = withName(scope, name, readExpression(written, scope));
    else if (loop) tests.push(...looped(statement, loop, { ...around, scope }));
    else if (/^describe(?:\.\w+)?\s*\(/.test(statement))
      tests.push(...walk(bodyOf(statement), { ...around, scope }));
    else if (/^it(?:\.\w+)?\s*\(/.test(statement)) tests.push(testOf(statement, { ...around, scope }));
  }
  return tests;
}

function withName(scope: Scope, name: string, value: Value | undefined): Scope {
  const next = new Map(scope);
  if (value === undefined) next.delete(name);
  else next.set(name, value);
  return next;
}

function looped(statement: string, loop: RegExpExecArray, { scope, open }: Around): readonly MochaTest[] {
  const [, name = '', item = ''] = loop;
  const over = scope.get(name);
  const body = bodyOf(statement);
  if (typeof over !== 'object' || !('items' in over)) return walk(body, { scope, open: true });
  return over.items.flatMap((value) => walk(body, { scope: withName(scope, item, value), open }));
}

function testOf(statement: string, { scope, open }: Around): MochaTest {
  const inside = statement.slice(statement.indexOf('(') + 1, statement.lastIndexOf(')'));
  const comma = topLevel(inside, /,/y);
  const title = inside.slice(0, comma).trim();
  const act = inside.slice(comma + 1).trim();
  const arrow = /^(?:async\s*)?(?:function\s*\w*\s*)?\([^)]*\)\s*(?:=>)?\s*([\s\S]*)$/.exec(act)?.[1] ?? '';
  const body = arrow.startsWith('{') ? arrow.slice(1, arrow.lastIndexOf('}')) : arrow;
  return { title, statements: statementsOf(body), scope, open };
}

/** The body of the function that a call is given. */
function bodyOf(statement: string): string {
  const arrow = /=>\s*\{|function\s*\w*\s*\([^)]*\)\s*\{/.exec(statement);
  if (!arrow) return '';
  return statement.slice(arrow.index + arrow[0].length, statement.lastIndexOf('}'));
}

/** Statements at the top of a text, without the semicolons behind them. */
function statementsOf(source: string): readonly string[] {
  const found: string[] = [];
  let rest = source;
  while (rest.trim() !== '') {
    // A line that goes on with a point, a bracket or an operator belongs to the one above.
    const end = topLevel(rest.trimStart(), /;|\n(?!\s*[.+)\]}?:&|,])/y);
    const text = rest.trimStart();
    const statement = text.slice(0, end).trim();
    if (statement !== '' && statement !== ';') found.push(statement);
    rest = text.slice(Math.max(1, end + 1));
  }
  return found;
}

/** Where a form stands outside of brackets and quotes; the length of the text when it doesn't. */
function topLevel(text: string, form: RegExp): number {
  const token =
    /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|[([{]|[)\]}]|\/\/[^\n]*/y;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    form.lastIndex = at;
    if (depth === 0 && form.test(text)) return at;
    token.lastIndex = at;
    const [found] = token.exec(text) ?? [];
    if (found !== undefined && /^[([{]$/.test(found)) depth += 1;
    if (found !== undefined && /^[)\]}]$/.test(found)) depth -= 1;
    at += found?.length ?? 1;
  }
  return text.length;
}
