import { lstatSync } from 'node:fs';
import { relative } from 'node:path';
import { type PartName, type Proposal, parts } from './parts.ts';
import type { Repository } from './repository.ts';
import { textOf } from './text-of.ts';

/** What is to become of each part, by what is there. `file` is for people, relative to where they are. */
export type Survey = {
  readonly missing: readonly NewFile[];
  /** Files that are as they would have been written, or do what the part is for. */
  readonly there: readonly { readonly what: string; readonly why: string }[];
  /** Files of somebody's own. */
  readonly own: readonly OwnFile[];
  /** Parts that there is no sign of. */
  readonly unasked: readonly PartName[];
};

export type NewFile = { readonly file: string; readonly path: string; readonly text: string };

/** `before` is what it holds, undefined for what is no readable text; lines are to be added by hand. */
export type OwnFile = { readonly file: string } & (
  | { readonly before: string | undefined; readonly text: string }
  | { readonly lines: readonly string[] }
);

/** The parts that are asked for or not wanted, whatever is there. */
export type Choice = { readonly with: readonly PartName[]; readonly without: readonly PartName[] };

/** Compares what a repository would get with what it has. Reads, and changes nothing. */
export function survey(repository: Repository, choice: Choice, version: string): Survey {
  const names = (Object.keys(parts) as PartName[]).filter((name) => !choice.without.includes(name));
  const isChosen = (name: PartName) => choice.with.includes(name) || parts[name].isWanted(repository);
  const found = names
    .filter(isChosen)
    .map((name) => compare(parts[name].propose(repository, version), parts[name].summary, repository.cwd));
  return {
    missing: found.flatMap((item) => item.missing ?? []),
    there: found.flatMap((item) => item.there ?? []),
    own: found.flatMap((item) => item.own ?? []),
    unasked: names.filter((name) => !isChosen(name)),
  };
}

type Found = {
  readonly missing?: NewFile;
  readonly there?: Survey['there'][number];
  readonly own?: OwnFile;
};

function compare(proposal: Proposal, summary: string, cwd: string): Found {
  switch (proposal.kind) {
    case 'enough':
      return { there: { what: summary, why: proposal.why } };
    case 'lines':
      return { own: { file: proposal.file, lines: proposal.lines } };
    case 'file': {
      const { path, text, or } = proposal;
      const file = relative(cwd, path);
      if (!isThere(path)) return { missing: { file, path, text } };
      const before = textOf(path);
      const isAsWanted = before !== undefined && [text, or].includes(before);
      return isAsWanted ? { there: { what: file, why: '' } } : { own: { file, before, text } };
    }
    default:
      return proposal satisfies never;
  }
}

/** A link to nowhere is there, too. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // A file stands where a folder would be, or nobody may look: writing says which.
    return false;
  }
}
