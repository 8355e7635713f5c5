// Whether our server is there. A portal of the Wi-Fi answers too, but not in these words.

const PATIENCE_MS = 3_000;

export async function serverAnswers() {
  try {
    const answer = await fetch("/readyz", { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok && (await answer.json()).status === "ready";
  } catch {
    return false;
  }
}
