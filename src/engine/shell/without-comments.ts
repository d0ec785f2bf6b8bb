import type { SyntaxNode } from 'unbash';
import { readScript } from './read-script.ts';
import { walkShell } from './walk.ts';

/**
 * Shell text without its comments, and without the lines that held nothing else: interactive zsh takes no comments.
 * Here-documents and quoted text stay as they are.
 * @see zshoptions(1), INTERACTIVE_COMMENTS
 */
export function withoutComments(script: string): string {
  const starts = commentStarts(script);
  if (starts.length === 0) return script;
  return starts.reduceRight((text, start) => cut(text, start), script);
}

/** Where the comments of shell text stand, from `#` to the ends of their lines. */
export function commentsIn(script: string): readonly { readonly from: number; readonly to: number }[] {
  return commentStarts(script).map((from) => ({ from, to: lineEnd(script, from) }));
}

/** A comment begins where a word could: behind a blank, a line end or an operator. */
const candidate = /(?<=^|[\s;&|()])#/g;

/** What a `#` that is no comment stands in. */
const holdsText = /^(?:Word|Literal|.*Quoted|AnsiC.*|HereDocBody|Arithmetic.*|Assignment|Remove)$/;

function commentStarts(script: string): readonly number[] {
  const candidates = [...script.matchAll(candidate)].map(({ index }) => index);
  if (candidates.length === 0 || readScript(script).length === 0) return [];
  const nodes: SyntaxNode[] = [];
  walkShell(script, (node) => nodes.push(node));
  const innermost = (at: number) =>
    nodes
      .filter(({ pos, end }) => pos <= at && at < end)
      .toSorted((one, other) => one.end - one.pos - (other.end - other.pos))[0];
  // What follows a comment on its line is a part of it.
  let end = -1;
  return candidates.filter((at) => {
    if (at < end || holdsText.test(innermost(at)?.type ?? '')) return false;
    end = lineEnd(script, at);
    return true;
  });
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
};

function cut(text: string, start: number): string {
  const head = text.slice(0, start).replace(/[ \t]+$/, '');
  const rest = text.slice(lineEnd(text, start));
  return head === '' || head.endsWith('\n') ? head + rest.slice(1) : head + rest;
}
