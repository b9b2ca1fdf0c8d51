package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a plan has shown of an environment's stacks. It lies in a file that people read; whoever approves it approves these lines,
 * and a deployment does no more than they say.
 *
 * @param files a digest of what the stacks were planned from, and for which account and region
 * @param stacks the lines of each, by its name on AWS
 */
record Shown(String environment, String files, Map<String, List<String>> stacks) {

    static final String NO_CHANGES = "no changes";
    static final String NOT_YET = "can't be shown yet: ";
    static final String LEFT_TO_A_PERSON = "a person deploys it, no pipeline may; it stays as it is";
    static final String FAILED = "failed: ";

    /** What to do about all that can be wrong with it. */
    static final String AGAIN = "look at the plan again (in a pipeline, start the workflow anew)";

    private static final String HEAD = "What would change in %s";
    private static final String FILES = "by these files, account and region: %s";
    private static final String END = "That is all: %d of its stacks.";
    private static final Pattern STACK = Pattern.compile("(\\S+) in \\S+: (.*)");

    /** How a stack's lines begin, or all that there is to say of it. */
    static String line(String name, String region, String what) {
        return "%s in %s: %s".formatted(name, region, what);
    }

    /**
     * Of templates and parameters as they are written, with nothing of what is deployed: words name a property that changes, and this
     * says that its value comes from the same files.
     */
    static String digest(Target target, DeploymentFiles files) {
        MessageDigest digest = sha256();
        List<String> parts = new ArrayList<>(List.of(target.account(), target.region(), files.environment()));
        for (String stack : files.stacks()) {
            parts.addAll(List.of(stack, files.region(stack), files.templateText(stack)));
            new TreeMap<>(files.parameters(stack, "${%s}"::formatted))
                    .forEach((name, value) -> parts.addAll(List.of(name, value)));
        }
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update("%d:".formatted(bytes.length).getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Empties the file before a plan, so that one that doesn't come to its end leaves nothing that could be taken for it.
     *
     * @throws Refusal if it can't be written
     */
    static void begin(Path file) {
        write(file, "");
    }

    /** @throws Refusal if it can't be written */
    void write(Path file) {
        StringBuilder text = new StringBuilder();
        text.append(HEAD.formatted(environment)).append('\n');
        text.append(FILES.formatted(files)).append("\n\n");
        stacks.values().forEach(lines -> lines.forEach(line -> text.append(line).append('\n')));
        text.append('\n').append(END.formatted(stacks.size())).append('\n');
        write(file, text.toString());
    }

    /** @throws Refusal if it isn't there, isn't whole or is of another environment */
    static Shown read(Path file, String environment) {
        List<String> lines = lines(file, environment);
        if (lines.isEmpty()) {
            throw new Refusal("%s is empty: its plan didn't come to its end; %s".formatted(file, AGAIN));
        }
        Matcher head = pattern(HEAD, "(\\S+)").matcher(lines.removeFirst());
        if (!head.matches()) {
            throw new Refusal(
                    "%s is no file that ./dev deploy ENV --plan --shown FILE has written; %s".formatted(file, AGAIN));
        }
        if (!head.group(1).equals(environment)) {
            throw new Refusal("%s is about %s, not about %s; give the file of its own plan"
                    .formatted(file, head.group(1), environment));
        }
        Refusal notWhole = new Refusal(
                "%s isn't as it was written: part of it is missing, or was changed; %s".formatted(file, AGAIN));
        if (lines.size() < 2) {
            throw notWhole;
        }
        Matcher files = pattern(FILES, "([0-9a-f]{64})").matcher(lines.removeFirst());
        String end = lines.removeLast();
        Map<String, List<String>> stacks = new LinkedHashMap<>();
        List<String> current = null;
        for (String line : lines) {
            Matcher stack = STACK.matcher(line);
            if (stack.matches()) {
                current = new ArrayList<>();
                if (stacks.put(stack.group(1), current) != null) {
                    throw notWhole;
                }
            }
            if (current == null) {
                throw notWhole;
            }
            current.add(line);
        }
        if (!files.matches() || !end.equals(END.formatted(stacks.size()))) {
            throw notWhole;
        }
        return new Shown(environment, files.group(1), stacks);
    }

    /**
     * Before anything is done.
     *
     * @param digest of what is about to be deployed
     * @param names of the stacks, on AWS
     * @throws Refusal if it was planned from something else, or not all of them could be planned
     */
    void requireOf(String digest, List<String> names) {
        if (!digest.equals(files)) {
            throw new Refusal(
                    "what was approved was planned from other templates or parameters, or for another account or region; "
                            + AGAIN);
        }
        for (String name : names) {
            if (!stacks.containsKey(name)) {
                throw new Refusal("what was approved says nothing about %s; %s".formatted(name, AGAIN));
            }
            if (says(name).startsWith(FAILED)) {
                throw new Refusal("what was approved says that %s can't be planned (%s); mend that, and %s"
                        .formatted(name, says(name), AGAIN));
            }
        }
    }

    /** Whether it needed something of a stack that wasn't there: then whatever it needs was approved. */
    boolean isNotShownYet(String name) {
        return says(name).startsWith(NOT_YET);
    }

    /** Whether something was to be done to it. */
    boolean hasChanges(String name) {
        return !isNotShownYet(name)
                && !says(name).equals(NO_CHANGES)
                && !says(name).equals(LEFT_TO_A_PERSON);
    }

    /** @return a line for each that is in one of both alone, whatever their order; none if it is what was approved */
    List<String> differences(String name, List<String> now) {
        Set<String> approved = withoutColumns(lines(name));
        Set<String> wanted = withoutColumns(now);
        List<String> differences = new ArrayList<>();
        wanted.stream()
                .filter(line -> !approved.contains(line))
                .forEach(line -> differences.add("  not approved: " + line));
        approved.stream()
                .filter(line -> !wanted.contains(line))
                .forEach(line -> differences.add("  approved, but not now: " + line));
        return differences;
    }

    /** How wide a column is depends on what else there is. Values stay as they are. */
    private static Set<String> withoutColumns(List<String> lines) {
        Set<String> without = new LinkedHashSet<>();
        lines.forEach(line -> without.add(
                line.startsWith(Words.PARAMETER) ? line.strip() : line.strip().replaceAll(" +", " ")));
        return without;
    }

    private String says(String name) {
        List<String> lines = lines(name);
        Matcher first = STACK.matcher(lines.isEmpty() ? "" : lines.getFirst());
        return first.matches() ? first.group(2) : "";
    }

    private List<String> lines(String name) {
        return stacks.getOrDefault(name, List.of());
    }

    private static Pattern pattern(String format, String value) {
        return Pattern.compile(format.formatted(value));
    }

    private static List<String> lines(Path file, String environment) {
        try {
            return new ArrayList<>(Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .toList());
        } catch (NoSuchFileException e) {
            throw new Refusal("%s isn't there: ./dev deploy %s --plan --shown %s writes it, for somebody to approve"
                    .formatted(file, environment, file));
        } catch (IOException e) {
            throw new Refusal("%s can't be read as text: %s".formatted(file, e.getMessage()));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new Refusal("%s can't be written: %s".formatted(file, e.getMessage()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
