import type { Group, Page, ReadStatement } from '../parse/page.ts';
import type { ShellFence } from '../parse/shell-fence.ts';
import type { SimpleCommand } from '../shell/simple-commands.ts';

/** A statement of a shell block with its syntax. */
export type StatementIn = ReadStatement & { readonly fence: ShellFence };

/** Every statement of the page, in order; those of blocks that are skipped or done by a person too. */
export function allCommands({ shells }: Page): readonly StatementIn[] {
  return shells.flatMap(({ fence, commands }) => commands.map((command) => ({ ...command, fence })));
}

/** The statements that bash is going to read. */
export function runCommands(page: Page): readonly StatementIn[] {
  return allCommands(page).filter(({ fence }) => !fence.inert);
}

/** The groups of expectations on commands. */
export function groupsOf({ shells }: Page): readonly Group[] {
  return shells.flatMap(({ groups }) => groups);
}

/**
 * The commands of a statement that it waits for to end: of a pipe only the last one, since the others end when nobody
 * reads them any more. What stands in a function is left out, and what is given a time to end.
 */
export function foreground({ simple }: StatementIn): readonly SimpleCommand[] {
  return simple.filter(({ place, via }) => {
    const piped = place.pipeline !== undefined && place.pipeline.member < place.pipeline.of - 1;
    const timed = via.some(({ name }) => name === 'timeout' || name === 'gtimeout');
    const elsewhere = place.background || place.function !== undefined || place.substitution === 'process';
    return !piped && !timed && !elsewhere;
  });
}
