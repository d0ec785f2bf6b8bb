import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Settings = { readonly env?: Readonly<Record<string, string>>; readonly flags?: readonly string[] };

export type Build = { readonly code: number; readonly printed: string };

const repository = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds a site. The environment is bare on purpose: vitest's own variables would make it a development build.
 * @param root Absolute folder of the site.
 * @param settings Variables of the environment that the site's settings read, and flags of the build.
 */
export function buildSite(root: string, { env: own = {}, flags = [] }: Settings = {}): Promise<Build> {
  const astro = `${repository}node_modules/astro/bin/astro.mjs`;
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1', ...own };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [astro, 'build', '--root', root, ...flags],
      { env, cwd: repository },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ code, printed: stdout + stderr });
      },
    );
  });
}
