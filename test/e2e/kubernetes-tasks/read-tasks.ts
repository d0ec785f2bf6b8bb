import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** One place of a page changed, and what a real cluster would then make of it. */
export type Mutant = {
  /** What is wrong then, as a sentence. */
  readonly title: string;
  /** The first `from` behind the text `after` becomes `to`. */
  readonly from: string;
  readonly to: string;
  readonly after?: string;
  /** Text of the statement that has to fail, the first one in the run. */
  readonly failsAt: string;
  /** A pattern of what it prints, or of what the API server answers. */
  readonly prints: string;
  /** Text of an expectation that is unmet. */
  readonly unmet?: string;
};

/** A page about one thing that people do with Kubernetes, and how it goes wrong. */
export type Task = {
  readonly name: string;
  readonly text: string;
  readonly mutants: readonly Mutant[];
};

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = 'test/fixtures/kubernetes-tasks';

const mutantsOfPublished = parse(readFileSync(join(root, fixtures, 'published.yaml'), 'utf8')) as Readonly<
  Record<string, readonly Mutant[]>
>;

/** Pages that are only tests: their mutants stand in their front matter, which is nobody's key there. */
export const tasks: readonly Task[] = pagesIn(fixtures).map(({ file, text }) => {
  const [, front = ''] = /^---\n([\s\S]*?)\n---\n/.exec(text) ?? [];
  const { mutants = [] } = parse(front) as { readonly mutants?: readonly Mutant[] };
  return { name: nameOf(file), text, mutants };
});

/** Pages that are published too, and run as pages of their own; their mutants stand in a file for all. */
export const published: readonly Task[] = [
  ...pagesIn('runbooks/kubernetes'),
  // The labs for free software need each other: none of them runs alone, with a mutant or without.
  ...pagesIn('runbooks/upstream').filter(({ file }) => nameOf(file) === 'ambient'),
].map(({ file, text }) => ({
  name: nameOf(file),
  text: text.replaceAll('../labs/', join(root, 'runbooks/labs/')),
  mutants: mutantsOfPublished[nameOf(file)] ?? [],
}));

function pagesIn(folder: string): readonly { readonly file: string; readonly text: string }[] {
  return globSync(`${folder}/*.md`, { cwd: root })
    .toSorted()
    .map((name) => ({ file: join(root, name), text: readFileSync(join(root, name), 'utf8') }));
}

function nameOf(file: string): string {
  return basename(file, '.md');
}
