import { servedVersion } from '../versions.ts';

/** Body of `/version`. A kubectl that dispatches between several clients picks the one of this minor version. */
export const versionInfo = {
  major: '1',
  minor: '33',
  emulationMajor: '1',
  emulationMinor: '33',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '32',
  gitVersion: servedVersion,
  gitCommit: 'sandbox',
  gitTreeState: 'clean',
  buildDate: '2025-05-15T00:00:00Z',
  goVersion: 'go1.24.2',
  compiler: 'gc',
  platform: 'linux/amd64',
} as const;
