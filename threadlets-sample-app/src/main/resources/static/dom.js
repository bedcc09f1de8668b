/** The element with an id. */
export const $ = (id) => document.getElementById(id);

/** A new element. Texts, such as names of files, become text and nothing else. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) {
      made[name] = value;
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** Changes a text only where it is another, so that nothing is read out twice. */
export function say(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}
