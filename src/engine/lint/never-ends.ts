import { spanIn } from '../parse/block-text.ts';
import { type PipelineMember, pipelines } from '../shell/pipelines.ts';
import { walkShell } from '../shell/walk.ts';
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
  const commands = foreground(statement).flatMap((command): readonly Found[] => {
    const found = endless(command);
    return found ? [{ found, from: command.from, to: command.to }] : [];
  });
  const first = commands.filter(
    ({ from }, index) => commands.findIndex((each) => each.from === from) === index,
  );
  return [...first, ...endlessFeeds(statement), ...endlessLoops(statement)];
}

/** Commands that read all they are given, so that they end no earlier than what feeds them. */
const patient: ReadonlySet<string> = new Set(
  'cat cut egrep fgrep grep jq rev rg sort tac tee tr ts uniq wc xargs yq'.split(' '),
);

/** `tail -f log | grep error`: who reads doesn't end either, unless it has read enough, as `head` and `grep -m1` have. */
function endlessFeeds({ unit, simple }: StatementIn): readonly Found[] {
  if (simple.length < 2) return [];
  return pipelines(unit).flatMap(({ members, place }) => {
    if (place.background || place.function !== undefined || place.substitution === 'process') return [];
    return members.flatMap(({ command, from, to }, index) => {
      const readers = members.slice(index + 1);
      const timed = command?.via.some(({ name }) => name === 'timeout' || name === 'gtimeout');
      const found =
        command && !timed && readers.length > 0 && readers.every(isPatient) ? endless(command) : undefined;
      return found === undefined ? [] : [{ found: { ...found, certain: false }, from, to }];
    });
  });
}

function isPatient({ command }: PipelineMember): boolean {
  const words = command?.words.map(({ value }) => value) ?? [];
  const stops = words.some((word) =>
    /^(?:-\w*[mqlL]\w*|--max-count(?:=.*)?|--quiet|--silent|--files-with.*)$/.test(word),
  );
  return patient.has(command?.name ?? '') && !(stops && /grep$|^rg$/.test(command?.name ?? ''));
}

/** Commands that leave a loop, or may. */
const leaving: ReadonlySet<string> = new Set(['break', 'exec', 'exit', 'kill', 'return']);

/** Commands that answer always the same. */
const questions: ReadonlySet<string> = new Set(['true', ':', 'false']);

/** `while true` with nothing in it that leaves it. */
function endlessLoops({ unit, simple }: StatementIn): readonly Found[] {
  if (!simple.some(({ name }) => name !== undefined && questions.has(name))) return [];
  const found: Found[] = [];
  walkShell(unit, (node, { background, branch, function: inFunction, within }) => {
    if (node.type !== 'While' || background || branch || inFunction !== undefined || within) return;
    const inside = ({ pos, end }: typeof node.body) =>
      simple.filter(({ from, to }) => from >= pos && to <= end);
    const [question] = inside(node.clause);
    const forever = node.kind === 'while' ? ['true', ':'] : ['false'];
    const mayLeave = inside(node.body).some(({ name, opaque }) => opaque || leaving.has(name ?? ''));
    if (question?.name === undefined || !forever.includes(question.name) || mayLeave) return;
    const shown = `${node.kind} ${question.name}`;
    found.push({ found: { shown, serves: false, certain: true }, from: node.pos, to: node.clause.end });
  });
  return found;
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
