import { spanIn } from '../parse/block-text.ts';
import { foreground, runCommands, type StatementIn } from './commands.ts';
import { type Endless, endless } from './endless-commands.ts';
import type { Fault, Rule } from './rule.ts';

/** Finds commands that a block would wait for until its time is up. */
export const neverEnds: Rule = {
  code: 'parse/never-ends',
  severity: 'error',
  check(page, report) {
    for (const statement of runCommands(page)) {
      if (statement.fence.tty) continue;
      for (const { found, from, to } of endlessIn(statement)) {
        report({ ...wording(found), span: spanIn(statement.fence.block, from, to) });
      }
    }
  },
};

type Found = { readonly found: Endless; readonly from: number; readonly to: number };

function endlessIn(statement: StatementIn): readonly Found[] {
  const { unit, fence } = statement;
  const commands = foreground(statement).flatMap((command): readonly Found[] => {
    const found = endless(command);
    return found ? [{ found, from: command.from, to: command.to }] : [];
  });
  const first = commands.filter(
    ({ from }, index) => commands.findIndex((each) => each.from === from) === index,
  );
  const script = fence.block.text.slice(unit.from, unit.to);
  const loop = /^while\s+(?:true|:)\s*(?:;|\n)\s*do\b/.exec(script);
  if (!loop || unit.background || /\b(?:break|exit|return|kill)\b/.test(script)) return first;
  const forever: Endless = { shown: 'while true', serves: false, certain: true };
  return [...first, { found: forever, from: unit.from, to: unit.from + loop[0].length }];
}

function wording({ shown, serves, certain }: Endless): Omit<Fault, 'span'> {
  const message = certain
    ? `\`${shown}\` does not end by itself: the block would wait until its time is up.`
    : `\`${shown}\` mostly goes on until it is stopped: the block would wait until its time is up.`;
  const hint = serves
    ? 'End the command in `&`; if a person is to stop it, add `manual` to the fence.'
    : 'Ask once and let `# expect within 60s: …` repeat the question; for a person add `manual` to the fence.';
  return { message, hint, ...(certain ? {} : { severity: 'warning' }) };
}
