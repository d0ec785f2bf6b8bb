import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { notesOf, releasedChangelog } from './changelog.ts';

/** `release.ts prepare X.Y.Z`: gives what is unreleased this version, in all files that have it. Changes nothing else. */
function prepare(version: string): void {
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)) throw new Error(`\`${version}\` is no version`);
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync('CHANGELOG.md', releasedChangelog(readFileSync('CHANGELOG.md', 'utf8'), version, day));
  execFileSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version']);
  process.stdout.write(`git commit -am 'Release ${version}' && git tag -a v${version} -m v${version}\n`);
}

/** `release.ts notes vX.Y.Z`: what the changelog says of a tag. @throws Error when tag, manifest and changelog differ. */
function notes(tag: string): void {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json says ${version}`);
  const text = notesOf(readFileSync('CHANGELOG.md', 'utf8'), version);
  if (text === '') throw new Error(`CHANGELOG.md says nothing of ${version}: run \`release.ts prepare\``);
  process.stdout.write(`${text}\n`);
}

const [task, version = ''] = process.argv.slice(2);
try {
  if (task === 'prepare') prepare(version);
  else if (task === 'notes') notes(version);
  else throw new Error('Usage: node .ci/release.ts prepare X.Y.Z | notes vX.Y.Z');
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
