import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failuresOf, failureText, type JsonReport, nameOf, settle } from './failures.ts';

/**
 * `suite.ts NAME FOLDER COMMAND…`: runs a command of vitest and tells what failed, shortly. Files in which something
 * failed run once more, one after another: a test that passes then is flaky, which is said, and counts as passed. What
 * everything printed is in `NAME.log` of the folder, and `PASSED FAILED FLAKY` in `NAME.counts`.
 */
const [name = '', folder = '', ...command] = process.argv.slice(2);
const root = process.cwd();
const started = Date.now();

/** In so many files nothing fails by chance. */
const mostFiles = 12;

type Run = { readonly status: number | null; readonly report: JsonReport | undefined };

function run(file: string, more: readonly string[]): Run {
  const json = join(folder, `${name}.json`);
  rmSync(json, { force: true });
  const log = openSync(join(folder, file), 'w');
  const [program = '', ...args] = command;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${json}`];
  const { status } = spawnSync(program, [...args, ...more, ...reporters], { stdio: ['inherit', log, log] });
  closeSync(log);
  return { status, report: existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')) : undefined };
}

const first = run(`${name}.log`, []);
const failures = first.report ? failuresOf(first.report, root) : [];
for (const failure of failures) console.log(failureText(failure));
const files = [...new Set(failures.map(({ file }) => file))];
const again =
  files.length > 0 && files.length <= mostFiles
    ? run(`${name}-again.log`, ['--no-file-parallelism', ...files])
    : undefined;
const failuresAgain = again?.report ? failuresOf(again.report, root) : [];
// The second run says something only if it passed, or if it says what failed.
const isTold = again !== undefined && (again.status === 0 || failuresAgain.length > 0);
const { failed, flaky } = settle(failures, isTold ? failuresAgain : failures);
for (const failure of flaky) console.log(`  flaky  ${nameOf(failure)}`);
for (const failure of failed) console.log(`  failed again  ${nameOf(failure)}`);
// A run that fails without a failed test (by an unhandled error, say) is a failure too, as is one without a report.
const broken = first.status !== 0 && failures.length === 0 ? 1 : 0;
const passed =
  (first.report?.numPassedTests ?? 0) + flaky.filter((failure) => failures.includes(failure)).length;
const bad = failed.length + broken;
const mark = bad === 0 ? 'ok     ' : 'not ok ';
const seconds = Math.round((Date.now() - started) / 1000);
console.log(`${mark} ${name}: ${passed} passed, ${bad} failed, ${flaky.length} flaky (${seconds} s)`);
writeFileSync(join(folder, `${name}.counts`), `${passed} ${bad} ${flaky.length}\n`);
