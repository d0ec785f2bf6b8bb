import type { CommandName } from '../engine/model/control.ts';
import type { Key, Situation } from './key.ts';
import { keys } from './keys.ts';

/** The key that a person pressed, if it means anything. */
export function keyOfPress(pressed: string): Key | undefined {
  return keys.find((key) => key.keys.includes(pressed));
}

/** Keys for the footer, the ones that matter most first. */
export function footerKeys(situation: Situation, accepts: readonly CommandName[]): readonly Key[] {
  return keys.filter(
    ({ footer, command }) =>
      footer.includes(situation) && (command === undefined || accepts.includes(command)),
  );
}

/** The table of keys for the guide, in Markdown. */
export function keysTable(): string {
  const groups = [...new Set(keys.map(({ group }) => group))];
  const rows = groups.flatMap((group) => [
    `| **${group}** | |`,
    ...keys.filter((key) => key.group === group).map(({ shown, long }) => `| \`${shown}\` | ${long} |`),
  ]);
  return ['| key | what it does |', '| --- | --- |', ...rows].join('\n');
}
