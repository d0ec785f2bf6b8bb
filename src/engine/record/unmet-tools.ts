import { satisfies } from 'semver';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RunRecord } from '../model/record.ts';
import type { Runbook } from '../model/runbook.ts';
import { startOfPage } from './start-of-page.ts';

/** Versions of tools that the page asks for by now and the recorded run did not have. Pure. */
export function unmetToolsIn(
  { meta, source, ...page }: Runbook,
  { target, verified }: RunRecord,
): readonly Diagnostic[] {
  return Object.entries(meta.tools).flatMap(([tool, range]): readonly Diagnostic[] => {
    const version = target.tools[tool];
    // Of some tools it is only known that they were there.
    if (version === undefined || version === '*' || satisfies(version, range, { includePrerelease: true }))
      return [];
    return [
      {
        code: 'record/contradicts',
        severity: 'error',
        message: `The page asks for \`${tool}\` ${range}, and was recorded on ${verified} with ${version}.`,
        span: meta.spans.tools ?? startOfPage({ meta, source, ...page }),
        hint: `Run it with such a version and record it: \`runbook exec ${source.file} --record\`.`,
      },
    ];
  });
}
