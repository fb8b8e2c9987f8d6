import { PlatformError } from '@honeyframe/contract';
import type { Connector } from './connector.ts';

/** The connectors by type. */
export class ConnectorRegistry {
  readonly #connectors = new Map<string, Connector>();

  /** Returns the disposer that removes exactly this one. */
  register(connector: Connector): () => void {
    if (this.#connectors.has(connector.type)) {
      throw new PlatformError('HF_CORE_CONFLICT', { what: `The connector '${connector.type}'` });
    }
    this.#connectors.set(connector.type, connector);
    return () => {
      if (this.#connectors.get(connector.type) === connector) this.#connectors.delete(connector.type);
    };
  }

  get(type: string): Connector {
    const connector = this.#connectors.get(type);
    if (connector) return connector;
    const known = [...this.#connectors.keys()].map((name) => `'${name}'`).join(', ');
    throw new PlatformError('HF_CONNECTOR_UNKNOWN', { connector: type, known });
  }

  list(): Connector[] {
    return [...this.#connectors.values()];
  }
}
