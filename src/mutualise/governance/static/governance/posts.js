// The posts of docs/reference/voting-posts.md: JSON, and no cookie, so that a ballot names nobody.

const LONGEST_MS = 30_000;

// The server refused, in words for the voter.
export class Refused extends Error {
  constructor(told) {
    super(told.error);
    this.reason = told.reason;
    this.next = told.next;
  }
}

// Nothing is known of what became of the post; the same bytes can be sent again.
export class NoAnswer extends Error {}

// Post text and give what was answered. Throws Refused or NoAnswer.
export async function post(address, body) {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), LONGEST_MS);
  let answer, told;
  try {
    answer = await fetch(address, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      headers: { "Content-Type": "application/json" },
      body,
      signal: waiting.signal,
    });
    told = await answer.json();
  } catch (problem) {
    throw new NoAnswer(String(problem));
  } finally {
    clearTimeout(timer);
  }
  if (answer.ok) return told;
  if ((answer.status === 400 || answer.status === 422) && told.reason) throw new Refused(told);
  throw new NoAnswer(`The answer was ${answer.status}.`);
}
