import type { RecordedJob, RunRecord } from '../engine/model/record.ts';
import { productVersion } from '../engine/product-version.ts';

/** Who records: this version, the commit it was built from, and the job of CI that it runs in. */
export function recordedBy(env: NodeJS.ProcessEnv): Pick<RunRecord, 'by' | 'job'> {
  // Filled in by the build.
  const commit = process.env.RUNBOOK_BUILT_FROM;
  const job = jobOf(env);
  return {
    by: `runbook ${productVersion}${commit ? ` (${commit})` : ''}`,
    ...(job === undefined ? {} : { job }),
  };
}

/**
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/variables
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
function jobOf(env: NodeJS.ProcessEnv): RecordedJob | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (env.GITHUB_ACTIONS === 'true' && server && repository && run)
    return { url: `${server}/${repository}/actions/runs/${run}`, ...commitOf(env.GITHUB_SHA) };
  if (env.GITLAB_CI === 'true' && env.CI_JOB_URL)
    return { url: env.CI_JOB_URL, ...commitOf(env.CI_COMMIT_SHA) };
  return undefined;
}

const commitOf = (commit: string | undefined): Pick<RecordedJob, 'commit'> => (commit ? { commit } : {});
