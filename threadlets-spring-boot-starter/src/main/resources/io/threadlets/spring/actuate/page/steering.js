'use strict';
// What changes a queue, and what is asked before.

/** Asks before something that cannot be undone. A word to be typed keeps a hasty hand from it. */
function confirmed({ title, text, yes, word }) {
  const dialog = document.getElementById('confirm');
  const agree = document.getElementById('confirm-yes');
  const typed = document.getElementById('confirm-word');
  setText(document.getElementById('confirm-title'), title);
  setText(document.getElementById('confirm-text'), text);
  setText(agree, yes);
  document.getElementById('confirm-typing').hidden = !word;
  setText(document.querySelector('label[for="confirm-word"]'), word ? `Type ${word} to go on` : '');
  typed.value = '';
  typed.disabled = !word;
  const check = () => { agree.disabled = Boolean(word) && typed.value !== word; };
  check();
  typed.oninput = check;
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => resolve(dialog.returnValue === 'yes');
  });
}

/** The controls of one queue. After each change the page asks again, so that it shows what came of it. */
class Steering {
  constructor(queue, askAgain) {
    this.queue = queue;
    this.askAgain = askAgain;
    this.allowed = false;
    this.done = el('p', { class: 'outcome', role: 'status' });
    this.failed = el('p', { class: 'outcome failed', role: 'alert' });
    this.pause = button('Pause', () => this.pauseOrResume(), { class: 'steers' });
    this.max = el('input', { type: 'number', min: '1', step: '1', class: 'max', id: `max-${queue}`, input: () => this.edit() });
    this.max.addEventListener('keydown', event => {
      if (event.key === 'Enter') {
        this.resize();
      } else if (event.key === 'Escape') {
        this.edited = false;
      }
    });
    this.fewer = button('−', () => this.step(-1), { 'aria-label': 'Fewer threads' });
    this.more = button('+', () => this.step(1), { 'aria-label': 'More threads' });
    this.apply = button('Apply', () => this.resize());
    this.clear = button('Clear', () => this.clearAll(), { class: 'danger' });
    this.change = el('span', { class: 'muted change' });
    this.node = el('div', { class: 'steering', role: 'group', 'aria-label': 'Change' },
      el('label', { for: `max-${queue}` }, 'Max threads'),
      el('span', { class: 'stepper' }, this.fewer, this.max, this.more), this.apply, this.change);
  }

  update(entry, allowed) {
    this.entry = entry;
    this.allowed = allowed;
    const closed = entry.state === 'closed' || entry.state === 'closing';
    setText(this.pause, entry.state === 'paused' ? 'Resume' : 'Pause');
    for (const control of [this.pause, this.max, this.fewer, this.more, this.apply, this.clear]) {
      control.disabled = !allowed || closed;
      setAttribute(control, 'title', allowed ? closed && 'The queue accepts no changes any more.' : READ_ONLY);
    }
    this.clear.disabled ||= entry.queued === 0;
    if (!this.edited) {
      const max = entry.max === undefined || entry.max === null ? '' : String(entry.max);
      if (this.max.value !== max) {
        this.max.value = max;
      }
    }
    this.apply.disabled ||= !this.edited;
    setText(this.change, this.edited ? `${entry.max ?? 'no limit'} → ${this.max.value}, until restart` : changed(entry));
  }

  edit() {
    this.edited = this.max.value !== String(this.entry.max ?? '');
    this.update(this.entry, this.allowed);
  }

  step(by) {
    this.max.value = Math.max(1, (Number(this.max.value) || this.entry.cur) + by);
    this.edit();
  }

  pauseOrResume() {
    const resumes = this.entry.state === 'paused';
    return this.act(async () => {
      await write('POST', [this.queue], { body: { state: resumes ? 'running' : 'paused' } });
      return resumes ? 'Resumed.' : 'Paused: what runs goes on, nothing more is started.';
    });
  }

  resize() {
    return this.act(async () => {
      const before = this.entry.max ?? 'no limit';
      await write('POST', [this.queue], { body: { max: this.max.value } });
      this.edited = false;
      return `Max threads ${before} → ${this.max.value}, until restart.`;
    });
  }

  async clearAll() {
    const waiting = this.entry.queued;
    const agreed = await confirmed({
      title: `Clear ${this.queue}?`,
      text: `${times(waiting, 'work that waits is', 'works that wait are')} taken off the queue and never run. `
        + 'Their callers are told that they were cancelled. What runs goes on.',
      yes: 'Clear',
      word: this.queue,
    });
    if (agreed) {
      await this.act(async () => {
        const answer = await write('POST', [this.queue], { body: { clear: this.queue } });
        return `Cleared: ${times(answer.removed, 'work', 'works')} removed.`;
      });
    }
  }

