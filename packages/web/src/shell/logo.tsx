interface LogoProps {
  readonly size?: number;
  readonly wordmark?: boolean;
}

/** A cell of a honeycomb with a smaller one set into it: the frame and what grows in it. */
export function Logo({ size = 26, wordmark = false }: LogoProps) {
  return (
    <span className="hf-logo">
      <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="Honeyframe">
        <path d="M16 1.6 28.5 8.8v14.4L16 30.4 3.5 23.2V8.8z" fill="#e9ab2d" />
        <path d="M16 1.6 28.5 8.8v14.4L16 30.4z" fill="#d59312" />
        <path d="M16 8.4 22.6 12.2v7.6L16 23.6 9.4 19.8v-7.6z" fill="#fff7e3" />
      </svg>
      {wordmark ? <span className="hf-logo-word">Honeyframe</span> : null}
    </span>
  );
}
