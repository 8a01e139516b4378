/** Where the offer is posted: the media server's base address names no room yet. */
export function whipUrl(base: string, interviewId: string): string {
  const url = new URL(base, location.href);
  if (!url.pathname.includes("/whip")) url.pathname = `${url.pathname.replace(/\/$/, "")}/whip/${interviewId}`;
  return url.href;
}
