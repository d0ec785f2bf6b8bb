import { terminal } from './explanation.ts';

/** About records: what was recorded of a page, and how it fits to the page. */
export const ofRecords = {
  'record/changed': terminal({
    means:
      'A command, manifest, expectation or fence option has changed since the page was recorded. Formatting, prose and headings do not count.',
    why: 'The output and the date on the site would belong to something else.',
    wrong: 'runbook check failover.md   # a command was changed by hand',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/contradicts': terminal({
    means:
      'The recorded output of a command does not meet the expectation below it, the command failed, or the run had another version of a tool than the page asks for.',
    why: 'Only a passed run is recorded, so no run printed this: the record was edited, or belongs to another page.',
    wrong: 'runbook check failover.md   # the recorded output says HTTP 503',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/differs': terminal({
    means:
      'A run with `--verify-record` passed, but a command printed or returned something else than the record. Times, ages, random names and addresses do not count.',
    why: 'The site shows the recorded output, so readers would see something else.',
    wrong: 'runbook exec failover.md --verify-record',
    fixed: 'runbook exec failover.md --record\ngit diff runbooks/failover.record.json',
  }),
  'record/edited': terminal({
    means:
      'A record ends with a digest of itself, and this digest does not match: the record was changed after the run.',
    why: 'A record is evidence of a run. Edits by hand prove nothing.',
    wrong: '$EDITOR runbooks/failover.record.json\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/file-changed': terminal({
    means:
      'A file that a command names, such as a manifest, has changed or is gone since the page was recorded.',
    why: 'The recorded run did something else than a run today.',
    wrong: 'git diff --stat   # runbooks/manifests/web.yaml\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/gone': terminal({
    means: 'The record has a block that is no longer on the page.',
    why: 'Later blocks may have passed only because that block ran before.',
    wrong: 'runbook check failover.md   # a block was taken out',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/incoherent': terminal({
    means:
      'A record says of its run what no run is: that it was simulated on a real server or not simulated on the sandbox, or that something else than runbook made it.',
    why: 'It was edited by hand, and its digest was made to fit.',
    wrong: 'grep -A4 target runbooks/failover.record.json   # "simulated": false, "v1.33.1+sandbox"',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/malformed': terminal({
    means:
      'The `.record.json` file beside the page is not valid JSON, or is incomplete: it was edited by hand, or has merge conflict markers.',
    why: 'It no longer says what was verified.',
    wrong: 'git merge main   # CONFLICT in runbooks/failover.record.json\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/missing': terminal({
    means: '`--verify-record` or `--require-record` was given, but the page has no record.',
    why: 'A comparison with nothing would always pass, and nobody has verified a page without a record.',
    wrong: 'runbook exec failover.md --verify-record   # nobody has recorded it yet',
    fixed: 'runbook exec failover.md --record\nrunbook exec failover.md --verify-record',
  }),
  'record/moved': terminal({
    means: 'A block is now after another block that it ran before when the page was recorded.',
    why: "A command's result may depend on what ran before, and nobody has seen the page pass in this order.",
    wrong: 'runbook check failover.md   # two steps were swapped',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/newer-version': terminal({
    means: 'The record was made by a newer version of runbook than the one that reads it.',
    why: 'The newer version may check and simulate what this one does not know.',
    wrong: 'runbook check failover.md   # recorded by a colleague with runbook 2.0.0',
    fixed: 'runbook exec failover.md --record   # or install the newer version\nrunbook check failover.md',
  }),
  'record/no-such-day': terminal({
    means: 'The date in a record is invalid or in the future.',
    why: 'A page cannot have been verified tomorrow.',
    wrong: 'grep verified runbooks/failover.record.json   # 2031-01-01',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/not-recorded': terminal({
    means: 'This block was added after the page was recorded.',
    why: 'The site says that the page was verified, but this block was not.',
    wrong: 'runbook check failover.md   # a block was added',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/other-format': terminal({
    means: 'The record has the format of another version of runbook.',
    why: 'Read as this format, it could claim what nobody verified.',
    wrong: 'grep format runbooks/failover.record.json   # "format": 0\nrunbook check failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/prose-changed': terminal({
    means:
      'Prose, a heading or a code block that does not run has changed since the page was recorded. What runs has not.',
    why: 'Nobody has compared the new text with the output.',
    wrong: 'runbook check failover.md   # a number in the text was changed',
    fixed:
      'runbook check --accept-prose failover.md   # somebody has read it: it is still true\nrunbook check failover.md',
  }),
  'record/required-changed': terminal({
    means: 'A required page runs or checks something else than when this page was recorded.',
    why: 'The recorded run started from another state of the clusters.',
    wrong: 'git diff --stat   # runbooks/set-up.md\nrunbook check failover.md   # requires: [set-up]',
    fixed: 'runbook exec failover.md --record\nrunbook check failover.md',
  }),
  'record/shown-otherwise': terminal({
    means:
      'The text has a value with a comment `<!-- shown by BLOCK -->`, and the recorded output of that block shows another value or none.',
    why: 'Readers would compare their output with a value that no run has printed.',
    wrong: 'runbook exec failover.md --record   # it prints 240.240.0.3 now\nrunbook check failover.md',
    fixed: 'sed -i "s/240.240.0.2/240.240.0.3/" runbooks/failover.md\nrunbook check failover.md',
  }),
  'record/too-old': terminal({
    means: 'The record is older than `--max-age` allows.',
    why: 'What passed long ago may not pass today.',
    wrong: 'runbook check --max-age 30d failover.md',
    fixed: 'runbook exec failover.md --record\nrunbook check --max-age 30d failover.md',
  }),
  'record/without-page': terminal({
    means: 'There is a record, but no page with its name beside it.',
    why: 'The page was renamed or removed, and nothing uses its record any more.',
    wrong: 'git mv runbooks/failover.md runbooks/switch-over.md\nrunbook check',
    fixed: 'git mv runbooks/failover.record.json runbooks/switch-over.record.json\nrunbook check',
  }),
};
