import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rolldown } from 'tsdown';

/**
 * Writes `THIRD-PARTY-NOTICES.txt` beside the bundles: name, version and licence of every package of which a part is in
 * them. Their licences ask for that, and who audits the package finds here what it brings.
 */
export const thirdPartyNotices: Rolldown.Plugin = {
  name: 'third-party-notices',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const notices = new Set([...new Set(modules.flatMap(packageFolderOf))].map(noticeOf));
    const source = [...notices].toSorted().join(`\n${'-'.repeat(80)}\n\n`);
    this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-NOTICES.txt', source });
  },
};

/** `…/node_modules/@scope/name` of a module of that package; nothing for one of ours. */
function packageFolderOf(id: string): readonly string[] {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id) ?? [];
}

function noticeOf(folder: string): string {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = globSync(['{LICENSE,LICENCE,license,licence,License}*', 'NOTICE*'], {
    cwd: folder,
  }).toSorted();
  const written = texts.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const [first] = licenses ?? [];
  return `${[`${name} ${version} (${license ?? first?.type})`, ...written].join('\n\n')}\n`;
}
