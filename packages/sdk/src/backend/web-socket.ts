import type {
  ContextConfigDefault,
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  FastifySchema,
  FastifyTypeProvider,
  FastifyTypeProviderDefault,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerBase,
  RawServerDefault,
  RouteGenericInterface,
} from 'fastify';

/** The server's end of a WebSocket. */
export interface PluginSocket {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: 0 | 1 | 2 | 3;
  /** Bytes that wait to be sent: a client that reads slowly makes them grow. */
  readonly bufferedAmount: number;
  /** A text message from a string, a binary one from bytes. */
  send(message: string | Uint8Array): void;
  /** Ends the conversation; `code` 1000 or 3000 to 4999, `reason` at most 123 bytes. */
  close(code?: number, reason?: string): void;
  /** A message of at most 1 MB. */
  on(event: 'message', listener: (message: Buffer, isBinary: boolean) => void): this;
  /** Nothing can be sent any more: stop what was sending. */
  on(event: 'close', listener: (code: number, reason: Buffer) => void): this;
}

declare module 'fastify' {
  interface RouteShorthandOptions<RawServer extends RawServerBase = RawServerDefault> {
    /** The route opens a WebSocket: the handler gets the socket, then the request. */
    websocket?: boolean;
  }

  interface RouteShorthandMethod<
    RawServer extends RawServerBase = RawServerDefault,
    RawRequest extends RawRequestDefaultExpression<RawServer> = RawRequestDefaultExpression<RawServer>,
    RawReply extends RawReplyDefaultExpression<RawServer> = RawReplyDefaultExpression<RawServer>,
    TypeProvider extends FastifyTypeProvider = FastifyTypeProviderDefault,
    Logger extends FastifyBaseLogger = FastifyBaseLogger,
  > {
    // biome-ignore lint/style/useShorthandFunctionType: only an interface is merged with Fastify's own.
    <
      RouteGeneric extends RouteGenericInterface = RouteGenericInterface,
      ContextConfig = ContextConfigDefault,
      const Schema extends FastifySchema = FastifySchema,
    >(
      path: string,
      options: RouteShorthandOptions<
        RawServer,
        RawRequest,
        RawReply,
        RouteGeneric,
        ContextConfig,
        Schema,
        TypeProvider,
        Logger
      > & { websocket: true },
      handler: (
        socket: PluginSocket,
        request: FastifyRequest<
          RouteGeneric,
          RawServer,
          RawRequest,
          Schema,
          TypeProvider,
          ContextConfig,
          Logger
        >,
      ) => void | Promise<void>,
    ): FastifyInstance<RawServer, RawRequest, RawReply, Logger, TypeProvider>;
  }
}