  cancel(work) {
    return this.act(async () => {
      await this.interrupt(work);
      return `Asked ${work.work} (work ${work.id}) to stop. It is listed until it does.`;
    });
  }

  remove(work) {
    return this.act(async () => {
      await this.takeOff(work);
      return `Removed ${work.work} (work ${work.id}).`;
    });
  }

  retry(call) {
    return this.act(async () => {
      await write('POST', [this.queue, 'stored', call.id], { body: { action: 'retry' } });
      return `Retried ${call.work} (${call.id}).`;
    });
  }

  /** Takes a stored call back. One that does not run is gone then, and so that is asked before. */
  async take(call) {
    const agreed = call.state === 'running' || await confirmed({
      title: 'Delete this call?',
      text: `${call.work} (${call.id}) is taken out of the store, and ${call.state === 'waiting' ? 'never run' : 'not run again'}.`,
      yes: 'Delete',
    });
    if (agreed) {
      await this.act(async () => {
        const answer = await write('DELETE', [this.queue, 'stored', call.id]);
        return answer.outcome === 'removed' ? `Deleted ${call.work} (${call.id}).` : `Asked ${call.work} (${call.id}) to stop. It is not run again.`;
      });
    }
  }

  interrupt(work) {
    return write('DELETE', [this.queue, 'running', work.id], { query: { interrupt: true } });
  }

  takeOff(work) {
    return write('DELETE', [this.queue, 'queued', work.id]);
  }

  /** Cancels what matches of all that runs and waits, not only of what is listed. */
  cancelMatching(filter) {
    return this.act(async () => {
      const running = (await everything(this.queue, 'running')).filter(work => matches(work, filter));
      const waiting = (await everything(this.queue, 'queued')).filter(work => matches(work, filter));
      const all = running.length + waiting.length;
      if (all === 0) {
        return `Nothing of “${filter}” runs or waits any more.`;
      }
      const methods = [...new Set([...waiting, ...running].map(work => work.work))];
      const agreed = await confirmed({
        title: `Cancel ${times(all, 'work', 'works')}?`,
        text: `“${filter}” matches ${methods.join(', ')}: ${times(running.length, 'running work', 'running works')}, whose threads are `
          + `interrupted, and ${times(waiting.length, 'waiting work', 'waiting works')}, never run. Works of these methods that come `
          + 'until then are cancelled too.',
        yes: `Cancel ${count(all)}`,
      });
      return agreed ? this.cancelEach(methods) : '';
    });
  }

  /** By method, since the server then takes back what waits first, or it would begin in the place of what is interrupted. */
  async cancelEach(methods) {
    const sum = { removed: 0, interrupted: 0, spared: 0 };
    for (const method of methods) {
      try {
        const outcome = await write('POST', [this.queue], { body: { cancel: method } });
        Object.keys(sum).forEach(what => { sum[what] += outcome[what]; });
      } catch (problem) {
        if (problem.status !== 404 || problem.message === READ_ONLY) {
          throw problem; // 404: all of that method have ended meanwhile
        }
      }
    }
    return `Removed ${count(sum.removed)} and asked ${count(sum.interrupted)} to stop.`
      + (sum.spared ? ` ${count(sum.spared)} must not be interrupted and go on; who waits for them is free.` : '');
  }

  /** Does something and says what came of it. */
  async act(what) {
    setText(this.failed, '');
    setText(this.done, '');
    try {
      setText(this.done, await what());
    } catch (problem) {
      setText(this.failed, problem instanceof Refusal ? problem.message : `No answer: ${problem.message}`);
    }
    this.askAgain();
  }
}

function changed(entry) {
  const configured = entry.configured?.max;
  const effective = entry.effective?.max ?? entry.max;
  return configured !== undefined && configured !== effective ? `until restart; configuration says ${configured}` : '';
}

function matches(work, filter) {
  return work.work.toLowerCase().includes(filter.toLowerCase());
}

/** All of a list, however many pages the server makes of it. */
async function everything(queue, list) {
  const works = new Map();
  for (;;) {
    const offset = works.size;
    const page = await read([queue, list], list === 'queued' ? { limit: 1000, offset } : { limit: 1000 });
    page.works.forEach(work => works.set(work.id, work));
    if (works.size === offset || works.size >= page.total || list !== 'queued') {
      return [...works.values()];
    }
  }
}
