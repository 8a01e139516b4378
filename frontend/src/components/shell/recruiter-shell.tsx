import { Link, type LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { useSession } from "@/api/use-session";

import { Brand } from "./brand";
import { LanguageSwitch } from "./language-switch";
import { SignOutButton } from "./sign-out-button";
import { SkipLink } from "./skip-link";
import { ThemeToggle } from "./theme-toggle";

export interface NavigationItem {
  readonly to: LinkProps["to"];
  readonly label: string;
  readonly icon: LucideIcon;
}

interface RecruiterShellProps {
  navigation: readonly NavigationItem[];
  children: ReactNode;
}

/** The frame of all recruiter pages: navigation at the side, on phones in a row below the header. */
export function RecruiterShell({ navigation, children }: RecruiterShellProps) {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[15rem_1fr]">
      <SkipLink />
      <header className="border-b border-line bg-surface lg:sticky lg:top-0 lg:flex lg:h-dvh lg:flex-col lg:border-r lg:border-b-0">
        <div className="flex min-h-16 items-center justify-between px-4 lg:px-5">
          <Link to="/" className="rounded-sm py-2">
            <Brand />
          </Link>
          <div className="flex lg:hidden">
            <LanguageSwitch />
            <ThemeToggle />
            <SignOutButton />
          </div>
        </div>
        <nav aria-label={t("mainNavigation")} className="overflow-x-auto px-3 pb-2 lg:grow lg:pt-2">
          <ul className="flex gap-1 lg:flex-col">
            {navigation.map((item) => (
              <li key={item.to}>
                <Link
                  to={item.to}
                  className="flex min-h-11 items-center gap-3 rounded-md px-3 font-medium whitespace-nowrap text-muted hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:font-semibold data-[status=active]:text-accent-ink"
                >
                  <item.icon aria-hidden className="size-5" />
                  {item.label}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="hidden border-t border-line p-3 lg:block">
          {session.status === "signed_in" && <p className="truncate px-3 pb-1 text-sm font-semibold">{session.user.name}</p>}
          <div className="flex items-center">
            <LanguageSwitch />
            <ThemeToggle />
            <SignOutButton />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none sm:px-6 lg:px-10 lg:py-8">
        <div className="mx-auto max-w-6xl">{children}</div>
      </main>
    </div>
  );
}
