import {
  type Statement as BashStatement,
  forEachChild,
  type ParsedScript,
  parse as parseBash,
  type SyntaxNode,
} from 'unbash';

/**
 * One top-level command of a shell block. Offsets are in the block's text, `to` exclusive; a here-document that
 * belongs to it is included, comments are not. `nodes` are its syntax: more than one when here-documents interleave.
 */
export type Unit = {
  readonly from: number;
  readonly to: number;
  readonly background: boolean;
  readonly nodes: readonly BashStatement[];
};

/** Something that is no valid bash, at an offset in the block. `kind` tells what to advise. */
export type ShellError = {
  readonly kind: 'quote' | 'heredoc' | 'syntax';
  readonly message: string;
  readonly from: number;
  readonly to: number;
};

type Split = { readonly units: readonly Unit[]; readonly errors: readonly ShellError[] };

/**
 * Splits the text of a shell block into statements, one per top-level command. Here-documents, open quotes, `\` line
 * ends and the bodies of `if`, `for`, `{ }` stay in one statement. Never throws; with errors the units are a guess.
 * @see POSIX Shell Command Language, 2.3 Token Recognition
 */
export function splitStatements(text: string): Split {
  try {
    return split(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = 'Substitutions are nested too deeply to be read';
    return { units: [], errors: [{ kind: 'syntax', message, from: 0, to: Math.max(1, text.indexOf('\n')) }] };
  }
}

function split(text: string): Split {
  const script = parseBash(text);
  const units: Unit[] = [];
  const errors = (script.errors ?? []).map((error) => shellError(error, text));
  for (const node of script.commands) {
    const inside = text.slice(node.pos, node.end);
    const needsWalk =
      inside.includes('<<') || inside.includes('$(') || inside.includes('`') || inside.includes('<(');
    const { end, found } = needsWalk ? walk(node, text) : { end: node.end, found: [] };
    errors.push(...found);
    const last = units.at(-1);
    if (last && node.pos < last.to) units[units.length - 1] = merge(last, node, end);
    else units.push({ from: node.pos, to: end, background: node.background === true, nodes: [node] });
  }
  const dangling = /(?<!\\)(?:\\\\)*\\\s*$/.exec(text);
  const last = units.at(-1);
  // At the end of a comment it continues nothing.
  const continues = last !== undefined && !text.slice(last.to).includes('#');
  if (dangling && errors.length === 0 && continues) errors.push(danglingError(text));
  return { units, errors: errors.filter(isFirstAt).slice(0, mostErrors) };
}

/** Behind some errors the rest is a guess. */
const mostErrors = 3;

/** One mistake makes the parser complain several times at the same place. */
function isFirstAt(error: ShellError, index: number, all: readonly ShellError[]): boolean {
  return all.findIndex(({ from }) => from === error.from) === index;
}

function merge(unit: Unit, node: BashStatement, end: number): Unit {
  const to = Math.max(unit.to, end);
  return { from: unit.from, to, background: node.background === true, nodes: [...unit.nodes, node] };
}

/** Looks through a statement for its here-documents and for errors inside substitutions, which are parsed on demand. */
function walk(statement: BashStatement, text: string): { end: number; found: ShellError[] } {
  let end = statement.end;
  const found: ShellError[] = [];
  const visit = (node: SyntaxNode) => {
    if (node.type === 'HereDoc') {
      if (node.closing) end = Math.max(end, node.closing.end);
      else found.push(heredocError(node.delimiter?.value ?? '', node.pos, node.delimiter?.end ?? node.end));
    }
    if (node.type === 'Script' && node.source === undefined) {
      found.push(...((node as ParsedScript).errors ?? []).map((error) => shellError(error, text)));
    }
    forEachChild(node, visit);
  };
  visit(statement);
  return { end, found };
}

function shellError(error: { readonly message: string; readonly pos: number }, text: string): ShellError {
  const from = Math.min(error.pos, Math.max(0, text.length - 1));
  const quote = /^unterminated (?:single quote|double quote|ANSI-C quote|backtick)$/.test(error.message);
  const message = quote
    ? error.message.replace(/^unterminated (.*)$/, 'This $1 is never closed')
    : error.message.replace(/'([^']*)'/g, '`$1`').replace(/^./, (first) => first.toUpperCase());
  return { kind: quote ? 'quote' : 'syntax', message, from, to: from + 1 };
}

function heredocError(word: string, from: number, to: number): ShellError {
  const [line = ''] = word.split('\n');
  const message = `The here-document \`<<${line}\` is never closed: no line is only \`${line}\`.`;
  return { kind: 'heredoc', message, from, to };
}

function danglingError(text: string): ShellError {
  const from = text.lastIndexOf('\\');
  const message = 'The last line ends in `\\`, but nothing follows';
  return { kind: 'syntax', message, from, to: from + 1 };
}
