import { http } from "@/api/http";
import { acceptSession } from "@/api/session";
import type { SessionOut, User } from "@/api/types";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export async function login(credentials: Credentials): Promise<User> {
  const session = await http.post<SessionOut>("/auth/login", credentials);
  acceptSession(session);
  return session.user;
}
