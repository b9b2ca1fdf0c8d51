package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what was typed. */
final class Commands {

    private static final String DEPLOY =
            "deploy ENV [STACK…] [--yes [--approved FILE]] [--plan [--shown FILE]] [--keep-going]";

    private static final String WEBSITE =
            "website ENV [--dist FOLDER] [--version VERSION] [--forward] | website rollback ENV [--to RELEASE] | website releases ENV";

    private static final String CONFIG = "config SERVICE KEY=VALUE ENV [--yes]";

    /** Not back to an older version: for pipelines, whose runs may be repeated or approved late. */
    private static final String FORWARD = "--forward";

    private final Path infra;
    private final Aws aws;
    private final Screen screen;
    private final Duration pause;

    Commands(Path infra, Aws aws, Screen screen, Duration pause) {
        this.infra = infra;
        this.aws = aws;
        this.screen = screen;
        this.pause = pause;
    }

    void run(List<String> args) {
        List<String> given = new ArrayList<>(args);
        String command = given.isEmpty() ? "" : given.removeFirst();
        boolean yes = given.remove("--yes");
        switch (command) {
            case "deploy" -> deploy(given, yes);
            case "release" -> {
                boolean forward = given.remove(FORWARD);
                List<String> words = words(given, "release SERVICE IMAGE ENV [--yes] [--forward]", 3);
                release(words.get(0), words.get(2), yes).release(words.get(0), words.get(1), forward);
            }
            case "rollback" -> {
                List<String> words = words(given, "rollback SERVICE ENV [--yes]", 2);
                release(words.get(0), words.get(1), yes).rollback(words.get(0));
            }
            case "scale" -> {
                List<String> words = words(given, "scale SERVICE N ENV [--yes]", 3);
                String tasks = tasks(words.get(1));
                release(words.get(0), words.get(2), yes).scale(words.get(0), tasks);
            }
            case "config" -> {
                List<String> words = words(given, CONFIG, 3, Integer.MAX_VALUE);
                Map<String, String> values = values(words.subList(1, words.size() - 1));
                release(words.getFirst(), words.getLast(), yes).config(words.getFirst(), values);
            }
            case "status" -> {
                Target target = target(words(given, "status ENV", 1).getFirst());
                new Status(target, cloudFormation(target), screen).show();
            }
            case "logs" -> logs(given);
            case "policies" ->
                new Policies(target(words(given, "policies ENV", 1).getFirst()), screen).check();
            case "website" -> website(given);
            case "smoke" -> {
                List<String> words = words(given, "smoke [SERVICE] ENV", 1, 2);
                Target target = target(words.getLast());
                new SmokeTest(target, cloudFormation(target), screen).run(words.size() == 2 ? words.getFirst() : null);
            }
            case "destroy" -> {
                String environment = words(given, "destroy ENV", 1).getFirst();
                if (yes) {
                    throw new Refusal("destroy knows no --yes: it asks for the environment's name, to be typed");
                }
                Target.requireEnvironment(infra, environment);
                screen.requireSomebody("one; it wants the environment's name typed");
                Target target = target(environment);
                new Destroy(target, cloudFormation(target), screen).run();
            }
            default -> throw new Refusal("there is no command '%s'; ./dev lists them".formatted(command));
        }
    }

    private Release release(String service, String environment, boolean yes) {
        // What is wrong with what was typed comes first: whoever adds --yes shall not be refused once more.
        Services.requireName(files(environment), service);
        if (!yes) {
            screen.requireSomebody("--yes");
        }
        Target target = target(environment);
        return new Release(target, cloudFormation(target), screen, yes);
    }

    private void website(List<String> given) {
        String build = option(given, "--dist", WEBSITE);
        String version = option(given, "--version", WEBSITE);
        String release = option(given, "--to", WEBSITE);
        boolean forward = given.remove(FORWARD);
        List<String> words = words(given, WEBSITE, 1, 2);
        if (forward && words.size() == 2) {
            throw notAnOption(FORWARD, WEBSITE);
        }
        Target target = target(words.getLast());
        var website = new Website(target, cloudFormation(target), screen, Clock.systemUTC());
        switch (words.size() == 2 ? words.getFirst() : "publish") {
            case "publish" ->
                website.publish(
                        build != null ? Path.of(build).toAbsolutePath() : infra.resolveSibling("frontend/dist"),
                        version != null ? version : "unknown",
                        forward);
            case "rollback" -> website.rollback(release);
            case "releases" -> website.list();
            default -> throw new Refusal("usage: ./dev " + WEBSITE);
        }
    }

