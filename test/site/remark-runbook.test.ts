import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createMarkdownProcessor } from '@astrojs/markdown-remark';
import rehypeRaw from 'rehype-raw';
import rehypeSanitize from 'rehype-sanitize';
import { describe, expect, it } from 'vitest';
import { type RemarkRunbookOptions, remarkRunbook } from '../../src/remark.ts';
import { schema } from '../../src/site/sanitize.ts';

const root = fileURLToPath(new URL('../fixtures/site/', import.meta.url));

const options: RemarkRunbookOptions = {
  root,
  page: (slug) => `/base/${slug}/`,
  asset: (path) => `/base/${path}`,
  title: 'remove',
  alerts: 'directives',
};

async function html(name: string): Promise<string> {
  const processor = await createMarkdownProcessor({
    syntaxHighlight: false,
    smartypants: false,
    remarkPlugins: [[remarkRunbook, options]],
    rehypePlugins: [rehypeRaw, [rehypeSanitize, schema]],
  });
  const content = await readFile(`${root}${name}.md`, 'utf8');
  const head = /^---\n[\s\S]*?\n---/.exec(content)?.[0] ?? '';
  const body = content.replace(head, head.replace(/[^\n]/g, ''));
  const { code } = await processor.render(body, { fileURL: pathToFileURL(`${root}${name}.md`) });
  return code;
}

/** The text of the element that follows the heading, up to the next one. */
const section = (page: string, heading: string): string =>
  page
    .split(`>${heading}</h2>`)[1]
    ?.split('<h2')[0]
    ?.replace(/<[^>]+>/g, '') ?? '';

describe('a runbook on a page', () => {
  it('shows commands without directives, keeps data, and says in words what to expect', async () => {
    const text = section(await html('shown'), 'Commands');
    expect(text).toContain(`python3 -m http.server 8000 &#x26;
until curl -sko /dev/null http://localhost:8000/; do sleep 0.2; done
curl -s http://localhost:8000/ | head -1
You should see HTML, within 5\u00a0sIf it isn’t so yet, repeat the command.cat &#x3C;&#x3C;'END'
# expect: data stays as it is
END
You should see data (not a check)kill %1`);
  });

  it('shows a manifest as YAML, with its file and the command that applies it', async () => {
    const page = await html('shown');
    const text = section(page, 'Manifest');
    expect(text).toContain(`apiVersion: v1
kind: ConfigMap
metadata:
  name: shown
data:
  key: value # expect nothing of this
Download manifest.yaml and apply it: kubectl --context $CLUSTER1 apply -n demo --server-side --field-manager=runbook --force-conflicts -f manifest.yaml.`);
    expect(page).toContain('<a href="/base/shown/manifest.yaml" download="manifest.yaml">');
    expect(page).toMatch(
      /data-runbook-before="kubectl --context \$CLUSTER1 apply -n demo --server-side --field-manager=runbook --force-conflicts -f - <<&#x27;EOF&#x27;" data-runbook-after="EOF"/,
    );
    expect(text).toContain('The cluster should answer created');
    expect(text).toContain('The cluster should answer Ready=True, within 30\u00a0s');
  });

  it('shows what an assert block asks for, says so in words, and gives the command to look at it', async () => {
    const text = section(await html('shown'), 'State');
    expect(text).toContain(`  conditions:
  - { type: Programmed, status: "True" }
---
apiVersion: v1`);
    expect(text).toContain('There should be a Gateway demo/front with these values, within 60\u00a0s');
    expect(text).toContain('There should be a Pod in demo with these values, within 60\u00a0s');
    expect(
      text,
    ).toContain(`kubectl --context $CLUSTER1 -n demo get gateway.gateway.networking.k8s.io front -o yaml
kubectl --context $CLUSTER1 -n demo get pod -l app=web -o yaml`);
    expect(text).toContain(
      'There should be no Deployment web like this, within 30\u00a0s, and it stays so for 10\u00a0s',
    );
    expect(text).toContain('kubectl --context $CLUSTER1 get deployment.apps web -o yaml');
  });

  it('says what is done by hand and what runs in any case, and leaves other fences alone', async () => {
    const text = section(await html('shown'), 'Marks');
    expect(text).toMatch(/Runs at the end in any case[^.]*\.rm -f shown\.txt\s+There is no output/);
    expect(text).toMatch(/Done by hand[^.]*\.open http:\/\/localhost:8000\//);
    expect(text).toContain('only: shown');
  });

  it('shows expected output below its commands, and not among them', async () => {
    const text = section(await html('shown'), 'Output');
    expect(text).toMatch(
      /kubectl get pods\s+You should see web\s+It takes a moment\.\s+You should see this in/,
    );
    expect(text).toContain('in the output, within 30\u00a0s; ... stands for anything:');
    expect(text).toMatch(/:NAME {3}READY \.\.\.\n\.\.\.\nweb-1 {2}1\/1 {3}Running \.\.\.\n/);
    expect(text).toContain('You should see exactly this on stdout:');
  });

  it('labels output that nothing checks as an example', async () => {
    const page = await html('shown');
    const text = section(page, 'Output');
    expect(text).toMatch(/It prints JSON like this:\s*\{ "kind": "Pod" \}/);
    expect(text).toMatch(/It prints something like this:\s*Mon Jan {2}1 2026/);
    expect(page.match(/class="rb-output rb-example"/g)).toHaveLength(2);
  });

  it('has one title, anchors for named blocks, and links that lead to pages', async () => {
    const page = await html('shown');
    expect(page).not.toContain('<h1');
    expect(page).toContain('id="served"');
    expect(page).toContain('<a href="/base/hostile/#quoted">');
    expect(page).toContain('<a href="https://example.org/readme.md">');
    expect(page).toContain('<a href="#manifest">');
    expect(page).toContain('npx --no-install runbook exec shown.md');
  });

  it('keeps quotations and takes alerts for call-outs', async () => {
    const page = await html('shown');
    expect(page).toContain('<blockquote>\n<p>Just a quotation.</p>\n</blockquote>');
    expect(page).not.toContain('[!WARNING]');
  });

  it('lets no foreign script through', async () => {
    const page = await html('hostile');
    expect(page).not.toMatch(/<script|onerror|javascript:/);
    expect(page).toContain('<summary>About</summary>');
    expect(page).toContain("echo '&#x3C;script>alert(1)&#x3C;/script>'");
  });

  it('is refused where exec would refuse it, at the same place', async () => {
    await expect(html('malformed')).rejects.toMatchObject({ line: 11, column: 1, source: 'runbook' });
  });
});
