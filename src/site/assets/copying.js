import { make } from './make.js';

const lineEnd = '\x7f';

/**
 * Lets the copy buttons of Expressive Code give what runs: the panel's own text, or that of `data-runbook-copy`, or a
 * manifest within its command; and all panels of a block at once. Gives functions that take over other names.
 */
export function copies(main, names, words) {
  const buttons = [...main.querySelectorAll('.copy button')].map((button) => {
    const around = button.closest('[data-runbook-before], [data-runbook-copy]')?.dataset ?? {};
    const { runbookBefore: before, runbookAfter: after, runbookCopy: whole } = around;
    const code = whole ?? button.dataset.code.replaceAll(lineEnd, '\n');
    if (button.closest('.rb-manifest')) button.title = words.copyApplies;
    const options = button.closest('.rb-run') ? names.options : () => '';
    return () => {
      const text = before
        ? [names.rewritten(before), code, after].join('\n')
        : names.rewritten(code) + options();
      button.dataset.code = text.replaceAll('\n', lineEnd);
    };
  });
  for (const block of main.querySelectorAll('.rb-shell')) addCopyAll(block, words);
  return buttons;
}

/** For a block that is shown in several panels, unless one has to look at something in between. */
function addCopyAll(block, words) {
  const buttons = [...block.querySelectorAll('.copy button')];
  if (buttons.length < 2 || block.querySelector('.rb-watch')) return;
  const all = make('button', { type: 'button', className: 'rb-copy-all', textContent: words.copyAll });
  all.addEventListener('click', async () => {
    const text = buttons.map(({ dataset }) => dataset.code.replaceAll(lineEnd, '\n')).join('\n');
    await navigator.clipboard.writeText(text);
    all.textContent = words.copied;
    setTimeout(() => {
      all.textContent = words.copyAll;
    }, 2000);
  });
  block.querySelector('.rb-name, .rb-note')?.append(all);
}
