import { posix } from 'node:path';
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { readLines } from '../../parse/lines.ts';
import type { ReadBeside } from '../../parse/text-from-file.ts';
import { Composer, type Composition } from '../composition.ts';
import { fenceLines } from '../fence-text.ts';
import { inOwnShell } from '../transcript/own-shell.ts';

/**
 * A scenario of Killercoda, its `index.json`, with the files it names as one page: a heading for each step, its scripts
 * as blocks, the script that verifies it below. Undefined when the document is no such file.
 * @see https://killercoda.com/creators
 */
export function readCourse(file: string, text: string, beside: ReadBeside): Composition | undefined {
  if (!/^\s*\{/.test(text) || !/"details"\s*:/.test(text)) return undefined;
  const { contents, errors } = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
  const details = errors.length === 0 && isMap(contents) ? contents.get('details') : undefined;
  if (!isMap(contents) || !isMap(details)) return undefined;
  const composer = new Composer();
  const course: Course = { composer, file, text, beside };
  const title = String(contents.get('title') ?? '');
  if (title !== '') composer.add(`# ${title}\n\n`, placeOf(contents, course));
  const description = contents.get('description');
  if (typeof description === 'string' && description !== '')
    composer.add(`${description}\n\n`, placeOf(contents, course));
  const steps = details.get('steps');
  for (const part of [details.get('intro'), ...(isSeq(steps) ? steps.items : []), details.get('finish')]) {
    if (isMap(part)) addPart(part, course);
  }
  for (const key of ['assets', 'environment', 'files'])
    if (details.has(key))
      composer.note(
        `\`${key}\` of the scenario is left out: put in place what the page needs.`,
        placeOf(details, course),
      );
  return composer.done();
}

type Course = {
  readonly composer: Composer;
  readonly file: string;
  readonly text: string;
  readonly beside: ReadBeside;
};

function placeOf(node: YAMLMap, { file, text }: Course) {
  return { lines: readLines(file, text), offset: node.range?.[0] ?? 0, verbatim: false };
}

function addPart(part: YAMLMap, course: Course): void {
  const { composer } = course;
  const title = String(part.get('title') ?? '');
  if (title !== '') composer.add(`## ${title}\n\n`, placeOf(part, course));
  addScript('background', part, course);
  addScript('foreground', part, course);
  const path = nameIn(part, 'text');
  const read = path === undefined ? undefined : course.beside(path);
  if (path !== undefined && read && 'text' in read) {
    const lines = readLines(fileBeside(course.file, path), read.text);
    composer.add(read.text, { lines, offset: 0, verbatim: true });
    composer.add('\n\n', { lines, offset: read.text.length, verbatim: false });
  } else if (path !== undefined)
    composer.note(`\`${path}\` could not be read: its text is missing.`, placeOf(part, course));
  addScript('verify', part, course);
}

function nameIn(part: YAMLMap, key: string): string | undefined {
  const value = part.get(key, true);
  return isScalar(value) && typeof value.value === 'string' && value.value !== '' ? value.value : undefined;
}

function fileBeside(file: string, path: string): string {
  return posix.join(posix.dirname(file), path);
}

const said: Readonly<Record<string, string>> = {
  background: 'runs in the background there, when the step begins: here it runs before the text',
  foreground: 'runs in the terminal there, when the step begins: here it runs before the text',
  verify: 'verifies the step there: here it runs below the text',
};

/** A script that a step names, as a block in a shell of its own. */
function addScript(key: string, part: YAMLMap, course: Course): void {
  const path = nameIn(part, key);
  if (path === undefined) return;
  const read = course.beside(path);
  if (!('text' in read)) {
    course.composer.note(`\`${path}\` could not be read: what it does is missing.`, placeOf(part, course));
    return;
  }
  const [first = '', ...rest] = read.text.trimEnd().split(/\r?\n/);
  const shebang = first.startsWith('#!');
  const rows = (shebang ? rest : [first, ...rest]).filter(
    (row, index, all) => row !== '' || index > 0 || all.length === 1,
  );
  const lines = readLines(fileBeside(course.file, path), read.text);
  const place = { lines, offset: 0 };
  if (shebang && !/\b(?:ba|da|z)?sh\b/.test(first)) {
    course.composer.note(`\`${path}\` is not for bash: what it does is missing.`, place);
    return;
  }
  if (rows.every((row) => /^\s*(?:#.*)?$/.test(row))) return;
  const block = fenceLines(key === 'verify' ? 'bash within=30s' : 'bash', inOwnShell(rows));
  course.composer.add(`${block.join('\n')}\n\n`, { ...place, verbatim: false });
  course.composer.note(`\`${path}\` ${said[key]}.`, place);
}
