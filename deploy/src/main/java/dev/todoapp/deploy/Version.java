package dev.todoapp.deploy;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a release is called by, such as {@code 1.10.0}, which comes after {@code 1.9.0}. */
record Version(int major, int minor, int patch) implements Comparable<Version> {

    private static final String NUMBER = "(0|[1-9][0-9]{0,8})";

    private static final Pattern FORM = Pattern.compile("%1$s\\.%1$s\\.%1$s".formatted(NUMBER));

    private static final Comparator<Version> ORDER = Comparator.comparingInt(Version::major)
            .thenComparingInt(Version::minor)
            .thenComparingInt(Version::patch);

    /**
     * @param prefix that a name has before its version, such as {@code release-}
     * @return empty if the name is anything else than that prefix and a version
     */
    static Optional<Version> in(String name, String prefix) {
        if (!name.startsWith(prefix)) {
            return Optional.empty();
        }
        Matcher version = FORM.matcher(name.substring(prefix.length()));
        return version.matches()
                ? Optional.of(new Version(number(version, 1), number(version, 2), number(version, 3)))
                : Optional.empty();
    }

    private static int number(Matcher version, int group) {
        return Integer.parseInt(version.group(group));
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%d.%d.%d".formatted(major, minor, patch);
    }
}
