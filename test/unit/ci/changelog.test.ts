import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { notesOf, releasedChangelog } from '../../../.ci/changelog.ts';

const before = '# Changelog\n\n## Unreleased\n\n### Added\n\n- This.\n\n## 1.2.0 - 2026-01-02\n\n- That.\n';

describe('a release', () => {
  it('takes what is unreleased, and leaves room for what comes next', () => {
    const after = releasedChangelog(before, '1.3.0', '2026-02-03');
    expect(after).toContain('## Unreleased\n\n## 1.3.0 - 2026-02-03\n\n### Added\n\n- This.\n\n## 1.2.0');
    expect(notesOf(after, '1.3.0')).toBe('### Added\n\n- This.');
    expect(notesOf(after, '1.2.0')).toBe('- That.');
    expect(notesOf(after, '1.2')).toBe('');
  });

  it('is of something, and has a version of its own', () => {
    const after = releasedChangelog(before, '1.3.0', '2026-02-03');
    expect(() => releasedChangelog(after, '1.4.0', '2026-02-03')).toThrow('nothing under `## Unreleased`');
    expect(() => releasedChangelog(before, '1.2.0', '2026-02-03')).toThrow('has `## 1.2.0` already');
  });

  it('can be made of the changelog that is here', () => {
    const text = readFileSync(new URL('../../../CHANGELOG.md', import.meta.url), 'utf8');
    const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
    const released = notesOf(text, version);
    expect(released === '' ? notesOf(text, 'Unreleased') : released).not.toBe('');
  });
});
