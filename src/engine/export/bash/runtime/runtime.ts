import { namedSets } from '../regex/regex-text.ts';
import { before } from './before.ts';
import { capture } from './capture.ts';
import { expect } from './expect.ts';
import { finish } from './finish.ts';
import { jobs } from './jobs.ts';
import { json } from './json.ts';
import { letterRanges } from './letters.ts';
import { manifests } from './manifests.ts';
import { match } from './match.ts';
import { messages } from './messages.ts';
import { processes } from './processes.ts';
import { readable } from './readable.ts';
import { readiness } from './readiness.ts';
import { regex } from './regex.ts';
import { runbooks } from './runbooks.ts';
import { shellState } from './shell-state.ts';
import { statement } from './statement.ts';
import { wordEnds } from './word-ends.ts';

/** A function of the runtime, or a text that it needs, with the comment above it. */
type Piece = { readonly text: string; readonly names: readonly string[]; readonly uses: readonly string[] };

/** The functions that a text calls, and those that they call, in the order in which they are written down. */
export function runtimeFor(text: string): string {
  const all = allPieces();
  const needed = new Set<Piece>();
  const need = (names: readonly string[]): void => {
    for (const piece of all) {
      if (needed.has(piece) || !piece.names.some((name) => names.includes(name))) continue;
      needed.add(piece);
      need(piece.uses);
    }
  };
  need(namesIn(text));
  return all
    .filter((piece) => needed.has(piece))
    .map((piece) => `${piece.text}\n`)
    .join('\n');
}

function allPieces(): readonly Piece[] {
  const texts = [
    messages,
    statement,
    capture,
    expect,
    readable,
    match,
    wordEnds,
    `# Where the letters and digits of Unicode begin and end, from U+0080 on, each counted from the one before.\nrb_letters='${letterRanges()}'`,
    `# Characters, as the bytes of UTF-8.\n${namedSets().join('\n\n')}`,
    regex,
    json,
    jobs,
    readiness,
    manifests,
    shellState,
    processes,
    before,
    runbooks,
    finish,
  ];
  return texts.flatMap((text) => text.trimEnd().split(/\n\n(?=#|rb_)/)).map(pieceOf);
}

function pieceOf(text: string): Piece {
  const names = [...text.matchAll(/^(rb_\w+)(?:\(\)|=)/gm)].map(([, name = '']) => name);
  return { text, names, uses: namesIn(text) };
}

function namesIn(text: string): readonly string[] {
  return [...new Set(text.match(/\brb_\w+/g))];
}
