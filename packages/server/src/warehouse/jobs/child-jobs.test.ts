import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ChildJobs } from './child-jobs.ts';

async function createJob(body: string) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'honeyframe-job-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const module = path.join(folder, 'job.mjs');
  await writeFile(
    module,
    `import fs from 'node:fs'; import { execSync } from 'node:child_process';\nexport default async (input) => { ${body} }`,
  );
  return { folder, job: { name: 'import', module, input: { a: 1 }, timeoutMs: 20_000 } };
}

it('returns what the job returns', async () => {
  const { job } = await createJob('return { got: input, env: Object.keys(process.env).sort() }');
  expect(await new ChildJobs().run(job)).toEqual({
    got: { a: 1 },
    env: expect.not.arrayContaining(['PATH', 'HOME']),
  });
});

it('returns nothing from a job that returns nothing', async () => {
  const { job } = await createJob('');
  expect(await new ChildJobs().run(job)).toBeUndefined();
});

it.each([
  ['throws', "throw new Error('no luck')", 'no luck'],
  ['ends', 'process.exit(3)', 'it ended with code 3'],
  [
    'is killed',
    "process.kill(process.pid, 'SIGTERM'); await new Promise(() => setInterval(() => {}, 1000))",
    'SIGTERM',
  ],
])('says how a job failed that %s', async (_how, body, reason) => {
  const { job } = await createJob(body);
  await expect(new ChildJobs().run(job)).rejects.toMatchObject({
    code: 'HF_WAREHOUSE_JOB_FAILED',
    context: { reason: expect.stringContaining(reason) },
  });
});

it('ends a job that takes too long', async () => {
  const { job } = await createJob('await new Promise(() => setInterval(() => {}, 1000))');
  await expect(new ChildJobs().run({ ...job, timeoutMs: 500 })).rejects.toMatchObject({
    context: { reason: 'it was stopped by SIGKILL' },
  });
});

it('ends running jobs when it closes', async () => {
  const { job, folder } = await createJob(
    `fs.writeFileSync('${os.tmpdir()}/' + input.mark, ''); await new Promise(() => setInterval(() => {}, 1000))`,
  );
  const jobs = new ChildJobs();
  const mark = `${path.basename(folder)}/started`;
  const running = jobs.run({ ...job, input: { mark } });
  const outcome = running.catch((error: unknown) => error);
  await expect
    .poll(
      () =>
        access(path.join(folder, 'started')).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  jobs.close();
  expect(await outcome).toMatchObject({ code: 'HF_WAREHOUSE_JOB_FAILED' });
});

it('keeps a confined job to its folder and from starting programs', async () => {
  const { job, folder } = await createJob(`
    const attempt = (what) => { try { what(); return 'done'; } catch (error) { return error.code; } };
    return [
      attempt(() => fs.writeFileSync(input.folder + '/inside/x', '')),
      attempt(() => fs.writeFileSync(input.folder + '/outside', '')),
      attempt(() => execSync('true')),
    ]`);
  await mkdir(path.join(folder, 'inside'));
  const confined = { ...job, input: { folder }, confineTo: path.join(folder, 'inside') };
  expect(await new ChildJobs().run(confined)).toEqual(['done', 'ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED']);
});
