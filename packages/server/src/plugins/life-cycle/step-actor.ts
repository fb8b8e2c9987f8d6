/** Who takes a step. */
export interface StepActor {
  readonly id: string | null;
  readonly name: string;
  readonly isSuperadmin: boolean;
  /** The command line on this machine: it may name folders. */
  readonly isOperator: boolean;
  /** The organisation that the request is about; null for what the platform does by itself. */
  readonly org: { readonly id: string; readonly slug: string } | null;
  readonly request_id?: string;
  readonly ip?: string;
}
