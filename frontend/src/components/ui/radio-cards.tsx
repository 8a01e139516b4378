import { RadioGroup as Radix } from "radix-ui";
import { type ReactNode, useId } from "react";

import { cn } from "@/lib/cn";

interface RadioCardsProps<T extends string> {
  label: string;
  value: T | null;
  onValueChange: (value: T) => void;
  options: readonly { value: T; label: ReactNode }[];
  className?: string;
}

/** A choice of few, each a target of full height. */
export function RadioCards<T extends string>({ label, value, onValueChange, options, className }: RadioCardsProps<T>) {
  const id = useId();
  return (
    <Radix.Root
      aria-label={label}
      value={value ?? ""}
      onValueChange={(next) => onValueChange(next as T)}
      className={cn("grid gap-2 xs:grid-cols-2", className)}
    >
      {options.map((option) => (
        <label
          key={option.value}
          htmlFor={`${id}-${option.value}`}
          className="flex min-h-12 cursor-pointer items-center gap-3 rounded-md border border-control px-4 py-2 font-semibold has-data-[state=checked]:border-accent has-data-[state=checked]:bg-accent-soft has-data-[state=checked]:text-accent-ink"
        >
          <Radix.Item
            id={`${id}-${option.value}`}
            value={option.value}
            className="grid size-5 shrink-0 place-items-center rounded-full border-2 border-control data-[state=checked]:border-accent"
          >
            <Radix.Indicator className="size-2.5 rounded-full bg-accent" />
          </Radix.Item>
          {option.label}
        </label>
      ))}
    </Radix.Root>
  );
}
