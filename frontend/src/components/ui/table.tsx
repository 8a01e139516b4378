import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

interface TableProps extends ComponentProps<"table"> {
  /** Read by assistive technology before the table. */
  caption: string;
}

/** A table that scrolls sideways inside its own focusable region on narrow screens. */
export function Table({ caption, className, children, ...rest }: TableProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region must be reachable by keyboard
    <div role="region" aria-label={caption} tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table className={cn("w-full text-left text-[0.9375rem]", className)} {...rest}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead className={cn("border-b border-line bg-sunken/60 text-sm text-muted", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y divide-line", className)} {...rest} />;
}

export function Th({ className, scope = "col", ...rest }: ComponentProps<"th">) {
  return <th scope={scope} className={cn("px-4 py-2.5 font-semibold whitespace-nowrap", className)} {...rest} />;
}

export function Td({ className, ...rest }: ComponentProps<"td">) {
  return <td className={cn("px-4 py-3 align-middle", className)} {...rest} />;
}
