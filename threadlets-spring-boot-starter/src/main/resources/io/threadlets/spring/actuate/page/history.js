'use strict';
// The last five minutes of a queue. They are kept here, so that the server keeps nothing for anybody who looks.

const KEPT_MS = 300_000;
const BARS = 100;
const RATE_MS = 10_000;
// A sample stands for this long at most: a page that was hidden has a gap, not a line through it.
const STANDS_MS = 15_000;

class History {
  constructor() {
    this.samples = [];
  }

  add(at, queue) {
    const last = this.samples.at(-1);
    if (last && queue.submitted < last.submitted) {
      this.samples = []; // the application was started again
    }
    this.samples.push({
      at,
      running: queue.running,
      queued: queue.queued,
      submitted: queue.submitted,
      completed: queue.completed,
      rejected: queue.rejected,
    });
    while (this.samples[0].at < at - KEPT_MS) {
      this.samples.shift();
    }
  }

  /** How fast a count has grown lately, each second; null where there is nothing to compare with. */
  perSecond(field) {
    const last = this.samples.at(-1);
    const first = this.samples.find(sample => sample.at >= last.at - RATE_MS);
    return first === last ? null : (last[field] - first[field]) / ((last.at - first.at) / 1000);
  }

  peak(field) {
    return Math.max(...this.samples.map(sample => sample[field]));
  }

  growth(field) {
    return this.samples.at(-1)[field] - this.samples[0][field];
  }

  /** The highest of each of the bars; null where nothing is known. */
  bars() {
    const now = this.samples.at(-1).at;
    const bars = new Array(BARS).fill(null);
    this.samples.forEach((sample, index) => {
      const next = this.samples[index + 1]?.at ?? now + 1;
      const before = this.samples[index - 1];
      const until = Math.min(next, sample.at + STANDS_MS);
      const first = barAt(sample.at, now);
      for (let bar = first; bar <= Math.max(first, barAt(until - 1, now)); bar++) {
        const so = bars[bar] ?? { running: 0, queued: 0, rejected: 0 };
        so.running = Math.max(so.running, sample.running);
        so.queued = Math.max(so.queued, sample.queued);
        if (bar === first && before) {
          so.rejected += sample.rejected - before.rejected;
        }
        bars[bar] = so;
      }
    });
    return bars;
  }
}

function barAt(at, now) {
  return Math.max(0, Math.min(BARS - 1, BARS - 1 - Math.floor((now - at) / (KEPT_MS / BARS))));
}

/** A drawing of what ran, what waited on top of it, and a mark where works were rejected. */
class Sparkline {
  constructor() {
    this.running = drawn('path', { class: 'running' });
    this.queued = drawn('path', { class: 'queued' });
    this.rejected = drawn('path', { class: 'rejected' });
    this.node = drawn('svg', { class: 'sparkline', role: 'img', viewBox: `0 0 ${BARS} 24`, preserveAspectRatio: 'none' },
      drawn('path', { class: 'floor', d: `M0 23.75H${BARS}` }), this.running, this.queued, this.rejected);
  }

  draw(history) {
    const bars = history.bars();
    const top = Math.max(1, ...bars.map(bar => bar ? bar.running + bar.queued : 0));
    const y = works => (24 - 21 * works / top).toFixed(2);
    let running = '';
    let queued = '';
    let rejected = '';
    bars.forEach((bar, x) => {
      if (!bar) {
        return;
      }
      if (bar.running) {
        running += `M${x} 24V${y(bar.running)}h1V24z`;
      }
      if (bar.queued) {
        queued += `M${x} ${y(bar.running)}V${y(bar.running + bar.queued)}h1V${y(bar.running)}z`;
      }
      if (bar.rejected) {
        rejected += `M${x} 0h1v3h-1z`;
      }
    });
    setAttribute(this.running, 'd', running);
    setAttribute(this.queued, 'd', queued);
    setAttribute(this.rejected, 'd', rejected);
    setAttribute(this.node, 'aria-label', `Last five minutes: at most ${count(history.peak('running'))} running and `
      + `${count(history.peak('queued'))} waiting, ${count(history.growth('rejected'))} rejected`);
  }
}
