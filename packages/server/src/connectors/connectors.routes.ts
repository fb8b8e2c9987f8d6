import { Readable } from 'node:stream';
import { connectorsApi } from '@honeyframe/contract/api';
import type { FastifyInstance } from 'fastify';
import { bindApi, type Call } from '../http/index.ts';
import type { Connectors } from './create-connectors.ts';
import type { ImportedBy } from './imports/imports.ts';
import type { UploadOwner } from './uploads/uploads.ts';

/** Binds `/api/connectors`. Files arrive as they are, in a scope whose body parser leaves them alone. */
export function bindConnectorRoutes(app: FastifyInstance, connectors: Connectors): void {
  const { putFile, ...others } = connectorsApi;
  const { uploads, imports } = connectors;
  bindApi(app, others, {
    list: async (_input, { org }) => ({
      connectors: connectors.registry
        .list()
        .map(({ type, title, description }) => ({ type, title, description })),
      sources: await connectors.listSources(org.id),
    }),
    createUpload: async (_input, call) => ({ upload_id: await uploads.create(ownerOf(call)) }),
    deleteUpload: async ({ params }, call) => {
      await uploads.delete(ownerOf(call), params.upload_id);
      return {};
    },
    importUpload: async ({ body }, call) => {
      const owner = ownerOf(call);
      const files = await uploads.list(owner, body.upload_id);
      const { connector, schema, build } = body;
      const result = await imports.import({
        orgId: owner.orgId,
        connector,
        schema,
        build,
        files,
        by: describe(call),
      });
      // After a failure the files stay, so that only the bad one has to be sent again.
      await uploads.delete(owner, body.upload_id);
      return result;
    },
  });
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    bindApi(
      scope,
      { putFile },
      {
        putFile: async ({ params }, call) => {
          const body: unknown = call.request.body;
          const bytes = body instanceof Readable ? body : Readable.from([]);
          return { bytes: await uploads.put(ownerOf(call), params.upload_id, params.file, bytes) };
        },
      },
    );
  });
}

function ownerOf(call: Call): UploadOwner {
  return { orgId: call.org.id, userId: call.user.id };
}

function describe({ user, request }: Call): ImportedBy {
  return { actor: { id: user.id, name: user.email }, request_id: request.id, ip: request.ip };
}
