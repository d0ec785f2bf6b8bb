import { parse as parseYaml } from 'yaml';
import { actions, type Fields, screen } from '../educates/actions.ts';
import { type FenceSource, replaceFence } from '../fence-source.ts';
import { infoText } from '../fence-text.ts';
import {
  type Clue,
  type Conversion,
  type ImportExample,
  type ImportFormat,
  lines,
  type Remark,
} from '../format.ts';
import type { ImportSource } from '../import-source.ts';
import { infoNote } from '../transcript/dialect.ts';

const examples: readonly ImportExample[] = [
  {
    title: 'Clickable actions',
    source: lines(
      '```editor:create-file',
      'file: ~/exercises/greeting.txt',
      'text: |',
      '  hello',
      '```',
      '',
      '```terminal:execute',
      'command: |-',
      '  cat greeting.txt',
      '  wc -l < greeting.txt',
      'session: 1',
      '```',
      '',
      '```dashboard:open-dashboard',
      'name: Terminal',
      '```',
    ),
    runbook: lines(
      '```txt file=greeting.txt',
      'hello',
      '```',
      '',
      '```bash',
      'cat greeting.txt',
      'wc -l < greeting.txt',
      '```',
      '',
      '```text',
      'name: Terminal',
      '```',
    ),
    remarks: ['`dashboard:open-dashboard` only concerns the screen of a workshop: it is shown as a text.'],
  },
];

/** Workshops of Educates: blocks whose language is a clickable action, with its fields in YAML. */
export const educates: ImportFormat = {
  name: 'educates',
  summary: 'Workshops of Educates: clickable actions such as `terminal:execute` as languages of fences.',
  examples,
  detect: clueOf,
  convert,
};

const family = /^(?:dashboard|editor|examiner|files|section|terminal|workshop):[a-z-]+$/;

function isAction({ language }: FenceSource): boolean {
  return family.test(language) || /^(?:execute(?:-1|-2|-all)?|copy(?:-and-edit)?)$/.test(language);
}

function clueOf({ fences }: ImportSource): Clue | undefined {
  const first = fences.find(
    ({ language }) => family.test(language) || /^execute(?:-1|-2|-all)?$/.test(language),
  );
  return first && { strength: 'sure', at: first.range.from, what: `the block \`${first.language}\`` };
}

function convert(source: ImportSource): Conversion {
  const done = source.fences.filter(isAction).map((fence) => convertAction(fence, source));
  return { edits: done.flatMap(({ edits }) => edits), remarks: done.flatMap(({ remarks }) => remarks) };
}

function convertAction(fence: FenceSource, { lineEnd }: ImportSource): Conversion {
  const { language } = fence;
  const body = fence.rows.map(({ text }) => text);
  const action = Object.hasOwn(actions, language) ? actions[language] : undefined;
  const acted = action?.(fieldsOf(body.join('\n')), body.map(withValues));
  if (!acted) {
    const message = screen.test(language)
      ? `\`${language}\` only concerns the screen of a workshop: it is shown as a text.`
      : `\`${language}\` has no counterpart: it is shown as a text. Say in a command what it does.`;
    return { edits: [{ ...fence.infoAt, text: 'text' }], remarks: [infoNote(fence, message)] };
  }
  const written = acted.lines.map(withValues);
  const variable = dataVariable.exec(written.join('\n'));
  const isBlock = written[0]?.startsWith('```bash') ?? false;
  const shown =
    variable && isBlock
      ? [infoText('```bash', { skip: `it needs the value of ${variable[1]}` }), ...written.slice(1)]
      : written;
  const remarks: Remark[] = [];
  if (acted.note !== undefined) remarks.push(infoNote(fence, acted.note));
  if (variable && isBlock)
    remarks.push(
      infoNote(
        fence,
        `\`${variable[0]}\` is a value of a workshop's session: write it, or a variable, and take \`skip\` away.`,
      ),
    );
  return { edits: [replaceFence(fence, shown, lineEnd)], remarks };
}

function fieldsOf(text: string): Fields {
  try {
    const value: unknown = parseYaml(text, { logLevel: 'silent' });
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
  } catch {
    return {};
  }
}

const dataVariable = /\{\{<?\s*(?:param\s+)?"?([a-z][\w]*)"?\s*>?\}\}/;

/** The namespace of a session is a variable of its terminals, too. */
function withValues(text: string): string {
  return text.replace(
    /\{\{<?\s*(?:param\s+)?"?session_namespace"?\s*>?\}\}|\$\(session_namespace\)/g,
    '$${SESSION_NAMESPACE:-default}',
  );
}
