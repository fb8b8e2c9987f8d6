/** What a plugin that is running, or was found, does with permissions. */
export interface PluginFacts {
  readonly slug: string;
  readonly display_name: string;
  /** Whether it answers in the organisation that was asked for. */
  readonly enabled: boolean;
  readonly declared: readonly string[];
  /** Declared permissions that wait for approval, or were refused. */
  readonly pending: ReadonlySet<string>;
  readonly routes: readonly RouteFacts[];
  readonly pages: readonly PageFacts[];
  readonly seed_groups: readonly { readonly name: string; readonly permissions: readonly string[] }[];
}

export interface RouteFacts {
  readonly method: string;
  readonly path: string;
  /** `authenticated` and `public` are no permissions. */
  readonly permission: string;
  /** Where the object's id comes from; undefined for a route that asks for the whole organisation. */
  readonly target: string | undefined;
}

export interface PageFacts {
  readonly kind: 'page' | 'block';
  readonly path: string;
  readonly title: string;
  readonly permission: string | undefined;
}

/** The plugins of this platform, as far as access has to know them; the composition root answers. */
export interface PluginDirectory {
  list(orgId: string): readonly PluginFacts[];
  find(slug: string, orgId: string): PluginFacts | undefined;
}

/** Names that a route may carry in place of a permission. */
export const openRoutes: Readonly<Record<string, 'members' | 'public'>> = {
  authenticated: 'members',
  public: 'public',
};
