import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export type Build = { readonly code: number; readonly printed: string };

const repository = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds a site. The environment is bare on purpose: vitest's own variables would make it a development build.
 * @param root Absolute folder of the site.
 */
export function buildSite(root: string): Promise<Build> {
  const astro = `${repository}node_modules/astro/bin/astro.mjs`;
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ASTRO_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [astro, 'build', '--root', root],
      { env, cwd: repository },
      (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
        resolve({ code, printed: stdout + stderr });
      },
    );
  });
}
