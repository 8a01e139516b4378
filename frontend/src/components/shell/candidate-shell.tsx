import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { useSession } from "@/api/use-session";
import { cn } from "@/lib/cn";

import { Brand } from "./brand";
import { LanguageSwitch } from "./language-switch";
import { SignOutButton } from "./sign-out-button";
import { SkipLink } from "./skip-link";
import { ThemeToggle } from "./theme-toggle";

interface CandidateShellProps {
  children: ReactNode;
  width?: "narrow" | "wide";
}

/** The frame of all candidate pages outside the room, and of the pages before signing in. */
export function CandidateShell({ children, width = "narrow" }: CandidateShellProps) {
  const session = useSession();
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex min-h-16 max-w-5xl items-center justify-between gap-2 px-4 sm:px-6">
          <Link to="/" className="rounded-sm py-2">
            <Brand />
          </Link>
          <div className="flex items-center">
            <LanguageSwitch />
            <ThemeToggle />
            {session.status === "signed_in" && <SignOutButton />}
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cn("mx-auto w-full grow px-4 py-8 outline-none sm:px-6 sm:py-12", width === "narrow" ? "max-w-2xl" : "max-w-5xl")}
      >
        {children}
      </main>
    </div>
  );
}
