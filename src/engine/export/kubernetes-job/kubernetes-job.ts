import type { Exporter } from '../exporter.ts';
import { configMaps, volumeOf } from './config-maps.ts';
import { documentText, mark } from './document.ts';
import { gatherFiles } from './gather-files.ts';
import { jobManifest } from './job-manifest.ts';
import { settleOptions } from './job-options.ts';
import { startScript } from './start-script.ts';

/** `--to kubernetes-job`: an Indexed Job and ConfigMaps with the pages; each pod runs its share of them. */
export const kubernetesJob: Exporter = {
  mark,
  executable: false,
  write(request) {
    const settled = settleOptions(request);
    const { files, asked, diagnostics } = gatherFiles(request);
    const refused = [...settled.diagnostics, ...diagnostics];
    const { options } = settled;
    if (refused.length > 0 || options === undefined) return { diagnostics: refused };
    const script = startScript(asked, options);
    const packed = configMaps([script, ...files], options);
    const job = jobManifest(options, volumeOf(packed));
    return {
      text: documentText({ request, options, files, objects: [...packed.map(({ object }) => object), job] }),
    };
  },
};
