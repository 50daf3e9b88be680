// Calls to the node. Every failure becomes a Failure that says what happened and what to do.

export class Failure extends Error {
  constructor(message: string, readonly status: number, readonly act = '', readonly kind = '') {
    super(message);
  }
}

type Words = Record<string, string | number>;

async function call<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, { ...init, credentials: 'same-origin' });
  } catch {
    throw new Failure('The node does not answer. Is it running? Start it with ./stemma up.', 0);
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const said = (body ?? {}) as { error?: string; act?: string; kind?: string };
    throw new Failure(said.error ?? `The node answered with status ${response.status}.`, response.status, said.act, said.kind);
  }
  return body as T;
}

export function get<T>(path: string, words: Words = {}): Promise<T> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(words)) query.set(name, String(value));
  return call<T>(query.size > 0 ? `${path}?${query}` : path, {});
}

export function post<T>(path: string, body: object): Promise<T> {
  const headers = { 'Content-Type': 'application/json' };
  return call<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}
