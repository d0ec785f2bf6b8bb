import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printable } from '../engine/diagnostics/printable.ts';
import { unifiedDiff } from '../engine/format/unified-diff.ts';
import type { EventMask } from '../engine/mask/event-mask.ts';
import type { Plan } from '../engine/model/plan.ts';
import type { Expectation } from '../engine/model/runbook.ts';
import { clip, counted, painter } from '../engine/report/style.ts';
import { exitCodeOf } from '../engine/run/reduce.ts';
import type { RunState } from '../engine/run/state.ts';
import type { FileUpdate, Refusal } from '../engine/update/proposal.ts';
import { proposeUpdates } from '../engine/update/propose.ts';
import { wouldPass } from '../engine/update/would-pass.ts';
import { cannotWrite } from './cannot-write.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { replaceFile } from './replace-file.ts';
import { say } from './say.ts';
import { showDiff } from './show-diff.ts';

/** What may be done with what a run proposes. */
export type UpdateOptions = {
  /** `all`: without asking, and also where little of what is written is left. */
  readonly update?: 'ask' | 'all';
  /** Write without asking. */
  readonly yes?: boolean;
  /** Write the changes into this file instead, for `git apply`. */
  readonly patch?: string;
};

/** A run that is over, and what masks what is printed of it. */
type Finished = { readonly plan: Plan; readonly state: RunState; readonly mask: EventMask };

/**
 * Shows what would make the unmet expectations of a run hold, and writes it where that is wanted.
 * @returns The code to exit with: 0 only if a run that sees the same passes now.
 */
export async function offerUpdates(run: Finished, options: UpdateOptions, io: Io): Promise<number> {
  const { plan, state } = run;
  const before = exitCodeOf(state);
  if (before === exitCodes.passed || before === exitCodes.interrupted) return before;
  const updates = proposeUpdates(plan, state, { all: options.update === 'all' });
  for (const update of updates) io.out.write(updateText(update, run, io.out));
  const wanted = updates.filter(({ proposals }) => proposals.length > 0);
  if (wanted.length === 0) {
    io.out.write('\nThere is nothing to update.\n');
    return before;
  }
  if (options.patch !== undefined) return writePatch(wanted, options.patch, run, io);
  io.out.write('\n');
  const written: Expectation[] = [];
  for (const update of wanted) {
    if (!(await isWanted(update, options, io)) || !write(update, io)) continue;
    written.push(...update.proposals.map(({ expectation }) => expectation));
  }
  if (written.length === 0 || !wouldPass(plan, state, written)) return before;
  io.out.write('A run that sees the same passes now.\n');
  return exitCodes.passed;
}

/** The changes to one file, and what stays as it is. */
function updateText({ source, after, refusals }: FileUpdate, { mask }: Finished, printer: Io['out']): string {
  const paint = painter(printer.color);
  const diff = mask.text(unifiedDiff({ file: source.file, before: source.text, after }));
  const lines = [
    '',
    paint(['bold', 'underline'], `Update of ${source.file}`),
    ...(diff === '' ? [] : ['', showDiff(diff, printer).trimEnd()]),
    ...(refusals.length === 0 ? [] : ['']),
    ...refusals
      .toSorted((one, other) => offsetOf(one) - offsetOf(other))
      .flatMap((refusal) => refusalLines(refusal, mask, printer)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function offsetOf({ expectation }: Refusal): number {
  return expectation.span.start.offset;
}

function refusalLines(
  { expectation, why, hint }: Refusal,
  mask: EventMask,
  { color, columns }: Io['out'],
): readonly string[] {
  const paint = painter(color);
  const { file, start } = expectation.span;
  const said = printable(mask.text(expectation.source.split('\n')[0] ?? ''));
  return [
    `  ${paint('bold', `${file}:${start.line}:${start.column}`)}  ${paint('yellow', 'not updated')}  ${clip(said, columns - 30)}`,
    `    ${printable(mask.text(why))}`,
    ...(hint === undefined ? [] : [`    ${paint('cyan', 'hint'.padEnd(9))} ${printable(mask.text(hint))}`]),
  ];
}

/** Whether CI runs us: there nobody looks at what is written. */
function isCi({ env }: Io): boolean {
  return !['', '0', 'false', undefined].includes(env.CI);
}

async function isWanted(
  { source, proposals }: FileUpdate,
  { yes = false, update }: UpdateOptions,
  io: Io,
): Promise<boolean> {
  const changes = counted(proposals.length, 'change');
  if (isCi(io)) {
    say(
      io.out,
      `Nothing was written to ${source.file}, since CI is set; \`--patch FILE\` keeps the ${changes}.`,
    );
    return false;
  }
  if (yes || update === 'all') return true;
  const answer = await io.ask(`Write ${changes} to ${source.file}? [y/N] `);
  if (answer !== undefined) return /^y(?:es)?$/i.test(answer.trim());
  say(
    io.out,
    `Nothing was written to ${source.file}: there is no terminal to ask in. With \`--yes\` the ${changes} would be written.`,
  );
  return false;
}

function write({ source: { file, path, text }, after, proposals }: FileUpdate, io: Io): boolean {
  const refused = replaceFile({ path, before: text, after });
  if (refused === undefined) say(io.out, `Updated ${counted(proposals.length, 'expectation')} in ${file}.`);
  else say(io.err, `${file} was left alone: ${refused}`);
  return refused === undefined;
}

/** A patch has the lines around a change as they are, so one that would show a secret is not written. */
function writePatch(updates: readonly FileUpdate[], name: string, { state, mask }: Finished, io: Io): number {
  const patch = updates
    .map(({ source, after }) => unifiedDiff({ file: source.file, before: source.text, after }))
    .join('');
  if (mask.text(patch) !== patch) {
    io.err.write('The patch was not written: it would show a value that is to be masked.\n');
    return exitCodeOf(state);
  }
  try {
    writeFileSync(resolve(io.cwd, name), patch);
    say(io.out, `\nThe changes are in ${name}: \`git apply ${name}\` makes them.`);
  } catch (error) {
    throw cannotWrite(`The patch \`${name}\` cannot be written`, error, 'Name a file that you may write.');
  }
  return exitCodeOf(state);
}
