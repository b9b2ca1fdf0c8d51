package dev.todoapp.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads what was typed. */
final class Commands {

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
        switch (command) {
            case "deploy" -> deploy(given);
            default -> throw new Refusal("there is no command '%s'; ./dev lists them".formatted(command));
        }
    }

    private void deploy(List<String> given) {
        var options = new Deploy.Options(given.remove("--yes"), given.remove("--plan"), given.remove("--keep-going"));
        refuseOptions(given, "deploy ENV [STACK…] [--yes] [--plan] [--keep-going]");
        if (given.isEmpty()) {
            throw new Refusal("which environment? usage: ./dev deploy ENV [STACK…] [--yes] [--plan] [--keep-going]");
        }
        if (!options.yes() && !options.planOnly()) {
            screen.requireSomebody("--yes, or --plan to see what would change");
        }
        Target target = Target.find(infra, given.removeFirst(), aws);
        new Deploy(target, cloudFormation(target), screen, options).run(given);
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

    private static void refuseOptions(List<String> given, String usage) {
        for (String argument : given) {
            if (argument.startsWith("-")) {
                throw new Refusal("'%s' is not an option here; usage: ./dev %s".formatted(argument, usage));
            }
        }
    }
}
