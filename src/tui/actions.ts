import type { Command, Refusal } from '../engine/model/control.ts';
import type { Statement } from '../engine/model/runbook.ts';
import { statementsOf, textOf } from '../engine/model/statements.ts';
import { stateOf } from '../engine/run/state.ts';
import { clipboardSequence } from './clipboard.ts';
import { footerKeys } from './find-keys.ts';
import type { FrontEnd } from './front-end.ts';
import type { Action } from './key.ts';
import { scroll, scrollTo } from './scrolling.ts';
import { commandBack, commandToHere } from './stepping.ts';
import { following, isAway, keyOfPlace, lookingAt, moved, type Ui } from './ui.ts';
import { neighbour } from './view/focus.ts';
import type { Screen } from './view/screen.ts';
import { situationOf } from './view/situation.ts';
import { keyOf, type View } from './view/view.ts';
import type { Sight } from './view/window.ts';

/** What an action works with, and what it may change. */
export type ActionContext = {
  readonly view: View;
  readonly screen: Screen;
  readonly ui: Ui;
  readonly stopping: boolean;
  /** Rows of the document that are in sight. */
  readonly rows: number;
  readonly front: FrontEnd;
  /** What would be in sight of a step if it were scrolled to its end, with the whole output of the command in focus. */
  sightOfAll(step: string): Sight;
  setUi(change: (ui: Ui) => Ui): void;
  setStopping(): void;
  /** Reloads the text as soon as the run takes that. */
  setReload(): void;
  /** Hands the terminal to another program. */
  lend(use: () => Promise<string | undefined>): Promise<void>;
  /** Writes what isn't seen. */
  send(sequence: string): void;
  leave(): void;
};

/** Does what a key stands for. */
export function runAction(action: Action, context: ActionContext): void {
  const { ui, screen, setUi } = context;
  switch (action) {
    case 'next-command':
      command({ type: 'next', what: 'statement' }, context);
      return;
    case 'to-here':
      commandOrWhyNot(commandToHere(context), context);
      return;
    case 'again':
    case 'back-to':
      commandOrWhyNot(commandBack(action, context), context);
      return;
    case 'next':
    case 'resume':
    case 'retry':
    case 'done':
    case 'failed':
    case 'confirm':
    case 'skip':
      command({ type: action }, context);
      return;
    case 'skip-step':
      command({ type: 'skip', what: 'step' }, context);
      return;
    case 'pause':
      command({ type: context.view.run.pause === undefined ? 'pause' : 'resume' }, context);
      return;
    case 'quit':
      quit(context);
      return;
    case 'up':
    case 'down':
      setUi((now) => moved(now, screen, action === 'up' ? -1 : 1));
      return;
    case 'left':
    case 'right':
      turn(action === 'left' ? -1 : 1, context);
      return;
    case 'page-up':
    case 'page-down':
      scroll(action === 'page-up' ? -1 : 1, context);
      return;
    case 'top':
    case 'bottom':
      scrollTo(action === 'top' ? 0 : Number.POSITIVE_INFINITY, context);
      return;
    case 'back':
      if (isAway(ui)) setUi(following);
      return;
    case 'folds':
      setUi((now) => ({ ...now, open: !now.open }));
      return;
    case 'large':
      setUi((now) => ({ ...now, large: !now.large }));
      return;
    case 'search':
    case 'help':
      setUi(({ scroll: _, ...now }) => ({ ...now, panel: action, query: '', hit: 0 }));
      return;
    case 'edit':
      guarded(edit, context);
      return;
    case 'shell':
      guarded(shell, context);
      return;
    case 'output':
      guarded(page, context);
      return;
    case 'copy':
      copy(context);
      return;
    case 'open':
      guarded(browse, context);
      return;
    default:
      action satisfies never;
  }
}

/** What goes wrong with another program is no end of the run. */
function guarded(work: (context: ActionContext) => Promise<void>, context: ActionContext): void {
  work(context).catch((error: unknown) =>
    say(context, error instanceof Error ? error.message : String(error)),
  );
}

function say(context: ActionContext, message: string): void {
  context.setUi(({ untilPaused: _, ...ui }) => ({ ...ui, message }));
}

/** Says something that is over as soon as the run pauses. */
function sayUntilPaused(context: ActionContext, message: string): void {
  context.setUi((ui) => ({ ...ui, message, untilPaused: true }));
}

/** Why a key does nothing now, and which do something. */
function whyNot({ view, stopping }: ActionContext, refused: string): string {
  const { pause } = view.run;
  if (pause === undefined) return `Not now: ${refused}.`;
  const others = footerKeys(situationOf(view, stopping), pause.accepts).filter(
    ({ command }) => command !== undefined,
  );
  return `Not here: ${others.map(({ shown, short }) => `${shown} ${short}`).join(', ')}.`;
}

function command(asked: Command, context: ActionContext): void {
  // What comes next is not in sight yet.
  if (context.ui.kept !== undefined && turnsThePage(asked)) {
    context.setUi(following);
    return;
  }
  const refusal = context.front.control.send(asked);
  if (refusal !== undefined) say(context, whyNot(context, refusal.refused));
  else context.setUi(following);
  if (refusal !== undefined) return;
  if (context.view.run.pause === undefined && asked.type === 'pause')
    sayUntilPaused(context, 'Pausing before the next command.');
  if (context.view.run.pause === undefined && asked.type === 'next')
    sayUntilPaused(context, 'Pausing before the next step.');
}

/** Of a step that was looked at on purpose: no page has to be turned first. */
function commandOrWhyNot(asked: Command | Refusal, context: ActionContext): void {
  if ('refused' in asked) say(context, asked.refused);
  else command(asked, { ...context, ui: following(context.ui) });
}

