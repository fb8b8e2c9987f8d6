import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PlatformError } from '@honeyframe/contract/errors';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/** The checkout or installation that this file belongs to: what INSTALL_DIR is when nobody sets it. */
const repositoryRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

const absolutePath = z.string().transform((value) => path.resolve(value));
const autoInstall = z.enum(['all', 'bundled', 'none'], "must be 'all', 'bundled' or 'none'");

const port = z
  .string()
  .regex(/^\d+$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .pipe(z.number().max(65_535, 'must be a whole number from 0 to 65535'));

const days = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of days from 1 to 99999')
  .transform(Number);

const hostNames = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[a-z0-9.:[\]-]+$/, 'must be names of hosts, with commas between')));

const servers = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(
    z.array(
      z
        .string()
        .regex(
          /^(\/.*|[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?)$/,
          'must be hosts, or folders of sockets, with commas between',
        ),
    ),
  );

const keptVersions = z
  .string()
  .regex(/^[1-9]\d?$/, 'must be a whole number from 1 to 99')
  .transform(Number);

const gigabytes = z
  .string()
  .regex(/^\d{1,6}(\.\d+)?$/, 'must be a number of gigabytes')
  .transform(Number);

const positiveGigabytes = gigabytes.refine((value) => value >= 0.5, 'must be at least 0.5 gigabytes');

const minutes = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'must be a whole number of minutes from 1 to 99999')
  .transform(Number);

const builds = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, 'must be a whole number of builds from 1 to 999')
  .transform(Number);

const databaseUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, "must begin with 'postgres://' or 'postgresql://'");

const trustedProxies = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .pipe(z.array(z.string().refine(isAddressOrRange, 'must be IP addresses or ranges, with commas between')));

/** `data@example.org` or `Honeyframe <data@example.org>`. */
const mailAddress = z
  .string()
  .regex(/^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'must be an e-mail address');

const settingsSchema = z.object({
  INSTALL_DIR: absolutePath.optional(),
  DATA_DIR: absolutePath.optional(),
  DATABASE_URL: databaseUrl.optional(),
  DBT_PACKAGE_HUB_URL: z
    .url({ protocol: /^https?$/, error: "must be an address such as 'https://hub.example.org/'" })
    .transform((value) => (value.endsWith('/') ? value : `${value}/`))
    .optional(),
  DBT_RUNS_PER_ORG: builds.default(1),
  DBT_RUNS_IN_ALL: builds.optional(),
  DBT_RUN_MEMORY_GB: positiveGigabytes.default(2),
  DBT_RUN_DISK_GB: positiveGigabytes.default(20),
  DBT_RUN_MINUTES: minutes.default(60),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(8001),
  HONEYFRAME_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  HONEYFRAME_ADMIN_PASSWORD: z.string().optional(),
  HONEYFRAME_TRUSTED_PROXIES: trustedProxies.default([]),
  HONEYFRAME_PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: "must be an address such as 'https://data.example.org'" })
    .optional(),
  HONEYFRAME_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  HONEYFRAME_PYTHON: z.string().optional(),
  HONEYFRAME_SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  AUDIT_RETENTION_DAYS: days.optional(),
  WAREHOUSE_KEPT_VERSIONS: keptVersions.default(5),
  WAREHOUSE_HISTORY_GB: gigabytes.default(20),
  HONEYFRAME_WEBHOOK_HOSTS: hostNames.default([]),
  HONEYFRAME_WAREHOUSE_HOSTS: servers.default([]),
  PLUGIN_AUTO_INSTALL: autoInstall.default('all'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must begin with 'smtp://' or 'smtps://'" }).optional(),
  SMTP_FROM: mailAddress.optional(),
});

/** Their values never appear in a message: a terminal is often shared. */
const secretVariables = new Set([
  'DATABASE_URL',
  'HONEYFRAME_ADMIN_PASSWORD',
  'HONEYFRAME_SECRET_KEY',
  'SMTP_URL',
]);

