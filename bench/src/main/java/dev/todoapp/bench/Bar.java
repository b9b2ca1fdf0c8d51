package dev.todoapp.bench;

import java.util.Locale;

/**
 * What a measurement must not exceed.
 *
 * @param what is measured
 * @param unit of both numbers; empty for a ratio
 */
record Bar(String what, double measured, double limit, String unit) {

    boolean isMet() {
        return measured <= limit;
    }

    String verdict() {
        return isMet() ? "met" : "**missed**";
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "  %-6s %s: %.2f%s, bar %s%s",
                isMet() ? "met" : "MISSED",
                what,
                measured,
                suffix(),
                limitText(),
                suffix());
    }

    /** Such as "0.6 ms". */
    String limitText() {
        return limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
    }

    String suffix() {
        return unit.isEmpty() ? "" : " " + unit;
    }
}
