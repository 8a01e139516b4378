import { http } from "@/api/http";
import { acceptSession } from "@/api/session";
import type { RegisterOut } from "@/api/types";
import type { Language } from "@/lib/language";

export interface Registration {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly locale: Language;
}

/** Register by an invitation, sign in, and return the interview it is for. */
export async function register(registration: Registration): Promise<string> {
  const out = await http.post<RegisterOut>("/auth/invitations/register", registration);
  acceptSession(out);
  return out.interview_id;
}
