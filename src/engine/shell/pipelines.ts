import type { SyntaxNode } from 'unbash';
import { type Place, placedChildren, rangeOf, top } from './place.ts';

import { readScript, type ShellSource, unlessTooDeep } from './read-script.ts';
import { readCommand, type SimpleCommand } from './simple-commands.ts';
import { walkShell } from './walk.ts';

/** A part of a pipeline: a simple command, or a compound one such as a loop. */
export type PipelineMember = {
  /** The simple command, looked through to what it runs; undefined for compound ones and what can't be read. */
  readonly command: SimpleCommand | undefined;
  /** Of that command; undefined for compound commands and computed names. */
  readonly name: string | undefined;
  readonly from: number;
  readonly to: number;
};

/** Commands joined by `|`, at least two. */
type ShellPipeline = {
  readonly members: readonly PipelineMember[];
  /** Begins with `!`: what follows is a question. */
  readonly negated: boolean;
  readonly place: Place;
  readonly from: number;
  readonly to: number;
};

/** All pipelines of shell text, nested ones too, outermost and leftmost first. */
export function pipelines(source: ShellSource): readonly ShellPipeline[] {
  const found: ShellPipeline[] = [];
  walkShell(source, (node, place) => {
    if (node.type !== 'Pipeline' || node.commands.length < 2) return;
    const negated = node.prefixes.some(({ type }) => type === 'Negation');
    found.push({ members: membersOf(node, place), negated, place, ...rangeOf(node, place) });
  });
  return found;
}

/**
 * The members of the pipeline that shell text ends with, or the one command. They are what PIPESTATUS is about; empty
 * where that can't be told (`&&`, `||`, compound commands) and for what runs in the background.
 */
export function finalPipeline(source: ShellSource): readonly PipelineMember[] {
  const last = readScript(source).at(-1);
  if (last === undefined || last.background) return [];
  return unlessTooDeep(() => membersOf(last.command, top)) ?? [];
}

function membersOf(node: SyntaxNode, place: Place): readonly PipelineMember[] {
  if (node.type === 'Command') return [memberOf(node, place)];
  if (node.type !== 'Pipeline') return [];
  return (placedChildren(node, place) ?? []).map((each) => memberOf(each.node, each.place));
}

function memberOf(node: SyntaxNode, place: Place): PipelineMember {
  const commands = node.type === 'Command' ? readCommand(node, place) : [];
  const command = commands.length === 1 ? commands[0] : undefined;
  return { command, name: command?.name, ...rangeOf(node, place) };
}