    private void logs(List<String> given) {
        boolean follow = !given.remove("--once");
        String since = "10m";
        int option = given.indexOf("--since");
        if (option >= 0) {
            given.remove(option);
            since = option < given.size() ? given.remove(option) : "";
        }
        List<String> words = words(given, "logs SERVICE ENV [--since 10m] [--once]", 2);
        Target target = target(words.get(1));
        new Logs(target, cloudFormation(target), screen, Clock.systemUTC())
                .show(words.get(0), Logs.span(since), follow);
    }

    /** What is too many says the template that is deployed. */
    private static String tasks(String text) {
        if (!text.matches("[1-9][0-9]*")) {
            throw new Refusal(
                    "'%s' is no number of tasks: give 1 or more (destroy stops a service for good, RestAt for the night)"
                            .formatted(text));
        }
        return text;
    }

    private static Map<String, String> values(List<String> pairs) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new Refusal("'%s' is not KEY=VALUE; usage: ./dev %s".formatted(pair, CONFIG));
            }
            String key = pair.substring(0, equals);
            if (values.put(key, pair.substring(equals + 1)) != null) {
                throw new Refusal("%s is given twice; usage: ./dev %s".formatted(key, CONFIG));
            }
        }
        return values;
    }

    /** What the files say without AWS: the names are the same in every account and region. */
    private DeploymentFiles files(String environment) {
        Target.requireEnvironment(infra, environment);
        return DeploymentFiles.read(infra, environment, Map.of());
    }

    private Target target(String environment) {
        return Target.find(infra, environment, aws);
    }

    private void deploy(List<String> given, boolean yes) {
        boolean planOnly = given.remove("--plan");
        boolean keepGoing = given.remove("--keep-going");
        Path shown = file(given, "--shown");
        Path approved = file(given, "--approved");
        refuseOptions(given, DEPLOY);
        if (shown != null && !planOnly) {
            throw new Refusal("--shown writes down what a plan shows: add --plan; usage: ./dev " + DEPLOY);
        }
        if (approved != null && (planOnly || !yes)) {
            throw new Refusal(
                    "--approved carries out what was approved, with no more questions: it goes with --yes, and not with --plan; usage: ./dev "
                            + DEPLOY);
        }
        if (given.isEmpty()) {
            throw new Refusal("which environment? usage: ./dev " + DEPLOY);
        }
        String environment = given.removeFirst();
        Deploy.inOrder(files(environment), given);
        if (shown != null) {
            Shown.begin(shown);
        }
        var options = new Deploy.Options(
                yes, planOnly, keepGoing, shown, approved == null ? null : Shown.read(approved, environment));
        if (!options.yes() && !options.planOnly()) {
            screen.requireSomebody("--yes, or --plan to see what would change");
        }
        Target target = target(environment);
        new Deploy(target, cloudFormation(target), screen, options).run(given);
    }

    private static @Nullable Path file(List<String> given, String option) {
        String name = option(given, option, DEPLOY);
        if (name != null && (name.isBlank() || name.startsWith("-"))) {
            throw new Refusal("%s takes a file; usage: ./dev %s".formatted(option, DEPLOY));
        }
        return name == null ? null : Path.of(name);
    }

    private CloudFormation cloudFormation(Target target) {
        String endpoint = target.aws().endpoint();
        if (endpoint != null) {
            screen.say("On the emulator at %s, not on AWS.".formatted(endpoint));
        }
        if (Moto.listensAt(endpoint)) {
            screen.say(
                    "It is moto: change sets are shown, and stacks made directly, since its change sets lose outputs and exports.");
            return new Moto(target, screen, Duration.ofMillis(100));
        }
        return new CloudFormation(target, screen, pause);
    }

    /** The word after an option, both taken away; null if the option isn't given. */
    private static @Nullable String option(List<String> given, String option, String usage) {
        int at = given.indexOf(option);
        if (at < 0) {
            return null;
        }
        if (at + 1 >= given.size()) {
            throw new Refusal("%s takes a value; usage: ./dev %s".formatted(option, usage));
        }
        given.remove(at);
        return given.remove(at);
    }

    private static List<String> words(List<String> given, String usage, int count) {
        return words(given, usage, count, count);
    }

    private static List<String> words(List<String> given, String usage, int least, int most) {
        refuseOptions(given, usage);
        if (given.size() < least || given.size() > most) {
            throw new Refusal("usage: ./dev " + usage);
        }
        return given;
    }

    private static void refuseOptions(List<String> given, String usage) {
        for (String argument : given) {
            if (argument.startsWith("-")) {
                throw notAnOption(argument, usage);
            }
        }
    }

    private static Refusal notAnOption(String argument, String usage) {
        return new Refusal("'%s' is not an option here; usage: ./dev %s".formatted(argument, usage));
    }
}
