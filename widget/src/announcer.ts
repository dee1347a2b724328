import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * What a screen reader is to say, politely. Two regions take turns, so that the same words can be said again.
 */
export class Announcer implements ReactiveController {
  readonly regions: [string, string] = ['', ''];
  private readonly host: ReactiveControllerHost;
  private turn = 0;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.regions.fill('');
  }

  /** Says a text after whatever is being said. */
  say(text: string): void {
    this.regions.fill('');
    this.turn = 1 - this.turn;
    this.regions[this.turn] = text;
    this.host.requestUpdate();
  }
}
