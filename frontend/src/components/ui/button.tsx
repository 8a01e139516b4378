import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";

import { cn } from "@/lib/cn";

const styles = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-semibold transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-[1.15em] [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent not-disabled:hover:bg-accent-hover",
        secondary: "border border-control bg-surface text-ink not-disabled:hover:bg-sunken",
        soft: "bg-accent-soft text-accent-ink not-disabled:hover:brightness-95 dark:not-disabled:hover:brightness-115",
        ghost: "text-ink not-disabled:hover:bg-sunken",
        danger: "bg-danger text-on-danger not-disabled:hover:bg-danger-hover",
        link: "rounded-sm text-accent-ink underline underline-offset-4 hover:decoration-2",
      },
      size: {
        md: "min-h-11 px-4 text-[0.9375rem]",
        lg: "min-h-13 px-6 text-base",
        icon: "size-11",
      },
    },
    compoundVariants: [{ variant: "link", className: "px-1" }],
    defaultVariants: { variant: "primary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof styles> & {
    /** Render the only child (such as a link) with the button's looks. */
    asChild?: boolean;
    /** Work is under way: shown, and further presses do nothing, but focus stays. */
    busy?: boolean;
  };

export function Button({ variant, size, asChild = false, busy = false, className, children, onClick, type, ...rest }: ButtonProps) {
  const classes = cn(styles({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type={busy ? "button" : (type ?? "button")}
      className={classes}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : onClick}
      {...rest}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
