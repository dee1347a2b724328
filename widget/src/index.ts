import { AssistantElement, NAME } from './element';
import { embed } from './embed';

// The same script may stand several times on a page: the first defines the element, each places its own.
if (!customElements.get(NAME)) customElements.define(NAME, AssistantElement);
embed(document.currentScript);
