import { simpleCommands } from '../shell/simple-commands.ts';
import { splitStatements } from '../shell/split-statements.ts';
import type { Options } from './block-options.ts';
import { spanIn } from './block-text.ts';
import type { Comment } from './comments.ts';
import { finishGroup, type Pending, type PendingLine } from './group.ts';
import { readComment, recogniseIn } from './shell-comments.ts';
import type { ShellFence } from './shell-fence.ts';

type ProgramFence = ShellFence & {
  readonly options: Options;
  readonly language: string;
  /** Names of the tools that the page declares. */
  readonly tools: readonly string[];
};

type ProgramBlock = {
  readonly segments: ReturnType<typeof segmentOf>[];
  readonly directives: readonly PendingLine[];
};

/**
 * Reads a block in another language: one statement that hands its text to the interpreter, in the shell of the page,
 * judged by the `# expect` lines at its end and the output below it.
 */
export function readProgramBlock(fence: ProgramFence): ProgramBlock {
  const { block, options, below } = fence;
  const command = options.get('exec')?.value;
  if (command === undefined) return { segments: [], directives: [] };
  reportUndeclared(fence, command);
  const end = endOfProgram(block.text, leaderOf(fence));
  const script = scriptOf({ command, language: fence.language, text: block.text.slice(0, end).trimEnd() });
  const [unit] = splitStatements(script).units;
  if (!unit) return { segments: [], directives: [] };
  reportInside(fence, end);
  const directives = commentsFrom(block.text.slice(end), leaderOf(fence), end).flatMap((comment) => {
    const read = readComment(fence, comment, unit);
    return read && 'directive' in read ? [read] : [];
  });
  return {
    segments: [segmentOf(fence, { script, unit, end, pending: [...directives, ...below] })],
    directives,
  };
}

function segmentOf(
  { block, id, withinMs }: ProgramFence,
  read: {
    readonly script: string;
    readonly unit: ReturnType<typeof splitStatements>['units'][number];
    readonly end: number;
    readonly pending: readonly Pending[];
  },
) {
  const action = { kind: 'shell', script: read.script, background: false, waits: [] } as const;
  const span = spanIn(block, 0, block.text.slice(0, read.end).trimEnd().length);
  const statement = { id: id(1), action, span };
  const expectations = finishGroup(read.pending, { made: [{ statement, unit: read.unit }], withinMs });
  return { statements: [statement], expectations };
}

/** The program that a command starts, without its folder and what only runs it, such as `env`. */
function interpreterIn(command: string): string {
  return simpleCommands(command)[0]?.name ?? command;
}

function reportUndeclared({ options, tools, report }: ProgramFence, command: string): void {
  const tool = interpreterIn(command);
  const option = options.get('exec');
  if (tools.includes(tool) || !option) return;
  const message = `\`${tool}\` runs this block, and the page does not declare it.`;
  const hint = `Add \`tools: { ${tool}: "*" }\` to the front matter, or a range of versions.`;
  report({ code: 'parse/undeclared-interpreter', severity: 'error', message, span: option.span, hint });
}

/** Languages whose comments begin with something else than `#`, which is understood in all of them. */
const leaders: Readonly<Record<string, string>> = {
  '//': 'c cjs cpp cs csharp dart go golang groovy java javascript js jsx kotlin kt mjs php rs rust scala swift ts tsx typescript',
  '--': 'haskell hs lua sql',
};

/** What begins a comment in the language of a block, beside `#`. */
function leaderOf({ language }: Pick<ProgramFence, 'language'>): string {
  const found = Object.entries(leaders).find(([, names]) =>
    names.split(' ').includes(language.toLowerCase()),
  );
  return found?.[0] ?? '#';
}

/** Where the lines begin that say what is expected; comments of the program are none. */
function endOfProgram(text: string, leader: string): number {
  const lines = text.split('\n');
  let end = text.length;
  let at = text.length;
  for (const line of lines.toReversed()) {
    at -= line.length;
    const isComment = line.trim().startsWith('#') || line.trim().startsWith(leader);
    if (line.trim() !== '' && (!isComment || recogniseIn(line.trim()).kind === 'prose')) return end;
    if (line.trim() !== '') end = at;
    at -= 1;
  }
  return end;
}

/** The lines of a text that are comments; `from` is where it begins. */
function commentsFrom(text: string, leader: string, from = 0): readonly Comment[] {
  return [...text.matchAll(/^[ \t]*(\S.*?)[ \t]*$/gm)].flatMap(({ 0: line, 1: comment = '', index }) => {
    const at = from + index + line.indexOf(comment);
    if (!comment.startsWith('#') && !comment.startsWith(leader)) return [];
    return [{ text: comment, from: at, to: at + comment.length, place: 'alone' } as const];
  });
}

/** An expectation further up is a comment of the program, which checks nothing. */
function reportInside({ block, language, report }: ProgramFence, end: number): void {
  for (const comment of commentsFrom(block.text.slice(0, end), leaderOf({ language }))) {
    if (recogniseIn(comment.text).kind !== 'expect') continue;
    const message = `\`${comment.text}\` stands inside the program, where it is not judged.`;
    const hint = 'Move it to the end of the block.';
    const span = spanIn(block, comment.from, comment.to);
    report({ code: 'parse/misplaced-expectation', severity: 'error', message, span, hint });
  }
}

/** Interpreters that want a file: what they are called with, and the ending of its name. */
const withFile: Readonly<Record<string, readonly [command: string, ending: string]>> = {
  bun: ['bun run', 'ts'],
  deno: ['deno run', 'ts'],
  go: ['go run', 'go'],
  java: ['java', 'java'],
  'ts-node': ['ts-node', 'ts'],
  tsx: ['tsx', 'ts'],
};

type Program = { readonly command: string; readonly language: string; readonly text: string };

/**
 * The program as a command of bash: it is read from standard input, or from a file that is gone afterwards where the
 * interpreter takes no other. `{}` stands for that file.
 */
function scriptOf({ command, language, text }: Program): string {
  const end = delimiter(text);
  const tool = interpreterIn(command);
  const [usual, ending] = (Object.hasOwn(withFile, tool) ? withFile[tool] : undefined) ?? [
    undefined,
    language,
  ];
  if (usual === undefined && !command.includes('{}')) return `${command} <<'${end}'\n${text}\n${end}`;
  const file = `"$folder/main.${ending}"`;
  const called = command === tool && usual !== undefined ? usual : command;
  const run = called.includes('{}') ? called.replaceAll('{}', file) : `${called} ${file}`;
  const make = `folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cat >${file} <<'${end}' && ${run}`;
  return `(${make})\n${text}\n${end}`;
}

/** A line that the program doesn't have. */
function delimiter(text: string): string {
  const lines = new Set(text.split('\n'));
  let end = 'END';
  while (lines.has(end)) end += '_';
  return end;
}
