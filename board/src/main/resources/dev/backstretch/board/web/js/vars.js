// Sets custom properties of an element by script: the page's policy allows no style attributes.
import { Directive, directive, PartType } from 'lit/directive.js';
import { noChange } from 'lit';

class Vars extends Directive {
  #known = {};

  constructor(part) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error('vars() stands in a tag, not in an attribute or in text');
  }

  render() {
    return noChange;
  }

  update(part, [values]) {
    for (const [name, value] of Object.entries(values)) {
      if (this.#known[name] !== value) part.element.style.setProperty(name, value);
    }
    this.#known = values;
    return noChange;
  }
}

export const vars = directive(Vars);
