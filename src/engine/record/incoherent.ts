import type { Diagnostic } from '../model/diagnostic.ts';
import type { RecordedTarget, RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { simulatedBuild } from '../model/target.ts';
import { productVersion } from '../product-version.ts';
import { startOfPage } from './start-of-page.ts';

/**
 * What a record says of its own run and can't be: a simulated run on real servers or the other way round, a maker that
 * is no version of runbook. A newer version than this one may have judged otherwise, which is only said.
 */
export function incoherentIn(runbook: Runbook, { target, by }: RunRecord): readonly Diagnostic[] {
  const { file } = runbook.source;
  const span = startOfPage(runbook);
  const hint = `Run it again and record it: \`runbook exec ${file} --record\`.`;
  const told = [...ofTarget(target), ...ofMaker(by)].map(
    (message): Diagnostic => ({ code: 'record/incoherent', severity: 'error', message, span, hint }),
  );
  const version = versionIn(by);
  if (version === undefined || !isNewer(version, productVersion)) return told;
  const message = `The record was made by runbook ${version}, which is newer than this one, ${productVersion}.`;
  const update = `Update runbook, or record it with this version: \`runbook exec ${file} --record\`.`;
  return [...told, { code: 'record/newer-version', severity: 'warning', message, span, hint: update }];
}

function ofTarget({ name, simulated, clusters }: RecordedTarget): readonly string[] {
  return Object.entries(clusters).flatMap(([variable, { version }]) => {
    const isSandbox = version.endsWith(simulatedBuild);
    if (isSandbox === simulated) return [];
    const [said, is] = simulated ? ['simulated', 'a real server'] : ['not simulated', 'the sandbox'];
    return [
      `The record says that its run on \`${name}\` was ${said}, and \`${variable}\` has the version of ${is}, ${version}.`,
    ];
  });
}

const ofMaker = (by: string): readonly string[] =>
  versionIn(by) === undefined
    ? [`The record says that \`${by}\` made it, which is no version of runbook.`]
    : [];

const versionIn = (by: string): string | undefined =>
  /^runbook (\d+\.\d+\.\d+)(?:-[\w.-]+)?(?: \([\w.-]+\))?$/.exec(by)?.[1];

/** By the three numbers of a version. */
function isNewer(version: string, other: string): boolean {
  const [one, two] = [version, other].map((each) => each.split('.').map((part) => Number.parseInt(part, 10)));
  const at = [0, 1, 2].find((index) => one?.[index] !== two?.[index]);
  return at !== undefined && (one?.[at] ?? 0) > (two?.[at] ?? 0);
}
