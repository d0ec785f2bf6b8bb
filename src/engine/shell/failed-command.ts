import type { SyntaxNode } from 'unbash';
import { oneLine } from './one-line.ts';
import { isCount, isSearch } from './search-command.ts';
import { type Standpoint, standpoints } from './standing.ts';

/** Shell text and the document's line on which it begins. */
export type LocatedScript = { readonly script: string; readonly line: number };

/** What bash tells of a command that failed: as it prints it, and the document's line. */
type Told = {
  readonly status: number;
  readonly command: string;
  readonly line: number;
  readonly inFunction: boolean;
};

/** A command of a statement that ended with another status than 0, and that should not have. */
type FailedCommand = {
  readonly status: number;
  /** As it is written, on one line. */
  readonly command: string;
  /** The document's line. */
  readonly line: number;
  /** Where it stands in a pipe: `first part of a pipe into \`wc -l\``. */
  readonly part?: string;
};

/** Of SIGPIPE: the writer's reader has gone. */
export const readerGone = 141;

/**
 * Finds a command that failed in the texts that may have held it: this statement's, and those that define functions.
 * Undefined when its status is nothing to mind where it stands: a writer whose reader has gone, a search that feeds
 * others, a question, a job.
 */
export function mindedFailure(told: Told, scripts: readonly LocatedScript[]): FailedCommand | undefined {
  const { status, line } = told;
  const { near, all } = candidatesFor(told, scripts);
  if (near.length === 0) return { status, command: oneLine(told.command), line };
  const mattering = ({ standpoint }: Candidate): boolean => isMinded(standpoint, status);
  // bash says nothing of questions. If it does, the line is another one, as it is in substitutions of functions.
  const misplaced = near.every(({ standpoint }) => standpoint.standing === 'asked');
  const minded = near.find(mattering) ?? (misplaced ? all.find(mattering) : undefined);
  if (minded === undefined) return undefined;
  const { standpoint, script } = minded;
  const { pos, end } = standpoint.node;
  const at = script.line + newlines(script.script.slice(0, pos));
  return {
    status,
    command: oneLine(script.script.slice(pos, end)),
    line: at,
    ...partOf(standpoint, script.script),
  };
}

type Candidate = { readonly standpoint: Standpoint; readonly script: LocatedScript };

/**
 * Those of that text on that line, and on all lines. Before bash 4 lines in functions are counted otherwise: there the
 * text decides.
 */
function candidatesFor(
  { command, line, inFunction }: Told,
  scripts: readonly LocatedScript[],
): { readonly near: readonly Candidate[]; readonly all: readonly Candidate[] } {
  const wanted = bare(command);
  const found = scripts.flatMap((script) =>
    standpoints(script.script).flatMap((standpoint) => {
      const written = bare(script.script.slice(standpoint.node.pos, standpoint.node.end));
      const text = standpoint.lost ? `(${written})` : written;
      return text !== '' && (wanted === text || wanted.startsWith(text)) ? [{ standpoint, script }] : [];
    }),
  );
  const exact = found.filter(({ standpoint, script }) => {
    const from = script.line + newlines(script.script.slice(0, standpoint.node.pos));
    const to = script.line + newlines(script.script.slice(0, standpoint.node.end));
    return line >= from && line <= to;
  });
  // A text that was replaced meanwhile comes behind the one that replaced it.
  const newest = exact.filter(({ script }) => script === exact[0]?.script);
  const near = exact.length > 0 || !inFunction ? newest : found;
  const longest = Math.max(...near.map(({ standpoint: { node } }) => node.end - node.pos));
  const isLongest = ({ standpoint: { node } }: Candidate): boolean => node.end - node.pos === longest;
  return { near: near.filter(isLongest), all: found.filter(isLongest) };
}

function isMinded({ node, standing, member, writes }: Standpoint, status: number): boolean {
  if (standing === 'asked' || standing === 'background') return false;
  if (status === readerGone && writes) return false;
  const feeds = member !== undefined && member.index < member.pipeline.commands.length - 1;
  return !(status === 1 && feeds && isSearch(node));
}

/** bash prints commands with its own blanks. */
function bare(text: string): string {
  return text.replace(/[\s\\]+/g, '');
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** The pipeline that is all of a statement, of which PIPESTATUS tells; one command is a pipeline of one member. */
type OwnPipeline = {
  readonly members: readonly OwnMember[];
  /** Begins with `!`. */
  readonly negated: boolean;
};

export type OwnMember = {
  readonly command: string;
  /** Counted from 0 at the beginning of the text. */
  readonly line: number;
  readonly part?: string;
  /** Says 1 when it finds nothing, or a difference. */
  readonly isSearch: boolean;
  /** Prints how many it finds, and says 1 of none. */
  readonly isCount: boolean;
};

/** The pipeline that a statement consists of; undefined for lists and compound commands. */
export function ownPipeline(script: string): OwnPipeline | undefined {
  const own = standpoints(script).filter((each) => each.own);
  const [first] = own;
  if (first === undefined) return undefined;
  const pipeline = first.member?.pipeline;
  const nodes = pipeline?.commands ?? [first.node];
  const members = nodes.map((node, index): OwnMember => {
    const standpoint = { ...first, node, ...(pipeline ? { member: { pipeline, index } } : {}) };
    return {
      command: oneLine(script.slice(node.pos, node.end)),
      line: newlines(script.slice(0, node.pos)),
      ...partOf(standpoint, script),
      isSearch: isSearch(node),
      isCount: isCount(node),
    };
  });
  return { members, negated: pipeline?.prefixes.some(({ type }) => type === 'Negation') ?? false };
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

function partOf({ member }: Pick<Standpoint, 'member'>, script: string): { readonly part?: string } {
  if (member === undefined || member.pipeline.commands.length < 2) return {};
  const { pipeline, index } = member;
  const next: SyntaxNode | undefined = pipeline.commands[index + 1];
  if (next === undefined) return { part: 'last part of a pipe' };
  const into = oneLine(script.slice(next.pos, pipeline.end));
  return { part: `${ordinals[index] ?? `${index + 1}th`} part of a pipe into \`${into}\`` };
}
