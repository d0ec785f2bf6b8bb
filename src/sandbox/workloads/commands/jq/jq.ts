import { type Command, type CommandCall, FileError, pathOf, readAll } from '../command.ts';
import { type JqOptions, jqArguments } from './arguments.ts';
import { type Ast, JqError, JqSyntaxError, type Json } from './ast.ts';
import { parseJq } from './parse-jq.ts';
import { print } from './print.ts';
import { readValues } from './read-values.ts';
import { run, type Scope, scopeOf } from './run-jq.ts';
import { isTrue } from './values.ts';

/** Picks from JSON and changes it. @see https://jqlang.org/manual/ */
export const jq: Command = async (call) => {
  const options = jqArguments(call);
  if (typeof options === 'number') return options;
  try {
    const ast = parseJq(options.filter);
    return await answer(call, options, ast);
  } catch (error) {
    if (error instanceof RangeError) return fail(call, `error: ${tooLong}`, 5);
    if (error instanceof FileError || error instanceof JqError)
      return fail(call, `error: ${error.message}`, 2);
    if (!(error instanceof JqSyntaxError)) throw error;
    if (error.message.startsWith('sandbox: ')) {
      call.io.stderr(`${error.message}\n`);
      return 3;
    }
    call.io.stderr(`jq: ${error.message}\njq: 1 compile error\n`);
    return 3;
  }
};

const tooLong = 'sandbox: filters of jq that take so many steps are not simulated';

function fail({ io }: CommandCall, text: string, code: number): number {
  io.stderr(`jq: ${text}\n`);
  return code;
}

async function answer(call: CommandCall, options: JqOptions, ast: Ast): Promise<number> {
  const text = await inputText(call, options);
  const scope = scopeOf(new Map([...options.variables, ['ENV', { ...call.env }]]));
  const { values, problem } = options.raw
    ? { values: rawLines(text, options.slurp), problem: undefined }
    : readValues(text);
  const inputs = options.nothing ? [null] : options.slurp && !options.raw ? [values] : values;
  let last: Json | undefined;
  let code = 0;
  for (const input of inputs as readonly Json[]) {
    const result = one(call, options, { ast, scope, input });
    if (result.failed) code = 5;
    if (result.last !== undefined) last = result.last;
  }
  if (problem) return fail(call, `error (at <stdin>:${lineOf(text)}): ${problem}`, 2);
  if (code || !options.exits) return code;
  if (last === undefined) return 4;
  return isTrue(last) ? 0 : 1;
}

const lineOf = (text: string): number => text.split('\n').length - 1;

async function inputText(call: CommandCall, { files, nothing }: JqOptions): Promise<string> {
  if (nothing && !files.length) return '';
  if (!files.length) return (await readAll(call.io.stdin)).toString();
  const texts: string[] = [];
  for (const file of files) texts.push((await call.host.files.read(pathOf(call, file))).toString());
  return texts.join('');
}

const rawLines = (text: string, whole: boolean): readonly Json[] => {
  if (whole) return [text];
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

type Turn = { readonly ast: Ast; readonly scope: Scope; readonly input: Json };

function one(
  call: CommandCall,
  options: JqOptions,
  { ast, scope, input }: Turn,
): { failed: boolean; last?: Json } {
  let last: Json | undefined;
  try {
    for (const { value } of run(ast, { value: input }, scope)) {
      last = value;
      call.io.stdout(`${print(value, options)}${options.joins ? '' : '\n'}`);
    }
    return { failed: false, ...(last === undefined ? {} : { last }) };
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    call.io.stderr(`jq: error (at <stdin>): ${error.message}\n`);
    return { failed: true };
  }
}
