import { type ReactNode, useEffect, useRef } from "react";

import { usePageTitle } from "@/lib/use-page-title";

interface PageHeadingProps {
  title: string;
  text?: ReactNode;
  /** What stands above the title, such as a step. */
  over?: ReactNode;
  actions?: ReactNode;
}

/** The page's only h1. It takes the focus after a navigation, so that keyboards and screen readers start there. */
export function PageHeading({ title, text, over, actions }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-4 sm:mb-8">
      <div className="min-w-0">
        {over && <div className="mb-2">{over}</div>}
        <h1 ref={heading} tabIndex={-1} className="text-2xl font-bold outline-none sm:text-[1.75rem]">
          {title}
        </h1>
        {text && <p className="mt-2 max-w-prose text-muted">{text}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
