'use strict';
// Elements, lists that keep their elements, and how times and numbers are written.
// What comes from the server is only ever set as text: the names and messages of works are not to be trusted.

/** Makes an element. Attributes that are functions are listeners, null ones are left out; strings among the children are text. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value === true) {
      made.setAttribute(name, '');
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** Makes an element of a drawing. */
function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

function button(label, act, attributes = {}) {
  return el('button', { type: 'button', click: act, ...attributes }, label);
}

/** Sets what has changed, so that selections, focus and the reader of the screen are left alone. */
function setText(node, text) {
  const value = text ?? '';
  if (node.textContent !== value) {
    node.textContent = value;
  }
}

function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** Shows pairs of a label and a value as a list of terms, without those that have no value. */
function showFacts(node, pairs) {
  const facts = pairs.filter(([, value]) => value !== null && value !== undefined);
  while (node.childElementCount > facts.length) {
    node.lastElementChild.remove();
  }
  facts.forEach(([label, value], index) => {
    const fact = node.children[index] ?? node.appendChild(el('div', {}, el('dt'), el('dd')));
    setText(fact.firstElementChild, label);
    setText(fact.lastElementChild, value);
  });
}

/**
 * Elements for items, by key: an item keeps its element, and with it focus and what was opened in it.
 * While a list is held nothing in it moves: what is new goes to its end, and what has gone stays, marked as ended.
 */
class KeyedList {
  constructor(parent, make, behind = 0) {
    this.parent = parent;
    this.make = make;
    this.behind = behind;
    this.parts = new Map();
  }

  /** Shows the items, each as [key, value] in their order. */
  show(items, held = false) {
    const wanted = new Map(items);
    for (const [key, part] of this.parts) {
      if (!wanted.has(key)) {
        if (held) {
          part.node.classList.add('ended');
          part.end?.();
        } else {
          part.node.remove();
          this.parts.delete(key);
        }
      }
    }
    let next = this.parent.children[this.behind] ?? null;
    for (const [key, value] of wanted) {
      let part = this.parts.get(key);
      if (!part) {
        part = this.make(value, key);
        this.parts.set(key, part);
        if (held) {
          this.parent.append(part.node);
        }
      }
      part.update(value);
      if (!held) {
        if (part.node === next) {
          next = next.nextElementSibling;
        } else {
          this.parent.insertBefore(part.node, next);
        }
      }
    }
  }
}

/** What becomes longer or shorter above a list moves no row below the pointer, as far as the page can be scrolled. */
function inPlace(change) {
  const row = [...document.querySelectorAll('tbody:hover')].find(found => found.closest('.list'));
  const before = row?.getBoundingClientRect().top;
  change();
  if (row?.isConnected) {
    scrollBy({ top: row.getBoundingClientRect().top - before, behavior: 'instant' });
  }
}

const TIME_OF_DAY = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const WHOLE = new Intl.NumberFormat('en');

/** 310 ms, 1.2 s, 42 s, 3 min 12 s, 2 h 5 min, 3 d 4 h. */
function duration(ms) {
  if (ms === null || ms === undefined) {
    return '–';
  }
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  const seconds = Math.floor(ms / 1000);
  if (seconds < 10) {
    return `${(Math.floor(ms / 100) / 10).toFixed(1)} s`;
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ${seconds % 60} s`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

function rate(perSecond) {
  if (perSecond === null) {
    return '–';
  }
  return `${perSecond >= 100 ? WHOLE.format(Math.round(perSecond)) : perSecond.toFixed(1)}/s`;
}

function count(number) {
  return number === null || number === undefined ? '–' : WHOLE.format(number);
}

function times(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** An instant as the clock on the wall says it, with the date where it was on another day. */
function clock(instant) {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) {
    return '–';
  }
  return (at.toDateString() === new Date().toDateString() ? TIME_OF_DAY : DAY_AND_TIME).format(at);
}