function turnsThePage({ type }: Command): boolean {
  return type !== 'resume' && type !== 'quit' && type !== 'back';
}

function quit(context: ActionContext): void {
  if (context.view.run.outcome !== undefined) context.leave();
  else if (context.stopping) context.front.stop();
  else ask(context, 'quit', 'Stop the run and clean up? q again: yes. Any other key: no.');
}

/**
 * Ctrl-Z: a shell takes what is typed then. While something runs, time limits would go on without it: the run can't be
 * suspended, and keys that are meant for the shell do nothing to it.
 */
export function suspend(context: ActionContext): void {
  const { pause, outcome } = context.view.run;
  if (pause === undefined && outcome === undefined) askAboutSuspending(context);
  else guarded((now) => now.lend(() => now.front.programs.suspend()), context);
}

function askAboutSuspending(context: ActionContext): void {
  ask(
    context,
    'suspend',
    'Only a paused run is suspended: space pauses. Keys do nothing until enter or esc.',
  );
}

function ask(context: ActionContext, asks: NonNullable<Ui['asks']>, message: string): void {
  context.setUi((ui) => ({ ...ui, asks, message }));
}

/** The key after a question: it does nothing else. */
export function answer(pressed: string, asks: NonNullable<Ui['asks']>, context: ActionContext): void {
  if (asks === 'suspend' && pressed !== 'enter' && pressed !== 'esc') {
    askAboutSuspending(context);
    return;
  }
  context.setUi(({ asks: _, ...ui }) => ui);
  if (asks !== 'quit' || pressed !== 'q' || context.view.run.outcome !== undefined) return;
  context.setStopping();
  context.setUi(following);
  if (context.front.control.send({ type: 'quit' }) !== undefined) context.front.interrupt();
}

function turn(by: 1 | -1, { screen, setUi }: ActionContext): void {
  const { place, focus } = screen;
  const next = place && neighbour(place, focus, by);
  if (next === undefined || place === undefined) return;
  setUi(({ scroll: _, ...ui }) => ({ ...ui, focus: { step: keyOfPlace(place), statement: next.id } }));
}

function focused({ screen }: ActionContext): Statement | undefined {
  return screen.place && statementsOf(screen.place.step.blocks).find(({ id }) => id === screen.focus);
}

async function edit(context: ActionContext): Promise<void> {
  const { place } = context.screen;
  const runbook = place?.runbook.runbook;
  if (place === undefined || runbook === undefined) return;
  const line = focused(context)?.span.start.line ?? place.step.span.start.line;
  let problem: string | undefined;
  await context.lend(async () => {
    problem = await context.front.programs.edit(runbook.source.path, line);
    return problem;
  });
  if (problem === undefined) context.setReload();
}

async function shell(context: ActionContext): Promise<void> {
  const subshell = await context.front.control.subshell();
  if ('refused' in subshell) say(context, `Not now: ${subshell.refused}.`);
  else await context.lend(() => context.front.programs.shell(subshell));
}

async function page(context: ActionContext): Promise<void> {
  const text = wholeOutput(context);
  if (text === '') say(context, 'This command has printed nothing.');
  else await context.lend(() => context.front.programs.page(text));
}

/** All that the engine has kept of a finished attempt; of one at work, what came lately. */
function wholeOutput({ view, screen }: ActionContext): string {
  const { place, focus = '' } = screen;
  if (place === undefined) return '';
  const live = view.printed[keyOf(place.runbook.file, focus)];
  const { output } = stateOf(place.runbook, focus);
  if (output === undefined || view.statement === focus || live?.cut === false) return live?.text ?? '';
  return [output.stdout.text, output.stderr.text].filter((text) => text !== '').join('\n');
}

function copy(context: ActionContext): void {
  const statement = focused(context);
  if (statement === undefined) return;
  const sequence = clipboardSequence(textOf(statement), context.front.env);
  if (sequence !== undefined) context.send(sequence);
  const note = 'Copied, if the terminal allows it (OSC 52; in tmux: set -g set-clipboard on).';
  say(context, sequence === undefined ? 'Too long for the clipboard of a terminal.' : note);
}

async function browse(context: ActionContext): Promise<void> {
  const action = focused(context)?.action;
  const url = action?.kind === 'shell' ? /https?:\/\/[^\s'"<>)]+/.exec(action.script)?.[0] : undefined;
  say(context, url === undefined ? 'There is no address in this command.' : `Opening ${url}`);
  const problem = url === undefined ? undefined : await context.front.programs.browse(url);
  if (problem !== undefined) say(context, problem);
}

/** Keys of the search panel, which takes text. */
export function pressInSearch(pressed: string, context: ActionContext): void {
  const { screen, ui, setUi } = context;
  const close = ({ panel: _, scroll: _scroll, ...now }: Ui): Ui => now;
  const hit = screen.hits[ui.hit];
  if (pressed === 'esc') setUi(close);
  else if (pressed === 'enter')
    setUi((now) => (hit ? lookingAt(close(now), hit.place, hit.statement) : close(now)));
  else if (pressed === 'up' || pressed === 'down')
    setUi((now) => ({ ...now, hit: hitAfter(now, screen, pressed) }));
  else if (pressed === 'backspace') setUi((now) => ({ ...now, query: now.query.slice(0, -1), hit: 0 }));
  else {
    const typed = pressed === 'space' ? ' ' : pressed;
    if ([...typed].length === 1) setUi((now) => ({ ...now, query: now.query + typed, hit: 0 }));
  }
}

function hitAfter(ui: Ui, screen: Screen, pressed: 'up' | 'down'): number {
  return Math.max(0, Math.min(screen.hits.length - 1, ui.hit + (pressed === 'up' ? -1 : 1)));
}
