package dev.todoapp.deploy;

import dev.todoapp.infra.DeploymentFiles;
import dev.todoapp.infra.InvalidTemplate;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One environment of one account in one region: what a command is about. */
final class Target {

    static final String WEBSITE = "website";

    private static final String SITE_ORIGIN = "SITE_ORIGIN";

    private final Path infra;
    private final String environment;
    private final String region;
    private final String account;
    private final Aws aws;
    private final Map<String, Aws> regions = new HashMap<>();

    private Target(Path infra, String environment, String region, String account, Aws aws) {
        this.infra = infra;
        this.environment = environment;
        this.region = region;
        this.account = account;
        this.aws = aws;
    }

    /**
     * @param infra the folder of the templates and parameters
     * @throws Refusal if there is no such environment, or no CLI, region or credentials
     */
    static Target find(Path infra, String environment, Aws aws) {
        requireEnvironment(infra, environment);
        String region = aws.configuredRegion();
        if (region == null) {
            throw new Refusal("which region? Set AWS_REGION (such as eu-central-1), or give the profile one");
        }
        String account = aws.in(region)
                .call("sts", "get-caller-identity")
                .path("Account")
                .asString("");
        return new Target(infra, environment, region, account, aws);
    }

    /** @throws Refusal if there is no such environment on AWS */
    static void requireEnvironment(Path infra, String environment) {
        List<String> known = DeploymentFiles.environments(infra);
        if (!known.contains(environment)) {
            throw new Refusal(
                    environment.equals("local")
                            ? "local is this machine: ./dev up runs it; environments on AWS are "
                                    + String.join(", ", known)
                            : "there is no environment '%s': there are %s, one file each in infra/parameters"
                                    .formatted(environment, String.join(", ", known)));
        }
    }

    String environment() {
        return environment;
    }

    String region() {
        return region;
    }

    String account() {
        return account;
    }

    /** What names of AWS end with in this part of the world. */
    String domain() {
        return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    }

    Path infra() {
        return infra;
    }

    /** The CLI in the environment's own region. */
    Aws aws() {
        return aws(region);
    }

    Aws aws(String inRegion) {
        return regions.computeIfAbsent(inRegion, aws::in);
    }

    /** Whether the files leave the site's address to the website's stack. */
    boolean takesAddressFromWebsite() {
        return DeploymentFiles.written(infra, environment, SITE_ORIGIN)
                .orElse("")
                .isEmpty();
    }

    /**
     * The files with this account and region.
     *
     * @param siteOrigin the website's address where the files have none and it is known
     * @throws InvalidTemplate if something in them is wrong
     */
    DeploymentFiles files(@Nullable String siteOrigin) {
        return DeploymentFiles.read(infra, environment, variables(siteOrigin));
    }

    Map<String, String> variables(@Nullable String siteOrigin) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_REGION", region);
        variables.put("AWS_ACCOUNT_ID", account);
        if (siteOrigin != null) {
            variables.put(SITE_ORIGIN, siteOrigin);
        }
        return variables;
    }
}
