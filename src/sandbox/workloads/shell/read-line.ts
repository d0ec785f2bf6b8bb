import type { Readable } from 'node:stream';
import type { Builtin } from './builtins.ts';
import { assign, textOf } from './scope.ts';

/** `read`: a line of stdin into variables; 1 at its end. */
export const readLine: Builtin = async (args, scope) => {
  const { shell, io } = scope;
  const flags = args.filter((arg) => /^-[a-z]+$/.test(arg)).join('');
  const names = args.filter((arg) => !arg.startsWith('-'));
  const line = io.stdin && (await lineOf(io.stdin, io.signal));
  const text = (line?.text ?? '').replace(flags.includes('r') ? /$^/ : /\\(.)/g, '$1');
  if (flags.includes('a')) {
    const words = text.split(/[ \t\n]+/).filter(Boolean);
    assign(scope, names[0] ?? 'REPLY', new Map(words.map((word, index) => [String(index), word])));
    return line?.ended ? 0 : 1;
  }
  const separators = textOf(shell.variables.get('IFS')) ?? ' \t\n';
  for (const [name, value] of shared(text, names.length ? names : ['REPLY'], separators))
    assign(scope, name, value);
  return line?.ended ? 0 : 1;
};

/** Words for all names but the last, which gets the rest. */
function shared(text: string, names: readonly string[], separators: string): readonly [string, string][] {
  if (separators === '') return names.map((name, index) => [name, index === 0 ? text : '']);
  const set = `[${separators.replace(/[\\\]^-]/g, '\\$&')}]`;
  const edge = /\s/.test(separators) ? '[ \\t\\n]*' : '';
  let rest = text.replace(new RegExp(`^${edge}`), '');
  return names.map((name, index) => {
    if (index === names.length - 1) return [name, rest.replace(new RegExp(`${edge}$`), '')];
    const found = new RegExp(`^(.*?)(?:${edge}${set}${edge}|$)`).exec(rest);
    rest = rest.slice(found?.[0].length ?? rest.length);
    return [name, found?.[1] ?? ''];
  });
}

type Line = { readonly text: string; readonly ended: boolean };

/** A line, and no more: what follows is for whoever reads next. */
async function lineOf(stdin: Readable, signal: AbortSignal): Promise<Line | undefined> {
  const chunks: Buffer[] = [];
  while (!signal.aborted) {
    const chunk = stdin.read() as Buffer | string | null;
    if (chunk === null) {
      if (stdin.readableEnded || stdin.destroyed) break;
      await moreOf(stdin, signal);
      continue;
    }
    const bytes = Buffer.from(chunk);
    const at = bytes.indexOf(0x0a);
    if (at < 0) {
      chunks.push(bytes);
      continue;
    }
    chunks.push(bytes.subarray(0, at));
    if (at + 1 < bytes.length) stdin.unshift(bytes.subarray(at + 1));
    return { text: Buffer.concat(chunks).toString(), ended: true };
  }
  return chunks.length ? { text: Buffer.concat(chunks).toString(), ended: false } : undefined;
}

function moreOf(stdin: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of ['readable', 'end', 'close', 'error']) stdin.off(event, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    for (const event of ['readable', 'end', 'close', 'error']) stdin.once(event, done);
    signal.addEventListener('abort', done, { once: true });
  });
}
