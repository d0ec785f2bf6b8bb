import { posix } from 'node:path';
import { directiveOf } from '../../format/arrows/check-line.ts';
import { parseDuration, shortDuration } from '../../parse/duration.ts';
import { misfit } from '../../parse/option-table.ts';
import { quote } from '../../shell/quote.ts';
import { type FenceOptions, fenceLines, infoText } from '../fence-text.ts';

/** What a clickable action becomes: lines of Markdown, and what is to be said about it. No lines: it goes. */
type Acted = { readonly lines: readonly string[]; readonly note?: string };

/** The fields of an action, which its block writes in YAML. */
export type Fields = Readonly<Record<string, unknown>>;

type Action = (fields: Fields, body: readonly string[]) => Acted | undefined;

/**
 * The actions that do something which a page can do, by the language of their blocks.
 * @see https://docs.educates.dev/en/stable/workshop-content/workshop-instructions.html
 */
export const actions: Readonly<Record<string, Action>> = {
  copy: (_, body) => shown(body),
  'editor:append-lines-to-file': (fields) => {
    const path = fileOf(fields);
    return path === undefined ? undefined : bash(hereDocument(`>> ${path}`, textOf(fields, 'text')));
  },
  'editor:create-file': createFile,
  'examiner:execute-test': (fields) => {
    const name = textOf(fields, 'name');
    const args = Array.isArray(fields.args) ? fields.args.map((arg) => quote(String(arg))) : [];
    const retries = Number(fields.retries ?? 0) * Math.max(1, Number(fields.delay ?? 1));
    const within = retries > 0 ? ` within ${shortDuration(Math.min(3600, Math.ceil(retries)) * 1000)}` : '';
    const command = [`../examiner/tests/${name}`, ...args].join(' ');
    return {
      ...bash([command, directiveOf({ words: `${within} exit`.trim(), text: '0' })], timeoutOf(fields)),
      note: `The test \`${name}\` is a program of the workshop: it has to be there, seen from this page as \`../examiner/tests/${name}\`.`,
    };
  },
  execute: (_, body) => bash(body),
  'execute-1': (_, body) => bash(body),
  'execute-2': (_, body) => bash(body),
  'execute-all': (_, body) => bash(body),
  'section:begin': (fields) => ({
    lines: ['<details>', `<summary>${escaped(textOf(fields, 'title') || 'More')}</summary>`],
  }),
  'section:end': () => ({ lines: ['</details>'] }),
  'section:heading': (fields) => ({ lines: [`### ${textOf(fields, 'title')}`] }),
  'terminal:execute': (fields) => bash(textOf(fields, 'command').trimEnd().split('\n')),
  'terminal:execute-all': (fields) => bash(textOf(fields, 'command').trimEnd().split('\n')),
  'workshop:copy': (fields) => shown(textOf(fields, 'text').trimEnd().split('\n')),
};

/** Actions that only move what is seen on a screen. */
export const screen: RegExp =
  /^(?:dashboard:|editor:(?:open|close|select|execute-command)|files:|terminal:(?:clear|select)|workshop:)/;

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  return value === undefined || value === null ? '' : String(value);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function bash(lines: readonly string[], options: FenceOptions = {}): Acted {
  return { lines: fenceLines(infoText('bash', options), lines) };
}

function shown(lines: readonly string[]): Acted {
  return { lines: fenceLines('text', lines) };
}

function timeoutOf({ timeout }: Fields): FenceOptions {
  const text = `${Number(timeout)}s`;
  return parseDuration(text) === undefined ? {} : { timeout: text };
}

/** Terminals stand in `~/exercises`, as a run does in the folder of its page. */
function fileOf(fields: Fields): string | undefined {
  const file = textOf(fields, 'file').replace(/^(?:~|\$HOME|\/home\/eduk8s)\/exercises\//, '');
  return /^[\w~./-]+$/.test(file) ? file : undefined;
}

function createFile(fields: Fields): Acted | undefined {
  const path = fileOf(fields);
  const text = textOf(fields, 'text').replace(/\n$/, '');
  if (path === undefined) return undefined;
  if (text !== '' && misfit('path', path) === undefined) {
    const ending = posix.extname(path).slice(1);
    const language = ending === 'yml' ? 'yaml' : ending || 'text';
    return { lines: fenceLines(infoText(language, { file: path }), text.split('\n')) };
  }
  const folder = posix.dirname(path);
  return {
    ...bash([`mkdir -p ${folder}`, ...hereDocument(`> ${path}`, text)]),
    note: `\`${path}\` is outside of the folder of the page: a run writes it there and leaves it.`,
  };
}

function hereDocument(redirection: string, text: string): readonly string[] {
  return [`cat ${redirection} <<'EOF'`, ...text.replace(/\n$/, '').split('\n'), 'EOF'];
}