/** What the operator chose through environment variables, with every default filled in. */
export interface Settings {
  readonly install_dir: string;
  readonly data_dir: string;
  /** Undefined means the embedded PostgreSQL. */
  readonly database_url: string | undefined;
  /** Where packages of workspaces are fetched from; undefined: dbt's own hub. */
  readonly dbt_package_hub_url: string | undefined;
  /** Builds at a time on all nodes: of one organisation, and of all; undefined: as many as the nodes take. */
  readonly dbt_runs_per_org: number;
  readonly dbt_runs_in_all: number | undefined;
  /** What one build may take: memory and disk in bytes, and time. */
  readonly dbt_run_memory_bytes: number;
  readonly dbt_run_disk_bytes: number;
  readonly dbt_run_minutes: number;
  readonly host: string;
  readonly port: number;
  readonly admin_email: string | undefined;
  readonly admin_password: string | undefined;
  readonly trusted_proxies: readonly string[];
  readonly public_url: string | undefined;
  readonly log_level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  /** Audit events older than this many days are removed; undefined: they are kept for ever. */
  readonly audit_retention_days: number | undefined;
  /** Hosts that webhooks of organisations may reach without https and on private addresses. */
  readonly webhook_hosts: readonly string[];
  /** PostgreSQL servers that organisations may name as their warehouse: `host`, `host:port` or a folder of sockets. */
  readonly warehouse_hosts: readonly string[];
  /** Versions of each workspace and raw source that stay, the current one among them. */
  readonly warehouse_kept_versions: number;
  /** What an organisation's versions that are not current may weigh together, in bytes. */
  readonly warehouse_history_bytes: number;
  readonly plugin_auto_install: 'all' | 'bundled' | 'none';
  /** A Python chosen by hand; undefined means the newest suitable one on the PATH. */
  readonly python: string | undefined;
  /** The operator's own key; undefined means one generated in DATA_DIR. */
  readonly secret_key: string | undefined;
  /** Where mail goes, and whom it is from; undefined: no mail is sent. The URL may carry a password. */
  readonly smtp: { readonly url: string; readonly from: string } | undefined;
}

/** Reads the settings; the first variable that does not fit is named together with its value. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = settingsSchema.safeParse(withoutEmptyValues(env));
  if (!parsed.success) throw describeIssue(env, parsed.error.issues[0]);
  const values = parsed.data;
  return {
    install_dir: values.INSTALL_DIR ?? repositoryRoot,
    data_dir: values.DATA_DIR ?? defaultDataDir(values.INSTALL_DIR),
    database_url: values.DATABASE_URL,
    dbt_package_hub_url: values.DBT_PACKAGE_HUB_URL,
    dbt_runs_per_org: values.DBT_RUNS_PER_ORG,
    dbt_runs_in_all: values.DBT_RUNS_IN_ALL,
    dbt_run_memory_bytes: values.DBT_RUN_MEMORY_GB * 1024 ** 3,
    dbt_run_disk_bytes: values.DBT_RUN_DISK_GB * 1024 ** 3,
    dbt_run_minutes: values.DBT_RUN_MINUTES,
    host: values.HOST,
    port: values.PORT,
    admin_email: values.HONEYFRAME_ADMIN_EMAIL,
    admin_password: values.HONEYFRAME_ADMIN_PASSWORD,
    trusted_proxies: values.HONEYFRAME_TRUSTED_PROXIES,
    public_url: values.HONEYFRAME_PUBLIC_URL,
    log_level: values.HONEYFRAME_LOG_LEVEL,
    audit_retention_days: values.AUDIT_RETENTION_DAYS,
    webhook_hosts: values.HONEYFRAME_WEBHOOK_HOSTS,
    warehouse_hosts: values.HONEYFRAME_WAREHOUSE_HOSTS,
    warehouse_kept_versions: values.WAREHOUSE_KEPT_VERSIONS,
    warehouse_history_bytes: values.WAREHOUSE_HISTORY_GB * 1e9,
    plugin_auto_install: values.PLUGIN_AUTO_INSTALL,
    python: values.HONEYFRAME_PYTHON,
    secret_key: values.HONEYFRAME_SECRET_KEY,
    smtp: readSmtp(values),
  };
}

function readSmtp({ SMTP_URL: url, SMTP_FROM: from }: z.output<typeof settingsSchema>): Settings['smtp'] {
  if (url === undefined) return undefined;
  if (from !== undefined) return { url, from };
  throw new PlatformError('HF_SYSTEM_SETTING_INVALID', {
    variable: 'SMTP_FROM',
    value: '',
    expected: 'it must be an address that mails come from, since SMTP_URL is set',
  });
}

/** A checkout keeps its data beside the code; an installation that names INSTALL_DIR must survive its replacement. */
function defaultDataDir(installDir: string | undefined): string {
  return installDir === undefined ? path.join(repositoryRoot, '.honeyframe') : '/var/lib/honeyframe';
}

/** `PORT=` in an environment file means "not set", as everywhere else. */
function withoutEmptyValues(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function describeIssue(env: NodeJS.ProcessEnv, issue: z.core.$ZodIssue | undefined): PlatformError {
  const variable = String(issue?.path[0] ?? 'unknown');
  return new PlatformError('HF_SYSTEM_SETTING_INVALID', {
    variable,
    value: secretVariables.has(variable) ? '(hidden)' : (env[variable] ?? ''),
    expected: `it ${issue?.message ?? 'cannot be read'}`,
  });
}

function isAddressOrRange(value: string): boolean {
  return value.includes('/') ? ipaddr.isValidCIDR(value) : ipaddr.isValid(value);
}
