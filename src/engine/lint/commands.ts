import type { Group, Page } from '../parse/page.ts';
import type { ShellFence } from '../parse/shell-fence.ts';
import type { Unit } from '../shell/split-statements.ts';

/** A statement of a shell block with its syntax. */
type CommandIn = { readonly fence: ShellFence; readonly unit: Unit };

/** Every statement of the page, in order; those of blocks that are skipped or done by a person too. */
export function allCommands({ shells }: Page): readonly CommandIn[] {
  return shells.flatMap(({ fence, commands }) => commands.map(({ unit }) => ({ fence, unit })));
}

/** The statements that bash is going to read. */
export function runCommands(page: Page): readonly CommandIn[] {
  return allCommands(page).filter(({ fence }) => !fence.inert);
}

/** The groups of expectations on commands. */
export function groupsOf({ shells }: Page): readonly Group[] {
  return shells.flatMap(({ groups }) => groups);
}
