import { Logo } from './logo.tsx';

/** Shown for the moment in which it is not yet known who is there. */
export function SplashScreen() {
  return (
    <div className="hf-splash" role="status" aria-label="Loading">
      <Logo size={40} />
    </div>
  );
}
