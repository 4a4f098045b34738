// Shapes that fonts do not have everywhere.

/** The sign of the kill switch. */
export function PowerIcon() {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d="M8 1.5v6M4.6 3.6a5.4 5.4 0 1 0 6.8 0" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
